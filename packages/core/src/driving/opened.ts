/**
 * A client that waits for its opening handshake.
 *
 * @module
 */

import type {
  Connection,
  ConnectionEvent,
  HandshakeRejectedEvent,
  ViolationEvent,
} from '../connection/index.ts';
import type { Signal } from './abort-signal.ts';
import type { OnEvent, Socket } from './socket.ts';

/** A connection that has ended before it was open. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  /** The response of a server that refuses. */
  readonly rejection: HandshakeRejectedEvent | undefined;
  /** The rule that the response breaks. */
  readonly violation: ViolationEvent | undefined;

  /** @param events - All events of the connection. */
  constructor(events: readonly ConnectionEvent[]) {
    const rejection = events.find((event) => event.type === 'handshake-rejected');
    const violation = events.find((event) => event.type === 'violation');
    const close = events.find((event) => event.type === 'close');
    let why = 'the server has closed the connection';
    if (rejection !== undefined) why = `the server refuses with status ${rejection.status}`;
    else if (violation !== undefined) why = `the response breaks ${violation.rule}`;
    else if (close?.endedBy === 'timeout') why = 'the server has not answered in time';
    else if (close?.cause !== undefined)
      why = close.cause instanceof Error ? close.cause.message : 'the connection was lost';
    super(`Cannot connect: ${why}`);
    this.cause = close?.cause;
    this.rejection = rejection;
    this.violation = violation;
  }
}

/**
 * Resolves with the socket of a client once it is open. Its messages wait for a loop: without one, nothing is read
 * after the first message.
 *
 * @param connect - Connects with this listener.
 * @param signal - The option of `connect`.
 * @returns A promise that rejects with a `ConnectError`, with the error that `connect` throws, or with the reason of the
 *   signal.
 */
export async function opened<C extends Connection, Stream, Data, S extends Socket<C, Stream, Data>>(
  connect: (onEvent: OnEvent<Stream, C, Data>) => S,
  signal?: Signal,
): Promise<S> {
  const events: ConnectionEvent[] = [];
  let isOpen = false;
  return new Promise((resolve, reject) => {
    const socket = connect((event) => {
      if (isOpen) return;
      events.push(event);
      isOpen = event.type === 'open';
      if (isOpen) {
        // Messages that come from now on are kept.
        socket[Symbol.asyncIterator]();
        resolve(socket);
      } else if (event.type === 'close')
        reject(signal?.aborted === true ? (signal.reason as Error) : new ConnectError(events));
    });
  });
}
