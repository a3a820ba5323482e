/**
 * No violation of the opening handshake tells a value of the peer's head: fields hold credentials, and browsers
 * put tokens into Sec-WebSocket-Protocol (RFC 6455 §10.5).
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import {
  ClientConnection,
  type ClientOptions,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';
import { createConnect, type Fields, readConnect, readConnectResponse } from 'sansocket/handshake';
import { violations } from 'sansocket/violations';
import { mockExtension } from '../extensions/mock-extensions.ts';
import { bytesOf, type Changes, requestText, responseText } from '../handshake/heads.ts';
import { End } from '../support/end.ts';
import { expectNoSecret, SECRET } from '../support/expect-no-secret.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';

const LINE = `GET /${SECRET}?token=${SECRET} HTTP/1.1`;

/** Wherever a request can carry one. */
const IN_REQUEST: Changes = {
  host: `${SECRET}.example`,
  origin: `https://${SECRET}.example`,
  authorization: `Bearer ${SECRET}`,
  cookie: `session=${SECRET}`,
  'sec-websocket-protocol': `${SECRET}, v1.${SECRET}`,
  'sec-websocket-extensions': `${SECRET}; ${SECRET}=${SECRET}`,
  [`x-${SECRET}`]: SECRET,
};

const IN_RESPONSE: Changes = { 'set-cookie': `session=${SECRET}`, [`x-${SECRET}`]: SECRET };

type Made = readonly [bytes: Uint8Array, options?: ServerOptions & ClientOptions];

function request(changes: Changes, line = LINE, options: ServerOptions = {}): Made {
  return [bytesOf(requestText({ ...IN_REQUEST, ...changes }, line)), options];
}

function response(changes: Changes, line?: string, options: ClientOptions = {}): Made {
  return [bytesOf(responseText({ ...IN_RESPONSE, ...changes }, line)), options];
}

const text = (its: string, options: ServerOptions = {}): Made => [bytesOf(its), options];

const both = (name: string): readonly string[] => [`${SECRET}1`, `${name}${SECRET}`];
const many = Array.from({ length: 101 }, (_, i) => `${SECRET}${i}`).join();
const offered = mockExtension(SECRET, { reservedBits: 0x40 });
const other = mockExtension('other', { reservedBits: 0x40 });

/** Requests that break each rule that a server judges. */
const requests: Readonly<Record<string, readonly Made[]>> = {
  'head-line-feed-without-carriage-return': [text(`GET /${SECRET} HTTP/1.1\n`)],
  'head-carriage-return-without-line-feed': [
    text(`GET /${SECRET} HTTP/1.1\r\nA: ${SECRET}\r${SECRET}`),
  ],
  'request-line-malformed': [
    text(`GET ${SECRET}#${SECRET} HTTP/1.1\r\n`),
    text(`${SECRET}:${SECRET} /`),
  ],
  'field-line-folded': [text(`${LINE}\r\nA: ${SECRET}\r\n ${SECRET}`)],
  'field-name-malformed': [text(`${LINE}\r\n${SECRET}(${SECRET}`)],
  'field-name-before-space': [text(`${LINE}\r\n${SECRET} : ${SECRET}`)],
  'field-value-with-control': [text(`${LINE}\r\nCookie: ${SECRET}\0${SECRET}`)],
  'request-line-too-long': [text(LINE, { limits: { maxHandshakeLineBytes: 20 } })],
  'head-line-too-long': [request({}, LINE, { limits: { maxHandshakeLineBytes: 45 } })],
  'head-too-long': [request({}, LINE, { limits: { maxHandshakeBytes: 90 } })],
  'too-many-fields': [request({}, LINE, { limits: { maxHandshakeFields: 5 } })],
  'http-version-unsupported': [request({}, LINE.replace('1.1', '1.0'))],
  'method-not-get': [request({}, LINE.replace('GET', SECRET))],
  'target-malformed': [
    request({}, LINE.replace('/', '')),
    request({}, `GET ws://me:${SECRET}@h/ HTTP/1.1`),
  ],
  'host-malformed': [request({ host: `me:${SECRET}@h` })],
  'request-with-body': [
    request({ 'content-length': SECRET }),
    request({ 'transfer-encoding': SECRET }),
  ],
  'expectation-unsupported': [request({ expect: SECRET })],
  'upgrade-not-websocket': [request({ upgrade: SECRET })],
  'connection-not-upgrade': [request({ connection: SECRET })],
  'field-repeated': ['host', 'origin', 'sec-websocket-key', 'sec-websocket-version'].map((name) =>
    request({
      ...(name === 'sec-websocket-key' && { 'sec-websocket-version': '13' }),
      [name]: both('h'),
    }),
  ),
  'version-unsupported': [request({ 'sec-websocket-version': SECRET })],
  'key-malformed': [request({ 'sec-websocket-key': SECRET })],
  'subprotocols-malformed': [
    request({ 'sec-websocket-protocol': `${SECRET}, ${SECRET}` }),
    request({ 'sec-websocket-protocol': `Bearer ${SECRET}` }),
    request({ 'sec-websocket-protocol': [`Bearer ${SECRET}`, SECRET] }),
  ],
  'extensions-malformed': [request({ 'sec-websocket-extensions': `${SECRET}; =${SECRET}` })],
  'too-many-offers': [
    request({ 'sec-websocket-protocol': many }),
    request({ 'sec-websocket-extensions': many }),
  ],
  'host-not-allowed': [
    request({}, LINE, { allowedHosts: ['h'] }),
    request({}, `GET http://${SECRET}/ HTTP/1.1`, { allowedHosts: ['h'] }),
  ],
  'origin-not-allowed': [request({}, LINE, { allowedOrigins: ['https://h'] })],
  'too-many-early-bytes': [
    [bytesOf(`${requestText(IN_REQUEST)}${SECRET}`), { limits: { maxEarlyBytes: 4 } }],
  ],
};

