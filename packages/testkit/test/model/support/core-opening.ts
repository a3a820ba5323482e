/**
 * The opening handshake as core judges it, in the words of the model.
 *
 * @module
 */

import {
  isLegalAnswer,
  type ModelExtension,
  type RequestSetup,
  type ResponseSetup,
} from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import {
  ClientConnection,
  type ClientOptions,
  type Connection,
  type ConnectionEvent,
  ServerConnection,
} from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import { definedOf } from './defined-of.ts';

/** What an end made of a head, and how many bytes that took. */
export type OpeningVerdict =
  | { readonly kind: 'need-more' }
  | { readonly kind: 'broken'; readonly rule: string; readonly offset: number; status?: number }
  | { readonly kind: 'rejected'; readonly status: number }
  | { readonly kind: 'acceptable'; readonly says: unknown };

/** The key of 16 zeros, which the clients here send. */
export const ZERO_KEY = 'AAAAAAAAAAAAAAAAAAAAAA==';

/** Limits of core that no head here reaches. */
const WIDE = { maxHandshakeBytes: 1e6, maxHandshakeLineBytes: 1e6, maxHandshakeFields: 1e6 };

/** What a server makes of a request in these chunks, and answers to it. */
export function coreOnRequest(
  chunks: readonly Uint8Array[],
  { allowedHosts, allowedOrigins, ...limits }: RequestSetup,
): OpeningVerdict {
  const policy = { allowedHosts, allowedOrigins };
  const connection = new ServerConnection(
    { ...policy, limits: { ...WIDE, ...definedOf(limits) } },
    0,
  );
  const [events, written] = feed(connection, chunks);
  const broken = brokenIn(events);
  if (broken !== undefined) return { ...broken, status: statusIn(written) };
  const request = events.find(({ type }) => type === 'handshake-request');
  if (request?.type !== 'handshake-request') return { kind: 'need-more' };
  const { target, host, origin, subprotocols, extensions } = request;
  const accept = /^Sec-WebSocket-Accept: (.*)\r$/m.exec(written)?.[1];
  const says = { target, host, origin, subprotocols, extensions, accept };
  return { kind: 'acceptable', says };
}

/** What a client makes of the responses in these chunks. */
export function coreOnResponse(
  chunks: readonly Uint8Array[],
  { subprotocols, requireSubprotocol, ...setup }: ResponseSetup,
  offers: readonly ModelExtension[],
): OpeningVerdict {
  const { maxHandshakeBytes, maxHandshakeLineBytes, maxHandshakeFields } = setup;
  const limits = { maxHandshakeBytes, maxHandshakeLineBytes, maxHandshakeFields };
  const options: ClientOptions = {
    fillRandom: (bytes) => bytes.fill(0),
    subprotocols,
    requireSubprotocol,
    extensions: stubsOf(offers),
    limits: { ...WIDE, ...definedOf(limits) },
  };
  const connection = new ClientConnection('ws://server.example.com/chat', options, 0);
  const [events] = feed(connection, chunks);
  const broken = brokenIn(events);
  if (broken !== undefined) return broken;
  const rejected = events.find(({ type }) => type === 'handshake-rejected');
  if (rejected?.type === 'handshake-rejected') return { kind: 'rejected', status: rejected.status };
  const isOpen = events.some(({ type }) => type === 'open');
  if (!isOpen) return { kind: 'need-more' };
  return { kind: 'acceptable', says: { subprotocol: connection.subprotocol } };
}

/** The events and, as text, what was written; a server accepts what it may. */
function feed(
  connection: Connection,
  chunks: readonly Uint8Array[],
): readonly [ConnectionEvent[], string] {
  const events: ConnectionEvent[] = [];
  const written: Uint8Array[] = [];
  const takeAll = (): void => {
    for (let event; (event = connection.nextEvent()) !== undefined; ) {
      events.push(event);
      const isRequest = event.type === 'handshake-request';
      if (isRequest && connection instanceof ServerConnection) connection.accept({}, 0);
    }
    for (let output; (output = connection.nextOutput()) !== undefined; ) {
      if (output.type === 'write') written.push(output.bytes);
    }
  };
  for (const chunk of chunks) {
    connection.receive(chunk.slice(), 0);
    takeAll();
  }
  // The end of the stream is the end of a body without a length.
  connection.receiveEnd(0);
  takeAll();
  return [events, Buffer.from(concat(...written)).toString('latin1')];
}

function brokenIn(
  events: readonly ConnectionEvent[],
): (OpeningVerdict & { kind: 'broken' }) | undefined {
  const violation = events.find((event) => event.type === 'violation');
  if (violation === undefined) return undefined;
  return { kind: 'broken', rule: violation.rule, offset: violation.offset };
}

function statusIn(written: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(written)?.[1]);
}

/** Extensions that offer this and take legal answers only. */
function stubsOf(offers: readonly ModelExtension[]): readonly Extension[] {
  const names = [...new Set(offers.map(({ name }) => name))];
  return names.map((name) => {
    const its = offers.filter((offer) => offer.name === name).map(({ parameters }) => parameters);
    const isDeflate = name === 'permessage-deflate';
    return {
      name,
      offers: () => its,
      accept: () => undefined,
      activate: (answer) =>
        isDeflate && !isLegalAnswer(answer, its) ? undefined : { reservedBits: 0 },
    };
  });
}
