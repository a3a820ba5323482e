/**
 * What the bench asks its servers.
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
  /** Of the engine, with what buffers hold outside. */
  readonly heap: number;
  /** Of the process, as the system sees it. */
  readonly rss: number;
}
