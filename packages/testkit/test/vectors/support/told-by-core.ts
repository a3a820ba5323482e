/**
 * What core tells of a vector.
 *
 * @module
 */

import { bytesOf, type Vector } from '@sansocket/testkit/vectors';
import {
  ClientConnection,
  type ConnectionEvent,
  ServerConnection,
  type ViolationEvent,
} from 'sansocket';
import { createRequest, type Field } from 'sansocket/handshake';
import { extensionNamed } from './extensions.ts';
import { digits, type Told } from './told.ts';

const URL = 'ws://server.example.com/chat';
const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** @param size - Bytes in a chunk at most. */
export function toldByCore(vector: Vector, size = Infinity): Told {
  const connection = connectionFor(vector);
  takeEvents(connection, vector);
  while (connection.nextOutput() !== undefined);
  const bytes = bytesOf(vector.bytes);
  const events: ConnectionEvent[] = [];
  const output: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    connection.receive(bytes.slice(at, at + size), 0);
    events.push(...takeEvents(connection, vector));
    for (let step; (step = connection.nextOutput()) !== undefined; ) {
      if (step.type === 'write') output.push(Buffer.from(step.bytes).toString('latin1'));
    }
  }
  const violation = events.find((event) => event.type === 'violation');
  return {
    events: events.flatMap((event) => eventOf(event, vector, output.join(''))),
    violation: violation && violationOf(violation, vector, output.join('')),
  };
}

function connectionFor({
  receiver,
  state,
  options = {},
}: Vector): ServerConnection | ClientConnection {
  const extensions = (options.extensions ?? []).map(extensionNamed);
  const own = { ...options, extensions, messages: 'whole' } as const;
  const field: Field[] = options.extensions
    ? [['Sec-WebSocket-Extensions', options.extensions.join(', ')]]
    : [];
  if (receiver === 'server') {
    if (state === 'opening') return new ServerConnection(own, 0);
    const { fields, ...line } = createRequest(URL, { key: Buffer.alloc(16) });
    const server = ServerConnection.fromRequest({ ...line, fields: [...fields, ...field] }, own, 0);
    return server;
  }
  const key = Buffer.from(options.key ?? SAMPLE_KEY, 'base64');
  const client = {
    ...own,
    fillRandom: (bytes: Uint8Array) => bytes.set(key.subarray(0, bytes.length)),
  };
  if (state === 'opening') return new ClientConnection(URL, client, 0);
  const offers = (options.extensions ?? []).map((name) => ({ name, parameters: [] }));
  const response: Field[] = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', SAMPLE_ACCEPT],
    ...field,
  ];
  return ClientConnection.fromResponse(
    createRequest(URL, { key, extensions: offers }),
    { status: 101, reason: '', httpVersion: '1.1', fields: response },
    client,
    0,
  );
}

function takeEvents(
  connection: ServerConnection | ClientConnection,
  { options }: Vector,
): ConnectionEvent[] {
  const events: ConnectionEvent[] = [];
  for (let event; (event = connection.nextEvent()) !== undefined; ) {
    events.push(event);
    const isRequest = event.type === 'handshake-request' && options?.answer !== 'none';
    if (isRequest && connection instanceof ServerConnection) connection.accept({}, 0);
  }
  return events;
}

/** Events that vectors do not have are left out. */
function eventOf(event: ConnectionEvent, { receiver }: Vector, output: string): object[] {
  switch (event.type) {
    case 'message': {
      const { type, kind, data } = event;
      return [
        typeof data === 'string' ? { type, kind, text: data } : { type, kind, bytes: digits(data) },
      ];
    }
    case 'ping':
    case 'pong':
      return [{ type: event.type, bytes: digits(event.payload) }];
    case 'close-received':
      return [event];
    case 'handshake-request': {
      const { type, target, host, origin, subprotocols, extensions } = event;
      const accept = /Accept: (\S*)/.exec(output)?.[1] ?? SAMPLE_ACCEPT;
      const ofOrigin = origin === undefined ? {} : { origin };
      return [{ type, target, host, ...ofOrigin, subprotocols, extensions, accept }];
    }
    case 'open': {
      if (receiver === 'server') return [];
      const { type, subprotocol, extensions } = event;
      const names = extensions.split(', ').map((element) => element.replace(/;.*/, ''));
      return [
        {
          type,
          ...(subprotocol === undefined ? {} : { subprotocol }),
          ...(extensions === '' ? {} : { extensions: names }),
        },
      ];
    }
    case 'handshake-rejected':
      return [{ type: event.type, status: event.status }];
    default:
      return [];
  }
}

function violationOf(
  { rule, closeCode, offset }: ViolationEvent,
  { receiver, state }: Vector,
  output: string,
): Told['violation'] {
  if (receiver === 'client' || state === 'open') return { rule, closeCode, offset };
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(output)?.[1]);
  return { rule, closeCode, status, offset };
}
