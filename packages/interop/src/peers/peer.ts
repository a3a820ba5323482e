/**
 * Somebody else's end of a connection.
 *
 * @module
 */

import type { Conversation } from '../conversation/index.ts';

/** The description of a peer for the page and the command. */
export interface Peer {
  /** Without blanks, for the ids of cells. */
  readonly id: string;
  readonly name: string;
  /** The programs that it needs. */
  readonly needs: readonly string[];
  /** Called if it is installed. */
  readonly version: () => string;
  /** Whether `.ci/run` installs what it needs. */
  readonly inCi: boolean;
  /** The omitted parts of its conversation, and why. Default: none. */
  readonly lacks?: string | undefined;
  /** Results of the client that differ where the RFC leaves the choice. Default: none. */
  readonly sees?: Partial<Conversation> | undefined;
}

/** A client that talks to our server. */
export interface PeerClient extends Peer {
  /** The code of its Close frame that answers ours. Default: the same as ours. */
  readonly answersWith?: number | undefined;
  /** @returns Its results. */
  readonly converse: (url: string) => Promise<unknown>;
}

/** A server that our client talks to. */
export interface PeerServer extends Peer {
  readonly start: () => Promise<RunningServer>;
}

/** A running server. */
export interface RunningServer {
  readonly port: number;
  readonly stop: () => void;
}