/** Responses that break each rule that a client judges. */
const responses: Readonly<Record<string, readonly Made[]>> = {
  'status-line-malformed': [text(`HTTP/1.1 101 ${SECRET}\0`), text(`HTTP/1.1 ${SECRET}`)],
  'http-version-unsupported': [response({}, `HTTP/1.0 101 ${SECRET}`)],
  'answer-upgrade-not-websocket': [response({ upgrade: SECRET })],
  'answer-connection-not-upgrade': [response({ connection: SECRET })],
  'field-repeated': ['sec-websocket-accept', 'sec-websocket-protocol'].map((name) =>
    response({ [name]: both('h') }),
  ),
  'accept-value-wrong': [response({ 'sec-websocket-accept': SECRET })],
  'subprotocol-not-offered': [response({ 'sec-websocket-protocol': `${SECRET}.x` })],
  'subprotocol-missing': [response({}, undefined, { requireSubprotocol: true })],
  'extensions-malformed': [response({ 'sec-websocket-extensions': `${SECRET}; =${SECRET}` })],
  'extension-not-offered': [response({ 'sec-websocket-extensions': `x${SECRET}` })],
  'extension-repeated': [response({ 'sec-websocket-extensions': 'other, other' })],
  'extension-answer-illegal': [
    response({ 'sec-websocket-extensions': `other; ${SECRET}=${SECRET}` }),
  ],
  'extension-bits-overlap': [
    response({ 'sec-websocket-extensions': 'third, other' }, undefined, {
      extensions: [mockExtension('third', { reservedBits: 0x40 }), other],
    }),
  ],
};

/** Header lists of Extended CONNECT that break each rule of its own. */
const lists: Readonly<Record<string, Fields>> = {
  'pseudo-field-misplaced': [[`:${SECRET}`, SECRET]],
  'connection-field-in-stream': [['te', SECRET]],
  'field-malformed-in-stream': [[`A${SECRET}`, SECRET]],
  'method-not-connect': [[':method', SECRET]],
  'protocol-not-websocket': [[':protocol', SECRET]],
  'scheme-malformed': [[':scheme', SECRET]],
  'path-malformed': [[':path', SECRET]],
  'authority-malformed': [[':authority', `me:${SECRET}@h`]],
};

/** A request as a list, with other fields. */
function listWith(fields: Fields): Fields {
  const names = fields.map(([name]) => name);
  const sound = createConnect(`wss://h/${SECRET}`, { headers: [['Cookie', SECRET]] });
  return [...sound.filter(([name]) => !names.includes(name)), ...fields].sort(
    ([a], [b]) => Number(b[0] === ':') - Number(a[0] === ':'),
  );
}

function rowsOf(table: Readonly<Record<string, readonly Made[]>>): (readonly [string, ...Made])[] {
  return Object.entries(table).flatMap(([rule, made]) =>
    made.map((its) => [rule, ...its] as const),
  );
}

describe('no secret is in the detail of a violation', () => {
  it.each(rowsOf(requests))('%s of a request', (rule, bytes, options = {}) => {
    expectNoSecret(new End(new ServerConnection(options, 0)), bytes, rule);
  });

  it.each(rowsOf(responses))('%s of a response', (rule, bytes, options) => {
    const asked = {
      subprotocols: [SECRET],
      fillRandom: sampleEntropy,
      extensions: [offered, other],
      ...options,
    };
    const url = `ws://me:${SECRET}@server.example.com/${SECRET}?${SECRET}`;
    expectNoSecret(new End(new ClientConnection(url, asked, 0)), bytes, rule);
  });

  it.each(Object.entries(lists))('%s of a header list', (rule, fields) => {
    const reading = readConnect(listWith(fields));
    expect(reading).toMatchObject({ ok: false, violation: { rule } });
    expect(JSON.stringify(reading)).not.toContain(SECRET);
  });

  it('status-malformed of a header list', () => {
    const reading = readConnectResponse([[':status', SECRET]], listWith([]));
    expect(reading).toMatchObject({ violation: { rule: 'status-malformed' } });
    expect(JSON.stringify(reading)).not.toContain(SECRET);
  });

  it('is a claim about every rule of the opening handshake', () => {
    const opening = Object.entries(violations).filter(([, { closeCode }]) => closeCode === 1006);
    const tried = [requests, responses, lists, { 'status-malformed': [] }].flatMap(Object.keys);
    expect(new Set(tried)).toEqual(new Set(opening.map(([rule]) => rule)));
  });
});
