/**
 * Vectors of responses: a client's reaction to a server's answer (RFC 6455 §4.1).
 *
 * @module
 */

import { gotText } from './frames-by-hand.ts';
import { type HeadRow, responseVectors } from './head-vectors.ts';
import type { Vector } from './vector.ts';

/** Responses that break no rule: the connection is open, or the server rejected the request. */
export function responsesVectors(): Vector[] {
  return responseVectors('responses', [
    ...openRows,
    ...fieldRows(),
    ...agreedRows(),
    ...interimRows,
    ...rejectedRows(),
    ...limitRows,
  ]);
}

const SECTION = '§4.1';

const openRows: readonly HeadRow[] = [
  {
    id: 'sample',
    title: 'The response of RFC 6455',
    section: '§1.2',
    options: { subprotocols: ['chat', 'superchat'] },
    fields: { 'Sec-WebSocket-Protocol': 'chat' },
    events: [{ type: 'open', subprotocol: 'chat' }],
  },
  { id: 'least', title: 'A response without optional parts', section: SECTION },
  {
    id: 'incomplete',
    title: 'A head that lacks its last byte opens nothing yet',
    section: SECTION,
    text: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r',
    events: [],
  },
  {
    id: 'frame-behind',
    title: 'A frame in one piece with the response',
    section: SECTION,
    behind: '\x81\x05Hello',
    events: [{ type: 'open' }, gotText('Hello')],
  },
  ...['HTTP/1.1 101 ', 'HTTP/1.1 101', 'HTTP/1.1 101 Web Socket Protocol Handshake'].map(
    (firstLine, i): HeadRow => ({
      id: `reason-${i + 1}`,
      title: `The status line ${firstLine}: the reason is ignored`,
      section: 'RFC 9112 §4',
      firstLine,
    }),
  ),
  {
    id: 'reason-obs-text',
    title: 'A reason with bytes from 0x80 up, which RFC 9112 names obs-text',
    section: 'RFC 9112 §4',
    firstLine: 'HTTP/1.1 101 \x80\xdc\xff',
  },
  {
    id: 'version-1.2',
    title: 'HTTP/1.2: the version is 1.1 or higher',
    section: SECTION,
    firstLine: 'HTTP/1.2 101 Switching Protocols',
  },
];

function fieldRows(): HeadRow[] {
  const rows: readonly (readonly [id: string, title: string, fields: HeadRow['fields'] & {}])[] = [
    ['upgrade-in-capitals', 'Upgrade in capitals', { Upgrade: 'WebSocket' }],
    ['connection-in-list', 'Connection lists more', { Connection: 'keep-alive, Upgrade' }],
    ['connection-over-lines', 'Connection over lines', { Connection: ['a', 'upgrade'] }],
    ['content-length', 'A length means nothing in a 101', { 'Content-Length': '5' }],
    ['transfer-encoding', 'A coding means nothing in a 101', { 'Transfer-Encoding': 'chunked' }],
    ['version', 'Some servers say the version', { 'Sec-WebSocket-Version': '13' }],
    ['unknown-fields', 'Fields that nobody asked for', { Server: 'x', 'Set-Cookie': ['a', 'b'] }],
    [
      'accept-with-space',
      'White space around the accept value',
      { 'Sec-WebSocket-Accept': ' \ts3pPLMBiTxaQ9kYGzzhZRbK+xOo=\t ' },
    ],
  ];
  return rows.map(([id, title, fields]) => ({ id, title, section: SECTION, fields }));
}

function agreedRows(): HeadRow[] {
  const deflate = { extensions: ['permessage-deflate'] };
  const answers = [
    'permessage-deflate',
    'permessage-deflate; server_no_context_takeover',
    'permessage-deflate; client_no_context_takeover; server_max_window_bits=10',
    'permessage-deflate; server_max_window_bits="12"',
  ];
  return [
    ...answers.map(
      (answer, i): HeadRow => ({
        id: `extension-${i + 1}`,
        title: `The extension ${answer}`,
        section: 'RFC 7692 §7.1',
        options: deflate,
        fields: { 'Sec-WebSocket-Extensions': answer },
        events: [{ type: 'open', ...deflate }],
      }),
    ),
    {
      id: 'extension-declined',
      title: 'An extension was offered, and the server uses none',
      section: '§9.1',
      options: deflate,
    },
    {
      id: 'subprotocol-declined',
      title: 'Subprotocols were offered, and the server chooses none',
      section: '§4.2.2',
      options: { subprotocols: ['chat'] },
    },
    {
      id: 'subprotocol-not-first',
      title: 'The server chooses the second subprotocol',
      section: '§4.2.2',
      options: { subprotocols: ['chat', 'superchat'], requireSubprotocol: true },
      fields: { 'Sec-WebSocket-Protocol': 'superchat' },
      events: [{ type: 'open', subprotocol: 'superchat' }],
    },
    {
      id: 'key-of-zeros-and-ones',
      title: 'The accept value of another key',
      section: '§4.2.2',
      options: { key: 'AQIDBAUGBwgJCgsMDQ4PEA==' },
      fields: { 'Sec-WebSocket-Accept': 'C/0nmHhBztSRGR1CwL6Tf4ZjwpY=' },
    },
  ];
}

/** Responses before the final one (RFC 9110 §15.2). */
const interimRows: readonly HeadRow[] = [
  {
    id: 'interim-100',
    title: 'A response 100 in front',
    section: 'RFC 9110 §15.2',
    firstLine: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols',
  },
  {
    id: 'interim-several',
    title: 'Responses 102 and 103 with fields in front',
    section: 'RFC 9110 §15.2',
    firstLine: [
      'HTTP/1.1 102 Processing\r\nX: a\r\n\r\n',
      'HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n',
      'HTTP/1.1 101 Switching Protocols',
    ].join(''),
  },
];

function rejectedRows(): HeadRow[] {
  return [200, 301, 400, 401, 403, 404, 407, 426, 500, 503].map((status) => ({
    id: `status-${status}`,
    title: `A response ${status} instead of 101`,
    section: SECTION,
    text: `HTTP/1.1 ${status} Status\r\nContent-Length: 0\r\n\r\n`,
    events: [{ type: 'handshake-rejected', status }],
  }));
}

/** Exactly the limit passes. The response has 3 fields, its longest line 52 bytes. */
const limitRows: readonly HeadRow[] = [
  { id: 'line-at-limit', options: { limits: { maxHandshakeLineBytes: 52 } } },
  { id: 'fields-at-limit', options: { limits: { maxHandshakeFields: 3 } } },
  { id: 'head-at-limit', options: { limits: { maxHandshakeBytes: 129 } } },
].map((row) => ({ ...row, title: 'Exactly at the limit', section: '§10.4' }));
