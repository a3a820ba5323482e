/**
 * Somebody else's end of a connection.
 *
 * @module
 */

import type { Conversation } from '../conversation/index.ts';

/** What the page and the command say of a peer. */
export interface Peer {
  /** Without blanks, for the ids of cells. */
  readonly id: string;
  readonly name: string;
  /** The programs that it needs. */
  readonly needs: readonly string[];
  /** Asked when it is there. */
  readonly version: () => string;
  /** Whether `.ci/run` installs what it needs. */
  readonly inCi: boolean;
  /** What is not said in its conversation, and why. Default: everything is. */
  readonly lacks?: string | undefined;
  /** What the client sees otherwise, as far as the RFC leaves it open. Default: nothing. */
  readonly sees?: Partial<Conversation> | undefined;
}

/** A client that talks to our server. */
export interface PeerClient extends Peer {
  /** The code of its Close frame that answers ours. Default: the same as ours. */
  readonly answersWith?: number | undefined;
  /** @returns What it saw. */
  readonly converse: (url: string) => Promise<unknown>;
}

/** A server that our client talks to. */
export interface PeerServer extends Peer {
  readonly start: () => Promise<RunningServer>;
}

/** One that runs. */
export interface RunningServer {
  readonly port: number;
  readonly stop: () => void;
}
