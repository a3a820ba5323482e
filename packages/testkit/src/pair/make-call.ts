/**
 * The calls of an application, from data.
 *
 * @module
 */

import { type Connection, type SendStatus, ServerConnection, StateError } from 'sansocket';
import type { ApplicationCall } from './step.ts';

/**
 * Makes a call.
 *
 * @param now - In milliseconds.
 * @returns The connection's result for data, pings, pongs and answers.
 * @throws The error of the connection; TypeError for an answer of a client.
 */
export function makeCall(
  connection: Connection,
  call: ApplicationCall,
  now: number,
): SendStatus | undefined {
  switch (call.type) {
    case 'accept':
      return asServer(connection).accept({}, now);
    case 'reject':
      return asServer(connection).reject({ status: call.status }, now);
    case 'send':
      return connection.send(call.data, { fin: call.fin });
    case 'ping':
      return connection.ping(undefined, now);
    case 'pong':
      return connection.pong();
    default:
      makeSilentCall(connection, call, now);
      return undefined;
  }
}

/** Whether a connection throws the error because of a call, and not by its own fault. */
export function isMisuse(error: unknown): boolean {
  return error instanceof StateError || error instanceof TypeError || error instanceof RangeError;
}

type SilentCall = ApplicationCall & { readonly type: 'pause' | 'resume' | 'close' | 'fail' };

function makeSilentCall(connection: Connection, call: SilentCall, now: number): void {
  switch (call.type) {
    case 'pause':
      connection.pauseReceiving();
      break;
    case 'resume':
      connection.resumeReceiving();
      break;
    case 'close':
      connection.close(call.code, call.reason, now);
      break;
    case 'fail':
      connection.fail(call.code, call.reason, now);
      break;
  }
}

function asServer(connection: Connection): ServerConnection {
  if (connection instanceof ServerConnection) return connection;
  throw new TypeError('Client has no handshake request to answer');
}
