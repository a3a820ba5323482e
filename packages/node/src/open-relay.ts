/**
 * A relay over streams of Node: the stream of a client, and a stream to a server.
 *
 * @module
 */

import type { Duplex } from 'node:stream';
import { type OnRelayEvent, RelaySocket } from 'sansocket/driving';
import { checkKind } from 'sansocket/options';
import { Relay, type RelayOptions } from 'sansocket/relay';
import { nodeCapabilities } from './capabilities.ts';
import { aStream, DuplexPipe, schedule } from './open-socket.ts';

/**
 * Runs a relay for a client.
 *
 * @param stream - The stream of the client, from which nothing has been read yet. From now on only the relay may use
 *   it, as the streams that are passed to `connect` of the socket.
 * @param onEvent - Not called before the function has returned. Answers the event `handshake-request` by `connect` or
 *   `reject` of the socket, at once or later.
 * @throws RangeError or TypeError when the stream, the listener or an option cannot be used.
 *
 * @example
 * ```ts
 * import { connect, createServer } from 'node:net';
 * import { openRelay } from '@sansocket/node';
 *
 * createServer((stream) => {
 *   openRelay(stream, {}, ({ event }, socket) => {
 *     if (event.type === 'handshake-request')
 *       socket.connect('ws://127.0.0.1:9001/', {}, connect(9001, '127.0.0.1'));
 *   });
 * }).listen(9000);
 * ```
 */
export function openRelay(
  stream: Duplex,
  options: RelayOptions,
  onEvent: OnRelayEvent<Duplex>,
): RelaySocket<Duplex> {
  checkKind('stream', stream, aStream);
  const all = { capabilities: nodeCapabilities(), ...options, inPlace: true };
  const relay = new Relay(all, performance.now());
  return new RelaySocket<Duplex>(
    relay,
    stream,
    (each, inputs) => new DuplexPipe(each, inputs),
    onEvent,
    schedule,
  );
}
