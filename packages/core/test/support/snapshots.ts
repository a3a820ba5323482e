/**
 * What the tests of snapshots do with a connection.
 *
 * @module
 */

import {
  ClientConnection,
  type ClientOptions,
  type Connection,
  ServerConnection,
  type ServerOptions,
  type Snapshot,
} from 'sansocket';
import type { Subject } from './subject.ts';

/** Of either role. */
export type Options = ClientOptions & ServerOptions;

/** What goes on where the snapshot of a connection was taken. */
export function restore(
  connection: Connection,
  snapshot: Snapshot,
  options: Options,
  now: number,
): Connection {
  const copy = structuredClone(snapshot);
  return connection.role === 'server'
    ? ServerConnection.restore(copy, options, now)
    : ClientConnection.restore(copy, options, now);
}

/** A machine that is open and has nothing to take. */
export function open(subject: Subject, options: Options): Connection {
  const connection = subject.connect(options);
  take(connection);
  connection.receive(subject.head(), 0);
  connection.nextEvent();
  if (connection instanceof ServerConnection) connection.accept({}, 0);
  take(connection);
  connection.outputSent(1e6, 0);
  return connection;
}

/** Everything that can be taken, and what can be seen. */
export function take(connection: Connection): unknown {
  const events: unknown[] = [];
  for (let event; (event = connection.nextEvent()) !== undefined; ) events.push(event);
  const outputs: unknown[] = [];
  for (let output; (output = connection.nextOutput()) !== undefined; ) outputs.push(output);
  const { readyState, wantsInput, bufferedAmount, latency, subprotocol } = connection;
  const timeout = connection.nextTimeout();
  return { events, outputs, timeout, readyState, wantsInput, bufferedAmount, latency, subprotocol };
}
