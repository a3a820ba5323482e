/**
 * One end of an open connection with permessage-deflate, driven by hand. Frames are written unmasked here;
 * those of clients are masked with a key of zeros.
 *
 * @module
 */

import {
  type PermessageDeflate,
  type PermessageDeflateOptions,
  permessageDeflate,
} from '@sansocket/permessage-deflate';
import { expectedAccept } from '@sansocket/testkit/model';
import { concat, serializeFrame, type WireFrame } from '@sansocket/testkit/wire';
import {
  ClientConnection,
  type Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  type Fields,
  type Role,
  ServerConnection,
} from 'sansocket';
import { serializeExtensions } from 'sansocket/extensions';
import { createRequest } from 'sansocket/handshake';

export const roles: readonly Role[] = ['server', 'client'];

const NO_KEY = new Uint8Array(4);

export interface EndOptions extends Omit<ConnectionOptions, 'extensions'> {
  readonly deflate?: PermessageDeflate | PermessageDeflateOptions | undefined;
  /** Server: what the client offers. Client: what the server answers. Default: the bare name. */
  readonly field?: string | undefined;
}

export class DeflateEnd {
  readonly connection: Connection;
  readonly role: Role;

  constructor(
    role: Role,
    { deflate = {}, field = 'permessage-deflate', ...options }: EndOptions = {},
  ) {
    this.role = role;
    const extension = 'accept' in deflate ? deflate : permessageDeflate(deflate);
    const its = { fillRandom: fillWithZeros, extensions: [extension], ...options };
    this.connection = role === 'server' ? openServer(its, field) : openClient(its, field);
    this.sent();
  }

  /** Receives frames in one chunk, or one byte at a time. */
  receive(frames: readonly WireFrame[], cut: 'whole' | 'bytes' = 'whole'): this {
    const maskingKey = this.role === 'server' ? NO_KEY : undefined;
    const bytes = concat(...frames.map((frame) => serializeFrame({ ...frame, maskingKey })));
    if (cut === 'whole') this.connection.receive(bytes, 0);
    else for (const byte of bytes) this.connection.receive(Uint8Array.of(byte), 0);
    return this;
  }

  events(): ConnectionEvent[] {
    const events: ConnectionEvent[] = [];
    for (let event; (event = this.connection.nextEvent()) !== undefined; ) events.push(event);
    return events;
  }

  /** The data of all messages that came. */
  messages(): (string | Uint8Array)[] {
    return this.events().flatMap((event) => (event.type === 'message' ? [event.data] : []));
  }

  /** All that was written since the last call; a client's frames are masked with zeros. */
  sent(): Uint8Array {
    const written: Uint8Array[] = [];
    for (let output; (output = this.connection.nextOutput()) !== undefined; ) {
      if (output.type !== 'write') continue;
      written.push(output.bytes);
      this.connection.outputSent(output.bytes.length, 0);
    }
    return concat(...written);
  }

  /** The frames that were written: byte 0 and payload. */
  sentFrames(): { readonly byte0: number; readonly payload: Uint8Array }[] {
    return framesIn(this.sent());
  }
}

/** What a server answers; empty when it answers nothing. */
export function answerTo(offer: string, options: PermessageDeflateOptions = {}): string {
  return new DeflateEnd('server', { deflate: options, field: offer }).connection.extensions;
}

/** The field that a client sends. */
export function offerOf(options: PermessageDeflateOptions): string {
  const extension = permessageDeflate(options);
  return serializeExtensions(
    extension.offers().map((parameters) => ({ name: extension.name, parameters })),
  );
}

/** Whether a client takes an answer: its first event then is `open`. */
export function takes(answer: string, options: PermessageDeflateOptions): boolean {
  return offered(options, answer).nextEvent()?.type === 'open';
}

function framesIn(bytes: Uint8Array): { byte0: number; payload: Uint8Array }[] {
  const frames: { byte0: number; payload: Uint8Array }[] = [];
  for (let i = 0; i < bytes.length; ) {
    const byte1 = bytes[i + 1]!;
    const short = byte1 & 0x7f;
    const view = new DataView(bytes.buffer, bytes.byteOffset + i);
    const length =
      short < 126 ? short : short === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
    const head = 2 + (short < 126 ? 0 : short === 126 ? 2 : 8) + (byte1 & 0x80 ? 4 : 0);
    frames.push({ byte0: bytes[i]!, payload: bytes.slice(i + head, i + head + length) });
    i += head + length;
  }
  return frames;
}

function openServer(options: ConnectionOptions, offer: string): Connection {
  const fields: Fields = [
    ['Host', 'server.example.com'],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Sec-WebSocket-Version', '13'],
    ...(offer === '' ? [] : ([['Sec-WebSocket-Extensions', offer]] as const)),
  ];
  const connection = ServerConnection.fromRequest(
    { method: 'GET', target: '/', fields },
    options,
    0,
  );
  const event = connection.nextEvent();
  if (event?.type !== 'handshake-request') throw new Error(`Request is refused: ${event?.type}`);
  connection.accept({}, 0);
  connection.nextEvent();
  return connection;
}

function openClient(options: ConnectionOptions, answer: string): Connection {
  const connection = client(options, answer);
  const event = connection.nextEvent();
  if (event?.type !== 'open') throw new Error(`Answer is refused: ${event?.type}`);
  return connection;
}

function offered(options: PermessageDeflateOptions, answer: string): Connection {
  return client({ fillRandom: fillWithZeros, extensions: [permessageDeflate(options)] }, answer);
}

function client(options: ConnectionOptions, answer: string): Connection {
  const key = new Uint8Array(16);
  const offers = (options.extensions ?? []).flatMap((extension) =>
    extension.offers().map((parameters) => ({ name: extension.name, parameters })),
  );
  const request = createRequest('ws://server.example.com/', { key, extensions: offers });
  const fields: Fields = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', expectedAccept('AAAAAAAAAAAAAAAAAAAAAA==')],
    ...(answer === '' ? [] : ([['Sec-WebSocket-Extensions', answer]] as const)),
  ];
  const response = { status: 101, reason: '', httpVersion: '1.1', fields };
  return ClientConnection.fromResponse(request, response, options, 0);
}

function fillWithZeros(bytes: Uint8Array): void {
  bytes.fill(0);
}
