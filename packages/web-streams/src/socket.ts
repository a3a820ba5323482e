/**
 * The socket for the application: core's socket over two web streams.
 *
 * @module
 */

import type { Connection } from 'sansocket';
import type { OnEvent as CoreOnEvent, Socket as CoreSocket } from 'sansocket/driving';
import type { StreamPair } from './stream-pair.ts';

/** A connection over two streams, or over the promise of them, with the calls that an application makes. */
export type Socket<
  C extends Connection = Connection,
  Pair extends StreamPair | Promise<StreamPair> = StreamPair,
  Data = unknown,
> = CoreSocket<C, Pair, Data>;

/** Gets every event of a connection, in wire order; `close` is the last. */
export type OnEvent<
  Pair extends StreamPair | Promise<StreamPair> = StreamPair,
  C extends Connection = Connection,
  Data = unknown,
> = CoreOnEvent<Pair, C, Data>;
