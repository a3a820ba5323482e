/**
 * The requests of the bench to its servers.
 *
 * @module
 */

import type { ServerName } from './roster.ts';

/** `start` is answered with the port, `memory` with a `Memory`, `broadcast` with nothing to know. */
export type ServerRequest =
  | { readonly type: 'start'; readonly name: ServerName; readonly compresses?: boolean }
  | { readonly type: 'memory' }
  | { readonly type: 'broadcast'; readonly text: string; readonly times: number };

/** In bytes, after the collector has run. */
export interface Memory {
  /** The heap of the engine, with the memory of buffers outside of it. */
  readonly heap: number;
  /** The memory of the process, as reported by the system. */
  readonly rss: number;
}
