/**
 * Vectors of requests that a server may accept (RFC 6455 §4.2.1): each is the request of §1.3 with one part written
 * differently.
 *
 * @module
 */

import { gotText } from './frames-by-hand.ts';
import { gotRequest, type HeadRow, requestVectors } from './head-vectors.ts';
import type { Vector, VectorRequest } from './vector.ts';

/** Requests that break no rule. */
export function requestsVectors(): Vector[] {
  return requestVectors('requests', [
    ...sampleRows,
    ...fieldRows(),
    ...targetRows(),
    ...policyRows,
    ...keyRows,
    ...offerRows(),
    ...limitRows,
  ]);
}

/** A masked text frame "Hello" (§5.7). */
const HELLO = '\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58';

const sampleRows: readonly HeadRow[] = [
  {
    id: 'sample',
    title: 'The request of RFC 6455',
    section: '§1.2',
    fields: {
      Origin: 'http://example.com',
      'Sec-WebSocket-Protocol': 'chat, superchat',
    },
    events: [gotRequest({ origin: 'http://example.com', subprotocols: ['chat', 'superchat'] })],
  },
  {
    id: 'least',
    title: 'A request without optional parts',
    section: '§4.2.1',
  },
  {
    id: 'incomplete',
    title: 'A head that lacks its last byte is not a request yet',
    section: '§4.2.1',
    text: 'GET /chat HTTP/1.1\r\nHost: server.example.com\r\n\r',
    events: [],
  },
  {
    id: 'frame-behind',
    title: 'A frame in one piece with the request',
    section: '§4.1',
    behind: HELLO,
    events: [gotRequest(), gotText('Hello')],
  },
  ...[1, 2].map(
    (count): HeadRow => ({
      id: `empty-lines-${count}`,
      title: 'Empty lines in front of the request are passed over',
      section: 'RFC 9112 §2.2',
      firstLine: `${'\r\n'.repeat(count)}GET /chat HTTP/1.1`,
    }),
  ),
  {
    id: 'version-1.2',
    title: 'HTTP/1.2: the version is 1.1 or higher',
    section: '§4.2.1',
    firstLine: 'GET /chat HTTP/1.2',
  },
];

/** Names in any case, lists, white space. */
function fieldRows(): HeadRow[] {
  const rows: readonly (readonly [id: string, title: string, fields: HeadRow['fields'] & {}])[] = [
    ['upgrade-in-capitals', 'Upgrade in capitals', { Upgrade: 'WEBSOCKET' }],
    ['upgrade-in-list', 'Upgrade lists another protocol first', { Upgrade: 'h2c, websocket' }],
    ['upgrade-over-lines', 'Upgrade over two lines', { Upgrade: ['h2c', 'websocket'] }],
    ['upgrade-with-empty-elements', 'A list with empty elements', { Upgrade: ', websocket ,' }],
    [
      'connection-in-list',
      'Connection lists keep-alive too',
      { Connection: 'keep-alive, Upgrade' },
    ],
    ['connection-in-lower-case', 'Connection in lower case', { Connection: 'upgrade' }],
    ['connection-over-lines', 'Connection over lines', { Connection: ['keep-alive', 'Upgrade'] }],
    [
      'version-with-space',
      'White space around the version',
      { 'Sec-WebSocket-Version': ' \t13\t ' },
    ],
    ['content-length-0', 'A body of no bytes', { 'Content-Length': '0' }],
    ['unknown-fields', 'Fields that nobody asked for', { 'X-Unknown': ['a', 'b'], Cookie: 'c=d' }],
    ['empty-value', 'An unknown field without a value', { 'X-Empty': '' }],
    ['obs-text', 'A byte beyond ASCII in an unknown field', { 'X-Name': 'Gr\xfc\xdfe' }],
    ['tab-in-value', 'A tab inside a value', { 'X-Tab': 'a\tb' }],
    ['prototype-names', 'Names that objects have', { ['__proto__']: 'a', constructor: 'b' }],
  ];
  const inOtherCase = {
    id: 'names-in-other-case',
    title: 'Field names in any case',
    section: 'RFC 9110 §5.1',
    fields: {
      Host: [],
      Upgrade: [],
      'Sec-WebSocket-Version': [],
      HOST: 'server.example.com',
      upgrade: 'websocket',
      'sec-WEBSOCKET-version': '13',
    },
  };
  return [
    ...rows.map(([id, title, fields]) => ({ id, title, section: '§4.2.1', fields })),
    inOtherCase,
  ];
}

/** Forms of the target and of the host. */
function targetRows(): HeadRow[] {
  type Row = readonly [id: string, target: string, resource: string, host?: string];
  const targets: readonly Row[] = [
    ['root', '/', '/'],
    ['query', '/chat?room=1&x=%20', '/chat?room=1&x=%20'],
    ['two-slashes', '//chat', '//chat'],
    ['absolute', 'http://server.example.com/chat?x', '/chat?x'],
    ['absolute-without-path', 'http://server.example.com', '/'],
    ['absolute-in-capitals', 'HTTPS://SERVER.example.com/chat', '/chat', 'SERVER.example.com'],
    ['absolute-ws', 'ws://server.example.com/chat', '/chat'],
    ['absolute-wss', 'WSS://server.example.com?x', '/?x'],
    ['absolute-with-port', 'http://server.example.com:80/', '/', 'server.example.com:80'],
    ['absolute-of-other-host', 'http://other.example.com/chat', '/chat', 'other.example.com'],
  ];
  const hosts = ['server.example.com:8080', '127.0.0.1', '[::1]', '[2001:db8::7]:443', 'a-b_c~d'];
  return [
    ...targets.map(([id, target, resource, host = 'server.example.com']) => ({
      id: `target-${id}`,
      title: `The target ${target}`,
      section: target.startsWith('/') ? '§4.2.1' : 'RFC 9112 §3.2.2',
      firstLine: `GET ${target} HTTP/1.1`,
      events: [gotRequest({ target: resource, host })],
    })),
    ...hosts.map((host, i) => ({
      id: `host-${i + 1}`,
      title: `The host ${host}`,
      section: 'RFC 9110 §7.2',
      fields: { Host: host },
      events: [gotRequest({ host })],
    })),
  ];
}

