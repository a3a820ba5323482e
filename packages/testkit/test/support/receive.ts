/**
 * What core makes of bytes: a connection of either role that is fed, everything it gives taken after
 * each chunk.
 *
 * @module
 */

import type { Seen } from '@sansocket/testkit/arbitraries';
import { serializeHead, type WireField } from '@sansocket/testkit/wire';
import {
  ClientConnection,
  type ClientOptions,
  type Connection,
  type ConnectionEvent,
  type Role,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';

/** What came of the bytes behind the opening handshake. */
export interface Received {
  readonly seen: readonly Seen[];
  /** Its offset counts from the first byte behind the opening handshake. */
  readonly violation: { readonly rule: string; readonly offset: number } | undefined;
}

/** Opens a connection with the samples of RFC 6455 §1.3, then feeds the chunks. */
export function receive(
  receiver: Role,
  chunks: readonly Uint8Array[],
  options: ClientOptions & ServerOptions = {},
): Received {
  const names = (options.extensions ?? []).map(({ name }) => name).join();
  const head = receiver === 'server' ? sampleRequest(names) : sampleResponse(names);
  const events = feed(connect(receiver, options), [head, ...chunks]);
  const violation = events.find((event) => event.type === 'violation');
  return {
    seen: events.flatMap(seenOf),
    violation: violation && { rule: violation.rule, offset: violation.offset - head.length },
  };
}

/** A machine at time 0, whose key is that of RFC 6455 §1.3 when it is a client. */
export function connect(role: Role, options: ClientOptions & ServerOptions = {}): Connection {
  return role === 'server'
    ? new ServerConnection(options, 0)
    : new ClientConnection('ws://server.example.com/chat', { fillRandom, ...options }, 0);
}

/** Feeds a connection; a server accepts every request. */
export function feed(connection: Connection, chunks: readonly Uint8Array[]): ConnectionEvent[] {
  const events: ConnectionEvent[] = [];
  for (const chunk of chunks) {
    connection.receive(chunk, 0);
    for (let event; (event = connection.nextEvent()) !== undefined; ) {
      events.push(event);
      const isRequest = event.type === 'handshake-request';
      if (isRequest && connection instanceof ServerConnection) connection.accept({}, 0);
    }
    while (connection.nextOutput() !== undefined);
  }
  return events;
}

function seenOf(event: ConnectionEvent): Seen[] {
  switch (event.type) {
    case 'message': {
      const { type, kind, data } = event;
      return [{ type, kind, data } as Seen];
    }
    case 'ping':
    case 'pong':
      return [{ type: event.type, payload: event.payload }];
    case 'close-received':
      return [{ type: event.type, code: event.code, reason: event.reason }];
    default:
      return [];
  }
}

function sampleRequest(extensions: string): Uint8Array {
  return head('GET /chat HTTP/1.1', [
    ['Host', 'server.example.com'],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Sec-WebSocket-Version', '13'],
    ...extensionsField(extensions),
  ]);
}

function sampleResponse(extensions: string): Uint8Array {
  return head('HTTP/1.1 101 Switching Protocols', [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
    ...extensionsField(extensions),
  ]);
}

function extensionsField(names: string): [string, string][] {
  return names === '' ? [] : [['Sec-WebSocket-Extensions', names]];
}

function head(firstLine: string, fields: readonly (readonly [string, string])[]): Uint8Array {
  const all = fields.map(([name, value]): WireField => ({ name, value }));
  return serializeHead({ firstLine, fields: all });
}

function fillRandom(bytes: Uint8Array): void {
  const nonce = 'the sample nonce';
  for (let i = 0; i < bytes.length; i++) bytes[i] = nonce.charCodeAt(i % nonce.length);
}
