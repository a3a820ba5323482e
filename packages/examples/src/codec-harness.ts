/**
 * A harness for `sansocket conformance codec` around the connections of core: bytes in, events out, no socket.
 *
 * @module
 */

import { createInterface } from 'node:readline';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import {
  ClientConnection,
  type Connection,
  type ConnectionEvent,
  ServerConnection,
} from 'sansocket';
import { largeMessages } from './echo.ts';

/** A line of standard input. */
interface Command {
  readonly cmd: 'start' | 'run' | 'stop';
  readonly role: 'client' | 'server';
  /** In hex. */
  readonly chunks: readonly string[];
  /** Sec-WebSocket-Extensions of the response. */
  readonly extensions?: string;
}

// The example of RFC 6455 §1.3.
const key = 'dGhlIHNhbXBsZSBub25jZQ==';
const accept = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

const options = { limits: largeMessages };

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as Command;
  if (command.cmd === 'stop') break;
  const reply = command.cmd === 'start' ? { version: 1 } : { events: eventsOf(command) };
  console.log(JSON.stringify(reply));
}

function eventsOf({ role, chunks, extensions }: Command): readonly object[] {
  const connection = role === 'server' ? openServer(extensions) : openClient(extensions);
  takeEvents(connection);
  return chunks.flatMap((chunk) => {
    connection.receive(Uint8Array.from(Buffer.from(chunk, 'hex')), 0);
    return takeEvents(connection).flatMap(told);
  });
}

function openServer(extensions: string | undefined): Connection {
  const deflate = extensions === undefined ? [] : [permessageDeflate()];
  const fields = [
    ['Host', 'localhost'],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', key],
    ['Sec-WebSocket-Version', '13'],
    ...(extensions === undefined ? [] : [['Sec-WebSocket-Extensions', extensions] as const]),
  ] as const;
  const server = ServerConnection.fromRequest(
    { method: 'GET', target: '/', fields },
    { ...options, extensions: deflate },
    0,
  );
  server.nextEvent();
  server.accept({}, 0);
  return server;
}

function openClient(extensions: string | undefined): Connection {
  const agreed =
    extensions === undefined ? [] : [['Sec-WebSocket-Extensions', extensions] as const];
  return ClientConnection.fromResponse(
    {
      method: 'GET',
      target: '/',
      httpVersion: '1.1',
      fields: [['Sec-WebSocket-Key', key], ...agreed],
    },
    {
      status: 101,
      reason: 'Switching Protocols',
      httpVersion: '1.1',
      fields: [
        ['Upgrade', 'websocket'],
        ['Connection', 'Upgrade'],
        ['Sec-WebSocket-Accept', accept],
        ...agreed,
      ],
    },
    { ...options, extensions: extensions === undefined ? [] : [permessageDeflate()] },
    0,
  );
}

/** All events; the output is sent at once. */
function takeEvents(connection: Connection): readonly ConnectionEvent[] {
  const events: ConnectionEvent[] = [];
  for (let event; (event = connection.nextEvent()) !== undefined; ) events.push(event);
  for (let output; (output = connection.nextOutput()) !== undefined; )
    if (output.type === 'write') connection.outputSent(output.bytes.length, 0);
  return events;
}

/** An event in the language of the vectors. */
function told(event: ConnectionEvent): readonly object[] {
  switch (event.type) {
    case 'message':
      return typeof event.data === 'string'
        ? [{ type: 'text', text: event.data }]
        : [{ type: 'binary', hex: hexOf(event.data) }];
    case 'ping':
    case 'pong':
      return [{ type: event.type, hex: hexOf(event.payload) }];
    case 'close-received':
      return [{ type: 'close', code: event.code, reason: event.reason }];
    case 'violation':
      return [{ type: 'error', code: event.closeCode }];
    default:
      return [];
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
