/**
 * A server that sends back what comes, recorded from its first byte to its last.
 *
 * @module
 */

import type { Recorder } from '@sansocket/testkit/record';
import { latin1, serializeFrames } from '@sansocket/testkit/wire';
import type { Connection, ServerConnection, ServerOptions } from 'sansocket';

const REQUEST = latin1(
  [
    'GET /chat HTTP/1.1',
    'Host: server.example.com',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '',
    '',
  ].join('\r\n'),
);

const FRAMES = serializeFrames([
  { opcode: 1, payload: latin1('Hello'), maskingKey: Uint8Array.of(0x37, 0xfa, 0x21, 0x3d) },
  { opcode: 9, payload: new Uint8Array(0), maskingKey: Uint8Array.of(1, 2, 3, 4) },
  { opcode: 8, payload: Uint8Array.of(0x03, 0xe8), maskingKey: new Uint8Array(4) },
]);

/** Records a whole life: opening, an echo, a ping, closing. */
export function recordEcho(recorder: Recorder, options: ServerOptions = {}): ServerConnection {
  const connection = recorder.server(options, 0);
  driveEcho(connection);
  return connection;
}

/** The same for a connection that is there, of a server. */
export function driveEcho(connection: ServerConnection): void {
  connection.receive(REQUEST, 5);
  drain(connection, () => connection.accept({}, 6));
  connection.receive(FRAMES, 7);
  drain(connection, () => {});
  connection.receiveEnd(8);
  drain(connection, () => {});
}

function drain(connection: Connection, onRequest: () => void): void {
  for (let event; (event = connection.nextEvent()) !== undefined; ) {
    if (event.type === 'handshake-request') onRequest();
    if (event.type === 'message') connection.send(event.data);
  }
  for (let output; (output = connection.nextOutput()) !== undefined; ) {
    if (output.type === 'write') connection.outputSent(output.bytes.length, 9);
  }
}
