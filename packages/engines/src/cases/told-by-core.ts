/**
 * Core's events for a vector.
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
import { decodeLatin1 } from 'sansocket/bytes';
import type { Extension } from 'sansocket/extensions';
import { createRequest, type Field } from 'sansocket/handshake';
import type { ViolationId } from 'sansocket/violations';
import { digits, type Told } from './told.ts';

const URL = 'ws://server.example.com/chat';
const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** Options for the trial of a vector. */
export interface Trial {
  /** Makes the extensions that vectors name. */
  readonly extensionNamed: (name: string) => Extension;
  /** The most bytes in a chunk. Default: no limit. */
  readonly size?: number | undefined;
}

type Ends = ServerConnection | ClientConnection;

/** Feeds the bytes of a vector to a connection with the vector's options. */
export function toldByCore(vector: Vector, { extensionNamed, size = Infinity }: Trial): Told {
  const connection = connectionFor(vector, extensionNamed);
  takeEvents(connection, vector);
  while (connection.nextOutput() !== undefined);
  const bytes = bytesOf(vector.bytes);
  const events: ConnectionEvent[] = [];
  const output: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    connection.receive(bytes.slice(at, at + size), 0);
    events.push(...takeEvents(connection, vector));
    for (let step; (step = connection.nextOutput()) !== undefined; ) {
      if (step.type === 'write') output.push(decodeLatin1(step.bytes));
    }
  }
  const violation = events.find((event) => event.type === 'violation');
  return {
    events: events.flatMap((event) => eventOf(event, vector, output.join(''))),
    violation: violation && violationOf(violation, vector, output.join('')),
  };
}

function connectionFor(
  { receiver, state, options = {} }: Vector,
  extensionNamed: Trial['extensionNamed'],
): Ends {
  // The way in which the vector is fed is not an option of a connection.
  const { extensions: names = [], key: keyText = SAMPLE_KEY, answer: _, ...others } = options;
  const own = { ...others, extensions: names.map(extensionNamed), messages: 'whole' } as const;
  const field: Field[] = names.length > 0 ? [['Sec-WebSocket-Extensions', names.join(', ')]] : [];
  if (receiver === 'server') {
    if (state === 'opening') return new ServerConnection(own, 0);
    const { fields, ...line } = createRequest(URL, { key: new Uint8Array(16) });
    return ServerConnection.fromRequest({ ...line, fields: [...fields, ...field] }, own, 0);
  }
  const key = bytesOfBase64(keyText);
  const client = {
    ...own,
    fillRandom: (bytes: Uint8Array) => {
      bytes.set(key.subarray(0, bytes.length));
    },
  };
  if (state === 'opening') return new ClientConnection(URL, client, 0);
  const request = createRequest(URL, {
    key,
    extensions: names.map((name) => ({ name, parameters: [] })),
  });
  return ClientConnection.fromResponse(request, sampleResponse(field), client, 0);
}

function sampleResponse(field: readonly Field[]) {
  return {
    status: 101,
    reason: '',
    httpVersion: '1.1',
    fields: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Accept', SAMPLE_ACCEPT],
      ...field,
    ] satisfies Field[],
  };
}

function takeEvents(connection: Ends, { options }: Vector): ConnectionEvent[] {
  const events: ConnectionEvent[] = [];
  for (let event; (event = connection.nextEvent()) !== undefined; ) {
    events.push(event);
    const isRequest = event.type === 'handshake-request' && options?.answer !== 'none';
    if (isRequest && connection instanceof ServerConnection) connection.accept({}, 0);
  }
  return events;
}

/** Leaves out events that vectors do not have. */
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
  event: ViolationEvent,
  { receiver, state }: Vector,
  output: string,
): Told['violation'] {
  const { closeCode, offset } = event;
  // No vector has a peer of an older version.
  const rule = event.rule as ViolationId;
  if (receiver === 'client' || state === 'open') return { rule, closeCode, offset };
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(output)?.[1]);
  return { rule, closeCode, status, offset };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The 16 bytes of a key (§4.1): an engine may lack `atob`. */
function bytesOfBase64(text: string): Uint8Array {
  const bits = Array.from(text.replaceAll('=', ''), (letter) =>
    LETTERS.indexOf(letter).toString(2).padStart(6, '0'),
  ).join('');
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2),
  );
}
