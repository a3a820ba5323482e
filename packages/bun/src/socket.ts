/**
 * The socket for the application: core's socket over a socket of Bun.
 *
 * @module
 */

import type { Connection } from 'sansocket';
import type {
  OnEvent as CoreOnEvent,
  OnRequest as CoreOnRequest,
  Socket as CoreSocket,
} from 'sansocket/driving';
import type { BunSocket } from './bun.ts';

/**
 * A connection over a socket of Bun, with the calls that an application makes. A client has its socket before Bun has
 * connected it: its `stream` is a promise.
 */
export type Socket<
  C extends Connection = Connection,
  Stream extends BunSocket | Promise<BunSocket> = BunSocket,
  Data = unknown,
> = CoreSocket<C, Stream, Data>;

/** Gets every event of a connection, in wire order; `close` is the last. */
export type OnEvent<
  Stream extends BunSocket | Promise<BunSocket> = BunSocket,
  C extends Connection = Connection,
  Data = unknown,
> = CoreOnEvent<Stream, C, Data>;

/** Decides on a handshake request: calls `accept` or `reject` of the socket, at once or later. */
export type OnRequest<Data = unknown> = CoreOnRequest<BunSocket, Data>;
