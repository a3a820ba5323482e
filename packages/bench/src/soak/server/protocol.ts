/**
 * The requests of a soak to its server.
 *
 * @module
 */

import type { Memory } from '../../servers/index.ts';
import type { Spread } from '../histogram.ts';

/** Servers that are soaked: ours, and the yardstick. */
export const soakedNames = ['sansocket', 'ws'] as const;

/** One of those. */
export type SoakedName = (typeof soakedNames)[number];

/** `start` is answered with a `StartedServer`, `open` with a number of connections, `look` with a `ServerLook`. */
export type SoakServerRequest =
  | { readonly type: 'start'; readonly name: SoakedName }
  | { readonly type: 'open' | 'look' };

/** A server before its first client. */
export interface StartedServer {
  readonly port: number;
  readonly memory: Memory;
}

/** A server's own report after the soak. */
export interface ServerLook {
  /** Connections whose opening handshake was done. */
  readonly opened: number;
  /** The number of these that have had a `close` event. */
  readonly closed: number;
  /** The number of uncaught errors. */
  readonly uncaught: number;
  /** The first of them. */
  readonly firstUncaught: string | undefined;
  readonly lag: Spread;
  readonly memory: Memory;
}
