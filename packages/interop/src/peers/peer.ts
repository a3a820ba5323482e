/**
 * Somebody else's end of a connection.
 *
 * @module
 */

import type { Conversation } from '../conversation/index.ts';

/** The description of a peer for the pages and the commands. */
export interface Peer {
  /** Without blanks, for the ids of cells and the names of records. */
  readonly id: string;
  readonly name: string;
  /** The programs and packages of Debian that it needs; a path is absolute. */
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

/** A server that sends back what it receives. */
export interface PeerServer extends Peer {
  /** Its command line, given the port of 127.0.0.1 to listen on. */
  readonly command: (port: number) => readonly string[];
  /** Command lines that make what it needs beside packages of Debian. Default: none. */
  readonly makes?: readonly (readonly string[])[] | undefined;
  /** Whether it has the whole conversation with our client: a subprotocol, a close of its own. */
  readonly converses: boolean;
  /** Cases that would test the script around the library, as patterns, and why. Default: none. */
  readonly leavesOut?: { readonly cases: readonly string[]; readonly because: string } | undefined;
}
