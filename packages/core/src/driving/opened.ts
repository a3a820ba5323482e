/**
 * A client that waits for its opening handshake.
 *
 * @module
 */

import type { Connection, ConnectionEvent, ViolationEvent } from '../connection/index.ts';
import type { Fields } from '../handshake/index.ts';
import type { Violation } from '../violations/index.ts';
import type { Signal } from './abort-signal.ts';
import type { OnEvent, Socket } from './socket.ts';

/** What a `ConnectError` knows. */
interface ConnectFailure {
  readonly rejection?: Rejected | undefined;
  readonly violation?: Violation | ViolationEvent | undefined;
  readonly rstCode?: number | undefined;
  readonly cause?: unknown;
}

/** A response that refuses. */
export interface Rejected {
  readonly status: number;
  readonly fields: Fields;
  /** At most `maxRejectedBodyBytes` of it. */
  readonly body: Uint8Array;
}

/** Why a client could not open its connection: the same class in every adapter. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  /** The response of a server that refuses. */
  readonly rejection: Rejected | undefined;
  /** The rule that the response breaks. */
  readonly violation: Violation | ViolationEvent | undefined;
  /**
   * HTTP/2: the code of a stream that the server has reset before its response; 7 is REFUSED_STREAM, 13
   * HTTP_1_1_REQUIRED.
   */
  readonly rstCode: number | undefined;

  constructor(message: string, failure: ConnectFailure = {}) {
    super(message);
    this.cause = failure.cause;
    this.rejection = failure.rejection;
    this.violation = failure.violation;
    this.rstCode = failure.rstCode;
  }
}

/** @param events - All events of a connection that was never open. */
function failureOf(events: readonly ConnectionEvent[]): ConnectError {
  const rejection = events.find((event) => event.type === 'handshake-rejected');
  const violation = events.find((event) => event.type === 'violation');
  const close = events.find((event) => event.type === 'close');
  const cause = close?.cause;
  let why = 'the server has closed the connection';
  if (rejection !== undefined) why = `the server refuses with status ${rejection.status}`;
  else if (violation !== undefined) why = `the response breaks ${violation.rule}`;
  else if (close?.endedBy === 'timeout') why = 'the server has not answered in time';
  else if (cause !== undefined)
    why = cause instanceof Error ? cause.message : 'the connection was lost';
  return new ConnectError(`Cannot connect: ${why}`, { rejection, violation, cause });
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
        reject(signal?.aborted === true ? (signal.reason as Error) : failureOf(events));
    });
  });
}
