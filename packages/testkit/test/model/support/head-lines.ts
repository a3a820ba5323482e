/**
 * Heads made of lines that are right, wrong and odd, in any number and order.
 *
 * @module
 */

import { concat, latin1 } from '@sansocket/testkit/wire';
import fc from 'fast-check';

/** Values of a field, the first of them the one that is expected. */
type Values = readonly string[];

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

const requestFields: Readonly<Record<string, Values>> = {
  Host: [
    ...[
      'server.example.com',
      'a:80',
      'A.b:',
      'a:00080',
      'a:000080',
      'a:65535',
      'a:65536',
      '',
      ':80',
    ],
    ...['[::1]', '[::]:1', '[1::2::3]', '[1:2:3:4:5:6:7:8]', '[1:2:3:4:5:6:7::]', '[1:2]', '[::1'],
    ...[
      '[::ffff:1.2.3.4]',
      '[::1.2.3]',
      '[::1.2.3.256]',
      '[::1.2.3.04]',
      '[1:2:3:4::5:6:7:8]',
      '[1.2.3.4::]',
      '[::12345]',
      '[v1.a]',
      '[]',
    ],
    ...['a,b', 'u@a', 'a b', 'a%41', 'a%4', "!$&'()*+;=~_-.", 'a/b', 'a?b', '\xe9'],
  ],
  Upgrade: ['websocket', 'WebSocket', ' ,h2c , websocket', 'websockets', 'h2c', '', 'web socket'],
  Connection: ['Upgrade', 'keep-alive, UPGRADE', ',,upgrade,', 'close', '', 'Upgrade foo'],
  'Sec-WebSocket-Key': [
    KEY,
    'AAAAAAAAAAAAAAAAAAAAA/==',
    '',
    `${KEY}=`,
    KEY.slice(1),
    'AAAA',
    `${KEY}, ${KEY}`,
  ],
  'Sec-WebSocket-Version': ['13', '8', '013', '13, 8', '', '+13'],
  'Sec-WebSocket-Protocol': [
    'chat',
    'a, b',
    'a,a',
    ' ,',
    '',
    'a b',
    'a;b',
    '"a"',
    'chat, superchat',
  ],
  'Sec-WebSocket-Extensions': [
    ...['permessage-deflate', 'a; b; c=d', 'a;b="c"', 'a ; b = c , , d', ',a,', 'a;b="\\c\\d"'],
    ...[
      '',
      ',',
      'a;',
      'a;=b',
      'a;b=',
      'a;b=""',
      'a;b="c',
      'a;b="c,d"',
      'a b',
      'a;b="c\\"',
      '/',
      'a;b c',
    ],
  ],
  Origin: ['http://a', 'http://a', 'null', ''],
  'Content-Length': ['0', '1', '00', '', '0, 0'],
  'Transfer-Encoding': ['chunked', ''],
  Expect: ['100-continue'],
  'X-Other': ['', '\xff obs', '\t tabs \t', ': colons :'],
};

const ACCEPT = 'ICX+Yqv66kxgM0FcWaLWlFLwTAI=';

const responseFields: Readonly<Record<string, Values>> = {
  Upgrade: ['websocket', 'WebSocket', 'websocket, h2c', ' websocket', '', 'websockets'],
  Connection: requestFields['Connection']!,
  'Sec-WebSocket-Accept': [ACCEPT, ACCEPT.toLowerCase(), '', `${ACCEPT}=`],
  'Sec-WebSocket-Protocol': ['chat', 'superchat', 'Chat', 'other', '', 'chat, superchat'],
  'Sec-WebSocket-Extensions': [
    ...['permessage-deflate', 'x-other', 'permessage-deflate, x-other', 'permessage-deflate; foo'],
    ...[
      'x-other; a=1',
      'x-other, x-other',
      'never-offered',
      'permessage-deflate, permessage-deflate',
    ],
    ...[
      '',
      'permessage-deflate; server_max_window_bits=12',
      'permessage-deflate;',
      'Permessage-Deflate',
    ],
    ...[
      'permessage-deflate; client_max_window_bits=9',
      'permessage-deflate;server_no_context_takeover',
    ],
  ],
  'Content-Length': ['7'],
  'Sec-WebSocket-Version': ['13'],
};

