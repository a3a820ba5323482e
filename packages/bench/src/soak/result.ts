/**
 * The result of a soak of one server.
 *
 * @module
 */

import type { RuntimeName } from '../program/index.ts';
import type { Tally } from './clients/index.ts';
import type { OpenFiles } from './process-files.ts';
import type { ServerLook, SoakedName } from './server/index.ts';

/** Of one server in one runtime. Sizes in bytes, times in milliseconds. */
export interface SoakResult {
  readonly server: SoakedName;
  readonly runtime: RuntimeName;
  /** Before the first client. */
  readonly start: ServerState;
  /** After the last client has left; `undefined` if the server has ended. */
  readonly end: ServerState | undefined;
  readonly maxRss: number;
  /** The server's own report; `undefined` when it has died. */
  readonly look: Omit<ServerLook, 'memory'> | undefined;
  /** The error that ended the server. */
  readonly crash: string | undefined;
  /** Of both sides together. */
  readonly tally: Tally;
}

/** The memory and files of a server. */
export interface ServerState {
  readonly rss: number;
  readonly heap: number;
  readonly files: OpenFiles;
}
