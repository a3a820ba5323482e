/**
 * What a soak asks its server.
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

/** What a server says of itself afterwards. */
export interface ServerLook {
  /** Connections whose opening handshake was done. */
  readonly opened: number;
  /** Of those, the ones that a `close` event has told of. */
  readonly closed: number;
  /** How many errors nobody caught. */
  readonly uncaught: number;
  /** The first of them. */
  readonly firstUncaught: string | undefined;
  readonly lag: Spread;
  readonly memory: Memory;
}