const requestLines: Values = [
  ...[
    'GET /chat HTTP/1.1',
    'GET / HTTP/1.9',
    'GET / HTTP/1.0',
    'GET / HTTP/2.0',
    'POST / HTTP/1.1',
  ],
  ...[
    'GET * HTTP/1.1',
    'GET a:80 HTTP/1.1',
    'GET http://a:80/x?y HTTP/1.1',
    'GET https://A:80 HTTP/1.1',
  ],
  ...[
    'GET http://a:80?q HTTP/1.1',
    'GET HTTP://server.example.com/ HTTP/1.1',
    'GET http:///x HTTP/1.1',
  ],
  ...['GET ftp://a:80/ HTTP/1.1', 'GET ws://a:80/ HTTP/1.1', 'get / HTTP/1.1', 'GET //x HTTP/1.1'],
  ...[
    'GET http://u@a:80/ HTTP/1.1',
    'GET /#f HTTP/1.1',
    'GET  / HTTP/1.1',
    'GET / HTTP/1.1 ',
    'GET /',
  ],
];

const statusLines: Values = [
  ...['HTTP/1.1 101 Switching Protocols', 'HTTP/1.1 101 ', 'HTTP/1.1 101', 'HTTP/1.0 101 x'],
  ...['HTTP/2.0 101 x', 'HTTP/1.1 200 OK', 'HTTP/1.1 099 x', 'HTTP/1.1 999 x', 'HTTP/1.1 1010 x'],
  ...['HTTP/1.1  101 x', 'HTTP/1.1 101 \x01', 'http/1.1 101 x', 'HTTP/1.2 101 x'],
];

/** Yields: a request of which each line may be odd. Shrinks to: one that a server accepts. */
export function oddRequest(): fc.Arbitrary<Uint8Array> {
  const needed = ['Host', 'Upgrade', 'Connection', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version'];
  const empty = fc.constantFrom(0, 0, 0, 0, 1, 2, 3).map((count) => '\r\n'.repeat(count));
  const head = oddHead(requestLines, requestFields, needed);
  return fc.tuple(empty, head).map(([lines, bytes]) => concat(latin1(lines), bytes));
}

/** Yields: a response of which each line may be odd. Shrinks to: one that a client accepts. */
export function oddResponse(): fc.Arbitrary<Uint8Array> {
  return oddHead(statusLines, responseFields, ['Upgrade', 'Connection', 'Sec-WebSocket-Accept']);
}

/** A legal request with one field changed to each of the odd values, with a name for each. */
export function requestsWithOneOddField(): readonly (readonly [string, Uint8Array])[] {
  const legal = Object.entries(requestFields).slice(0, 5);
  const [firstLine] = requestLines;
  return Object.entries(requestFields).flatMap(([name, values]) =>
    values.map((value) => {
      const others = legal.filter(([other]) => other !== name);
      const lines = [
        ...others.map(([other, [usual]]) => `${other}: ${usual}`),
        `${name}: ${value}`,
      ];
      const text = `${[firstLine, ...lines].join('\r\n')}\r\n\r\n`;
      return [`${name}: ${value}`, latin1(text)] as const;
    }),
  );
}

function oddHead(
  firstLines: Values,
  fields: Readonly<Record<string, Values>>,
  needed: readonly string[],
): fc.Arbitrary<Uint8Array> {
  const lineOf = (name: string): fc.Arbitrary<string> =>
    usually(fields[name]!).map((value) => `${name}: ${value}`);
  const expected = needed.map((name) =>
    fc.oneof(
      { weight: 12, arbitrary: lineOf(name).map((line) => [line]) },
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.tuple(lineOf(name), lineOf(name)) },
    ),
  );
  const more = fc.array(fc.constantFrom(...Object.keys(fields)).chain(lineOf), { maxLength: 3 });
  return fc
    .tuple(usually(firstLines), fc.tuple(...expected), more)
    .map(([first, lists, others]) => `${[first, ...lists.flat(), ...others].join('\r\n')}\r\n\r\n`)
    .map(latin1);
}

/** The expected value more often than all others. */
function usually(values: Values): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(values[0]!) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  );
}
