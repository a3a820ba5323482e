/**
 * The socket for the application: core's socket over a stream of Node.
 *
 * @module
 */

import type { Duplex } from 'node:stream';
import type { Connection } from 'sansocket';
import type {
  OnEvent as CoreOnEvent,
  OnRequest as CoreOnRequest,
  Socket as CoreSocket,
} from 'sansocket/driving';

/** A connection over a stream, with the calls that an application makes. */
export type Socket<
  C extends Connection = Connection,
  Stream extends Duplex = Duplex,
  Data = unknown,
> = CoreSocket<C, Stream, Data>;

/** Gets every event of a connection, in wire order; `close` is the last. */
export type OnEvent<
  Stream extends Duplex = Duplex,
  C extends Connection = Connection,
  Data = unknown,
> = CoreOnEvent<Stream, C, Data>;

/** Decides on a handshake request: calls `accept` or `reject` of the socket, at once or later. */
export type OnRequest<Stream extends Duplex = Duplex, Data = unknown> = CoreOnRequest<Stream, Data>;
