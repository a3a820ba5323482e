/**
 * Vectors of requests that are valid HTTP/1.1 but not an opening handshake: judged when the head is complete (RFC 6455
 * §4.2.1, §10.2; RFC 9110, RFC 9112).
 *
 * @module
 */

import { gotRequest, type HeadRow, requestVectors } from './head-vectors.ts';
import { type Changes, SAMPLE_KEY } from './heads-by-hand.ts';
import type { Vector } from './vector.ts';

/** Requests that a server refuses. */
export function requestsRefusedVectors(): Vector[] {
  return requestVectors('requests-refused', [
    ...firstLineRows(),
    ...fieldRows(),
    ...repeatedRows(),
    ...offerRows(),
    ...policyRows,
    earlyRow,
  ]);
}

type Rule = NonNullable<HeadRow['breaks']>['rule'];

function firstLineRows(): HeadRow[] {
  const rows: readonly (readonly [id: string, line: string, Rule, status: number])[] = [
    ['version-1.0', 'GET /chat HTTP/1.0', 'http-version-unsupported', 505],
    ['version-0.9', 'GET /chat HTTP/0.9', 'http-version-unsupported', 505],
    ['version-2.0', 'GET /chat HTTP/2.0', 'http-version-unsupported', 505],
    ['method-post', 'POST /chat HTTP/1.1', 'method-not-get', 405],
    ['method-connect', 'CONNECT /chat HTTP/1.1', 'method-not-get', 405],
    ['method-in-lower-case', 'get /chat HTTP/1.1', 'method-not-get', 405],
    ['target-asterisk', 'GET * HTTP/1.1', 'target-malformed', 400],
    ['target-authority', 'GET server.example.com:80 HTTP/1.1', 'target-malformed', 400],
    ['target-relative', 'GET chat HTTP/1.1', 'target-malformed', 400],
    ['target-ftp', 'GET ftp://server.example.com/chat HTTP/1.1', 'target-malformed', 400],
    ['target-without-host', 'GET http:///chat HTTP/1.1', 'target-malformed', 400],
    ['target-with-user', 'GET http://me@server.example.com/ HTTP/1.1', 'target-malformed', 400],
    [
      'target-with-ws-and-user',
      'GET ws://me:x@server.example.com/ HTTP/1.1',
      'target-malformed',
      400,
    ],
    ['target-with-port-alone', 'GET http://:80/chat HTTP/1.1', 'target-malformed', 400],
  ];
  return rows.map(([id, firstLine, rule, status]) => ({
    id,
    title: `The request line ${firstLine}`,
    section: '§4.2.1',
    firstLine,
    breaks: { rule, status },
  }));
}

/** One field is missing, or has another value. */
function fieldRows(): HeadRow[] {
  const key = 'Sec-WebSocket-Key';
  const version = 'Sec-WebSocket-Version';
  return [
    ...refused('Host', 'host-malformed', 400, [
      ...['', 'a b', 'a, b', 'me@a', 'a/b', 'a:b', 'a:65536', 'a:80:80', '::1', '[::1', '[]'],
      'b\xfccher.example',
    ]),
    ...refused('Upgrade', 'upgrade-not-websocket', 426, ['websockets', 'h2c', 'websocket/13']),
    ...refused('Connection', 'connection-not-upgrade', 400, ['keep-alive', 'Upgrade-x', '']),
    ...refused(version, 'version-unsupported', 426, ['12', '8', '25', '013', '13.0', '13, 8', '']),
    ...refused(key, 'key-malformed', 400, [
      ...['', 'dGhlIHNhbXBsZSBub25jZQ', 'dGhlIHNhbXBsZSBub25j', 'dGhlIHNhbXBsZSBub25jZWU='],
      ...['dGhlIHNhbXBsZSBub25j*Q==', `${SAMPLE_KEY}, ${SAMPLE_KEY}`],
    ]),
    ...refused('Content-Length', 'request-with-body', 400, ['5', '00', '0, 0'], false),
    ...refused('Transfer-Encoding', 'request-with-body', 400, ['chunked', 'identity'], false),
    ...refused('Expect', 'expectation-unsupported', 417, ['100-continue'], false),
  ];
}

/** A field with each of some values; and without the field, if it is required. */
function refused(
  name: string,
  rule: Rule,
  status: number,
  values: readonly string[],
  required = true,
): HeadRow[] {
  const id = name.toLowerCase().replace('sec-websocket-', '');
  const row = { section: sectionOf(rule), breaks: { rule, status } };
  const rows = values.map((value, i) => ({
    ...row,
    id: `${id}-${i + 1}`,
    title: `${name}: ${value}`.trim(),
    fields: { [name]: value },
  }));
  const missing = { ...row, id: `${id}-missing`, title: `No ${name}`, fields: { [name]: [] } };
  return required ? [...rows, missing] : rows;
}

