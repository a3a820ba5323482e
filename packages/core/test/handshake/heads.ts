/**
 * Heads for the tests of the opening handshake, as text with one line each, and what is made of them.
 *
 * @module
 */

import {
  createRequest,
  type Field,
  type HandshakeOffer,
  type HandshakePolicy,
  HeadParser,
  type RequestHead,
  type ResponseHead,
  type ResponseOptions,
  readRequest,
  readResponse,
  rejectionOf,
} from 'sansocket/handshake';
import type { ViolationId } from 'sansocket/violations';

/** The key of RFC 6455 §1.3 and its accept value. */
export const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
export const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** The bytes of the key of RFC 6455 §1.3. */
export const sampleNonce: Uint8Array = bytesOf('the sample nonce');

/** One byte for each character. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Fields to replace by lower-case name: one line for each value, none for an empty list. */
export type Changes = Readonly<Record<string, string | readonly string[]>>;

/** The head of a request that a server accepts, with changes; unknown names are added. */
export function requestText(changes: Changes = {}, line = 'GET /chat HTTP/1.1'): string {
  return headText(line, {
    host: 'server.example.com',
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-key': SAMPLE_KEY,
    'sec-websocket-version': '13',
    ...changes,
  });
}

/** The head of a response that accepts the sample key, with changes. */
export function responseText(
  changes: Changes = {},
  line = 'HTTP/1.1 101 Switching Protocols',
): string {
  return headText(line, {
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-accept': SAMPLE_ACCEPT,
    ...changes,
  });
}

function headText(line: string, fields: Changes): string {
  const lines = Object.entries(fields).flatMap(([name, values]) =>
    (typeof values === 'string' ? [values] : values).map((value) => `${name}: ${value}`),
  );
  return `${[line, ...lines].join('\r\n')}\r\n\r\n`;
}

/** Parses a whole request that must be well-formed. */
export function parseRequest(text: string): RequestHead {
  const result = new HeadParser({ head: 'request' }).push(bytesOf(text));
  if (result.kind !== 'done') throw new Error(`Head is not complete: ${JSON.stringify(result)}`);
  return result.head;
}

/** The offer that a request makes which is the sample with changes. */
export function offerOf(changes: Changes = {}, line?: string): HandshakeOffer {
  const reading = readRequest(parseRequest(requestText(changes, line)));
  if (!reading.ok) throw new Error(`Request is refused: ${reading.violation.rule}`);
  return reading.offer;
}

/** Parses a whole response that must be well-formed. */
export function parseResponse(text: string): ResponseHead {
  const result = new HeadParser({ head: 'response' }).push(bytesOf(text));
  if (result.kind !== 'done') throw new Error(`Head is not complete: ${JSON.stringify(result)}`);
  return result.head;
}

/** What became of a head: a status, the rule that it broke, both or none. */
export interface Verdict {
  readonly status?: number;
  readonly rule?: ViolationId;
}

/** What a server answers to the bytes of a request: 101 when an application may accept it. */
export function serverVerdict(text: string, policy?: HandshakePolicy): Verdict {
  const bytes = bytesOf(text);
  const result = new HeadParser({ head: 'request' }).push(bytes);
  if (result.kind === 'need-more') return {};
  if (result.kind === 'violation') {
    const { rule } = result.violation;
    return { status: rejectionOf(rule).status, rule };
  }
  const reading = readRequest(result.head, policy, result.length - 1);
  return reading.ok
    ? { status: 101 }
    : { status: reading.response.status, rule: reading.violation.rule };
}

/** The request that the responses of the tests answer. */
export function sampleRequest(subprotocols: readonly string[] = [], extensions = ''): RequestHead {
  const request = createRequest('ws://server.example.com/chat', {
    key: sampleNonce,
    subprotocols,
  });
  const offer: Field[] = extensions === '' ? [] : [['Sec-WebSocket-Extensions', extensions]];
  return { ...request, fields: [...request.fields, ...offer] };
}

/** What a client makes of the bytes of a response: 101 when the connection is established. */
export function clientVerdict(
  text: string,
  request: RequestHead = sampleRequest(),
  options?: ResponseOptions,
): Verdict {
  const result = new HeadParser({ head: 'response' }).push(bytesOf(text));
  if (result.kind === 'need-more') return {};
  if (result.kind === 'violation') return { rule: result.violation.rule };
  const reading = readResponse(result.head, request, options, result.length - 1);
  if (reading.kind === 'violation') return { rule: reading.violation.rule };
  return { status: reading.kind === 'accepted' ? 101 : reading.status };
}