/** Hosts and origins that the server's options allow (§10.2). */
const policyRows: readonly HeadRow[] = [
  {
    id: 'allowed',
    title: 'A host and an origin that the server accepts',
    section: '§10.2',
    fields: { Origin: 'https://example.com' },
    options: { allowedOrigins: ['https://example.com'], allowedHosts: ['server.example.com'] },
    events: [gotRequest({ origin: 'https://example.com' })],
  },
  {
    id: 'allowed-with-own-port',
    title: 'A host that the server accepts, with the default port of http',
    section: 'RFC 9110 §4.2.3',
    fields: { Host: 'Server.Example.com:80' },
    options: { allowedHosts: ['server.example.com'] },
    events: [gotRequest({ host: 'Server.Example.com:80' })],
  },
  {
    id: 'allowed-by-target',
    title: 'An absolute target with a host that the server accepts; Host names another',
    section: 'RFC 9112 §3.2.2',
    firstLine: 'GET https://server.example.com:443/chat HTTP/1.1',
    fields: { Host: 'other.example.com' },
    options: { allowedHosts: ['server.example.com'] },
    events: [gotRequest({ host: 'server.example.com:443' })],
  },
];

/** The key is hashed as text, and never decoded (§4.2.2). */
const keyRows: readonly HeadRow[] = [
  {
    id: 'key-of-zeros-and-ones',
    title: 'The key 01 to 10 of the RFC, in base64',
    section: '§4.1',
    fields: { 'Sec-WebSocket-Key': 'AQIDBAUGBwgJCgsMDQ4PEA==' },
    events: [gotRequest({ accept: 'C/0nmHhBztSRGR1CwL6Tf4ZjwpY=' })],
  },
  {
    id: 'key-with-stray-bits',
    title: 'The same key as the RFC prints it (erratum 3150): bits set after the last byte',
    section: '§4.1',
    fields: { 'Sec-WebSocket-Key': 'AQIDBAUGBwgJCgsMDQ4PEC==' },
    events: [gotRequest({ accept: 'OfS0wDaT5NoxF2gqm7Zj2YtetzM=' })],
  },
];

type Extensions = VectorRequest['extensions'];

/** Subprotocols and extensions (§9.1, §11.3.2, §11.3.4). */
function offerRows(): HeadRow[] {
  return [
    ...extensionValues().map(([id, value, extensions]) => ({
      id: `extension-${id}`,
      title: `The extensions ${[value].flat().join(' | ').trim()}`,
      section: '§9.1',
      fields: { 'Sec-WebSocket-Extensions': value },
      events: [gotRequest({ extensions })],
    })),
    {
      id: 'subprotocols-over-lines',
      title: 'Subprotocols over two lines',
      section: '§11.3.4',
      fields: { 'Sec-WebSocket-Protocol': ['chat', ' superchat,mqtt'] },
      events: [gotRequest({ subprotocols: ['chat', 'superchat', 'mqtt'] })],
    },
    {
      id: 'subprotocols-that-differ-in-case',
      title: 'Subprotocols are compared with their case',
      section: '§4.1',
      fields: { 'Sec-WebSocket-Protocol': 'chat, Chat' },
      events: [gotRequest({ subprotocols: ['chat', 'Chat'] })],
    },
  ];
}

function extensionValues(): (readonly [id: string, value: string | string[], Extensions])[] {
  const deflate = (...parameters: Extensions[0]['parameters']): Extensions => [
    { name: 'permessage-deflate', parameters },
  ];
  const fooBar: Extensions = [
    { name: 'foo', parameters: [] },
    { name: 'bar', parameters: [['baz', '2']] },
  ];
  const ten = deflate(['server_max_window_bits', '10']);
  return [
    ['one', 'permessage-deflate', deflate()],
    [
      'parameter',
      'permessage-deflate; client_max_window_bits',
      deflate(['client_max_window_bits', true]),
    ],
    ['value', 'permessage-deflate;server_max_window_bits=10', ten],
    ['quoted', 'permessage-deflate; server_max_window_bits="10"', ten],
    ['escaped', 'foo; x="a\\b"', [{ name: 'foo', parameters: [['x', 'ab']] }]],
    ['several', 'foo, bar; baz=2', fooBar],
    ['over-lines', ['foo', 'bar; baz=2'], fooBar],
    ['with-space', '\tfoo ,\tbar ; baz = 2 ', fooBar],
    ['unknown', 'x-unknown-extension', [{ name: 'x-unknown-extension', parameters: [] }]],
  ];
}

/** Exactly the limit passes. The request has 5 fields, its longest line 45 bytes. */
const limitRows: readonly HeadRow[] = [
  { id: 'line-at-limit', options: { limits: { maxHandshakeLineBytes: 45 } } },
  { id: 'fields-at-limit', options: { limits: { maxHandshakeFields: 5 } } },
  { id: 'head-at-limit', options: { limits: { maxHandshakeBytes: 161 } } },
].map((row) => ({ ...row, title: 'Exactly at the limit', section: '§10.4' }));