/** Fields with a single value appear once (§11.3). */
function repeatedRows(): HeadRow[] {
  const fields: Changes = {
    Host: ['server.example.com', 'server.example.com'],
    'Sec-WebSocket-Key': [SAMPLE_KEY, SAMPLE_KEY],
    'Sec-WebSocket-Version': ['13', '13'],
    Origin: ['http://example.com', 'http://example.com'],
  };
  return Object.entries(fields).map(([name, values]) => ({
    id: `${name.toLowerCase().replace('sec-websocket-', '')}-repeated`,
    title: `${name} twice, with the same value`,
    section: '§11.3',
    fields: { [name]: values },
    breaks: { rule: 'field-repeated', status: 400 },
  }));
}

/** Lists that are invalid, or too long (§4.1, §9.1). */
function offerRows(): HeadRow[] {
  const subprotocols = ['', ',', 'chat room', 'chat, chat', 'chat;x', '"chat"', 'ch\xe4t'];
  const extensions = ['', ',', 'foo;', 'foo;;a', 'foo; =1', 'foo=1', 'foo bar', '"foo"'];
  const quoted = ['foo; a="', 'foo; a="b c"', 'foo; a=""', 'foo; a=b"c"', 'f\xf6\xf6'];
  const many = (count: number): string => Array.from({ length: count }, (_, i) => `x${i}`).join();
  return [
    ...refused('Sec-WebSocket-Protocol', 'subprotocols-malformed', 400, subprotocols, false),
    ...refused(
      'Sec-WebSocket-Extensions',
      'extensions-malformed',
      400,
      [...extensions, ...quoted],
      false,
    ),
    {
      id: 'protocol-101',
      title: '101 subprotocols',
      section: '§10.4',
      fields: { 'Sec-WebSocket-Protocol': many(101) },
      breaks: { rule: 'too-many-offers', status: 431 },
    },
    {
      id: 'extensions-17',
      title: '17 extensions',
      section: '§10.4',
      fields: { 'Sec-WebSocket-Extensions': many(17) },
      breaks: { rule: 'too-many-offers', status: 431 },
    },
  ];
}

const origins = { allowedOrigins: ['https://example.com'] };

/** Origins and hosts that this server refuses (§10.2). */
const policyRows: readonly HeadRow[] = [
  {
    id: 'origin-not-allowed',
    title: 'An origin that the server does not accept',
    section: '§10.2',
    options: origins,
    fields: { Origin: 'https://example.com.evil.example' },
    breaks: { rule: 'origin-not-allowed', status: 403 },
  },
  {
    id: 'origin-missing',
    title: 'No origin, where only some are accepted',
    section: '§10.2',
    options: origins,
    breaks: { rule: 'origin-not-allowed', status: 403 },
  },
  {
    id: 'host-not-allowed',
    title: 'A host that the server does not answer for',
    section: 'RFC 9110 §7.4',
    options: { allowedHosts: ['other.example.com'] },
    breaks: { rule: 'host-not-allowed', status: 421 },
  },
  {
    id: 'host-of-target-not-allowed',
    title: 'An absolute target with another host than Host, which alone is allowed',
    section: 'RFC 9112 §3.2.2',
    firstLine: 'GET http://other.example.com/chat HTTP/1.1',
    options: { allowedHosts: ['server.example.com'] },
    breaks: { rule: 'host-not-allowed', status: 421 },
  },
  {
    id: 'port-not-allowed',
    title: 'A port other than the default port of http',
    section: 'RFC 9110 §7.4',
    fields: { Host: 'server.example.com:443' },
    options: { allowedHosts: ['server.example.com'] },
    breaks: { rule: 'host-not-allowed', status: 421 },
  },
];

/** The request has 161 bytes. */
const earlyRow: HeadRow = {
  id: 'early-bytes',
  title: 'Five bytes after an unanswered request, where four may wait',
  section: '§10.4',
  options: { answer: 'none', limits: { maxEarlyBytes: 4 } },
  behind: '\x81\x80\x00\x00\x00',
  events: [gotRequest()],
  breaks: { rule: 'too-many-early-bytes', status: 413, offset: 165 },
};

function sectionOf(rule: Rule): string {
  switch (rule) {
    case 'host-malformed':
      return 'RFC 9112 §3.2';
    case 'request-with-body':
      return 'RFC 9112 §6.3';
    case 'expectation-unsupported':
      return 'RFC 9110 §10.1.1';
    case 'version-unsupported':
      return '§4.4';
    case 'subprotocols-malformed':
      return '§4.1';
    case 'extensions-malformed':
      return '§9.1';
    default:
      return '§4.2.1';
  }
}
