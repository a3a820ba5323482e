/**
 * What an application holds in its hand: core's socket over a socket of Deno.
 *
 * @module
 */

import type { Connection } from 'sansocket';
import type {
  OnEvent as CoreOnEvent,
  OnRequest as CoreOnRequest,
  Socket as CoreSocket,
} from 'sansocket/connection';
import type { Conn } from './deno.ts';

/**
 * A connection over a socket of Deno, with the calls that an application makes. A client has its socket before
 * Deno has connected it: there it is a promise.
 */
export type Socket<
  C extends Connection = Connection,
  Stream extends Conn | Promise<Conn> = Conn,
> = CoreSocket<C, Stream>;

/** Gets every event of a connection, in wire order; `close` is the last. */
export type OnEvent<Stream extends Conn | Promise<Conn> = Conn> = CoreOnEvent<Stream>;

/** Decides on a handshake request: calls `accept` or `reject` of the socket, at once or later. */
export type OnRequest = CoreOnRequest<Conn>;
