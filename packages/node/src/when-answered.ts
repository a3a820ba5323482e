/**
 * Responses come in the order of the requests (RFC 9112 §9.3.2): the answer to a pipelined Upgrade waits for the
 * responses before it.
 *
 * @module
 */

import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Node has no public name for the response that a socket is busy with. */
type BusySocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/** Calls back when all earlier requests of a socket are answered: at once, later, or never when the socket is lost. */
export function whenAnswered(socket: BusySocket, then: () => void): void {
  socket.off('drain', relayDrain);
  const earlier = socket._httpMessage;
  if (!earlier) {
    then();
    return;
  }
  // The HTTP server has given the socket away, so it no longer relays `drain` to the response.
  socket.on('drain', relayDrain);
  earlier.once('finish', () => {
    whenAnswered(socket, then);
  });
}

function relayDrain(this: BusySocket): void {
  this._httpMessage?.emit('drain');
}
