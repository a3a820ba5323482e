/**
 * Vectors of responses that fail a client's opening handshake (RFC 6455 §4.1, RFC 9112).
 *
 * @module
 */

import { type HeadRow, responseVectors } from './head-vectors.ts';
import { SAMPLE_ACCEPT } from './heads-by-hand.ts';
import type { Vector, VectorOptions } from './vector.ts';

/** Responses that break a rule. */
export function responsesRefusedVectors(): Vector[] {
  return responseVectors('responses-refused', [
    ...headRows(),
    ...statusLineRows(),
    ...fieldRows(),
    ...extensionRows(),
    ...limitRows,
  ]);
}

type Rule = NonNullable<HeadRow['breaks']>['rule'];

/** A head that is not HTTP/1.1 fails at the byte that shows it. */
function headRows(): HeadRow[] {
  const status = 'HTTP/1.1 101 Switching Protocols\r\n';
  const rows: readonly (readonly [
    id: string,
    Rule,
    section: string,
    text: string,
    upTo: string,
  ])[] = [
    ['line-feed', 'head-line-feed-without-carriage-return', '2.2', 'HTTP/1.1 101 x\n', 'x\n'],
    ['return', 'head-carriage-return-without-line-feed', '2.2', `${status}A: b\rc`, 'b\rc'],
    ['folded', 'field-line-folded', '5.2', `${status}A: b\r\n c\r\n`, 'b\r\n '],
    ['name', 'field-name-malformed', '5', `${status}Upgrade\r\n`, 'Upgrade\r'],
    ['name-before-space', 'field-name-before-space', '5.1', `${status}Upgrade : a`, 'Upgrade '],
    ['value', 'field-value-with-control', '5', `${status}Upgrade: a\0b`, 'a\0'],
  ];
  return rows.map(([id, rule, section, text, upTo]) => ({
    id: `head-${id}`,
    title: `A response whose head breaks the rule ${rule}`,
    section: `RFC 9112 §${section}`,
    text,
    breaks: { rule, upTo },
  }));
}

function statusLineRows(): HeadRow[] {
  const malformed: readonly (readonly [id: string, text: string, upTo: string])[] = [
    ['no-space', 'HTTP/1.1 101Switching\r\n', '101S'],
    ['no-digits', 'HTTP/1.1 1O1 Switching\r\n', '1 1O'],
    ['four-digits', 'HTTP/1.1 1010 Switching\r\n', '1010'],
    ['two-spaces', 'HTTP/1.1  101 Switching\r\n', '1.1  '],
    ['other-protocol', 'ICY 200 OK\r\n', 'I'],
    ['in-lower-case', 'http/1.1 101 Switching\r\n', 'h'],
    ['empty-line-first', '\r\nHTTP/1.1 101 Switching\r\n', '\r'],
    ['nul-first', '\0HTTP/1.1 101 Switching\r\n', '\0'],
    ['nul-in-reason', 'HTTP/1.1 101 Swit\0ching\r\n', 'Swit\0'],
    ['delete-in-reason', 'HTTP/1.1 101 Swit\x7fching\r\n', 'Swit\x7f'],
    ['a-frame', '\x81\x05Hello', '\x81'],
  ];
  const versions = ['HTTP/1.0 101 Switching Protocols', 'HTTP/2.0 101 Switching Protocols'];
  return [
    ...malformed.map(
      ([id, text, upTo]): HeadRow => ({
        id: `status-line-${id}`,
        title: `An invalid status line: ${id.replaceAll('-', ' ')}`,
        section: 'RFC 9112 §4',
        text,
        breaks: { rule: 'status-line-malformed', upTo },
      }),
    ),
    ...versions.map(
      (firstLine): HeadRow => ({
        id: `version-${firstLine.slice(5, 8)}`,
        title: `The status line ${firstLine}`,
        section: '§4.1',
        firstLine,
        breaks: { rule: 'http-version-unsupported' },
      }),
    ),
  ];
}

function fieldRows(): HeadRow[] {
  const accept = 'Sec-WebSocket-Accept';
  const subprotocol = 'Sec-WebSocket-Protocol';
  const chat = { subprotocols: ['chat'] };
  return [
    ...refused('Upgrade', 'answer-upgrade-not-websocket', [
      ...[[], 'websockets', 'h2c', 'websocket, h2c', ''],
      ['websocket', 'websocket'],
    ]),
    ...refused('Connection', 'answer-connection-not-upgrade', [[], 'close', 'upgraded', '']),
    ...refused(accept, 'accept-value-wrong', [
      ...[[], '', 's3pPLMBiTxaQ9kYGzzhZRbK+xOp=', SAMPLE_ACCEPT.toLowerCase()],
      ...[SAMPLE_ACCEPT.slice(0, -1), `${SAMPLE_ACCEPT}, ${SAMPLE_ACCEPT}`, `"${SAMPLE_ACCEPT}"`],
    ]),
    ...refused(
      accept,
      'field-repeated',
      [[SAMPLE_ACCEPT, SAMPLE_ACCEPT]],
      undefined,
      'accept-twice',
    ),
    ...refused(
      subprotocol,
      'subprotocol-not-offered',
      ['Chat', 'superchat', 'chat, chat', 'chat, x', '', 'ch\xe4t'],
      chat,
    ),
    ...refused(subprotocol, 'subprotocol-not-offered', ['chat'], undefined, 'protocol-unasked'),
    ...refused(subprotocol, 'field-repeated', [['chat', 'chat']], chat, 'protocol-twice'),
    ...refused(
      subprotocol,
      'subprotocol-missing',
      [[]],
      { ...chat, requireSubprotocol: true },
      'protocol-missing',
    ),
  ];
}

/** Extensions that were not offered, or that cannot be in use together (§9.1; RFC 7692 §7.1). */
function extensionRows(): HeadRow[] {
  const deflate = 'permessage-deflate';
  const row = (id: string, rule: Rule, values: Values, offered: readonly string[] = [deflate]) => {
    const options = offered.length === 0 ? undefined : { extensions: offered };
    return refused('Sec-WebSocket-Extensions', rule, values, options, id);
  };
  const malformed = ['', 'foo; =1', 'foo;;bar', 'foo=1', '"foo"'];
  const others = ['foo', `${deflate}, foo`, 'Permessage-Deflate'];
  const twice = [`${deflate}, ${deflate}`, [deflate, `${deflate}; server_no_context_takeover`]];
  const both = [deflate, 'permessage-bzip2'];
  return [
    ...row('extensions', 'extensions-malformed', malformed),
    ...row('extension-unasked', 'extension-not-offered', [deflate], []),
    ...row('extension-other', 'extension-not-offered', others),
    ...row('extension-twice', 'extension-repeated', twice),
    ...row('extension-answer', 'extension-answer-illegal', illegalAnswers),
    ...row('extension-bits', 'extension-bits-overlap', [both.join(', ')], both),
  ];
}

/** Responses to a client that offered the bare name. */
const illegalAnswers = [
  'permessage-deflate; server_max_window_bits=16',
  'permessage-deflate; server_max_window_bits=7',
  'permessage-deflate; server_max_window_bits=08',
  'permessage-deflate; server_max_window_bits',
  'permessage-deflate; client_max_window_bits=10',
  'permessage-deflate; server_no_context_takeover=1',
  'permessage-deflate; unknown',
];

type Values = readonly (string | readonly string[])[];

/** A field with each of some values, each of which breaks a rule. */
function refused(
  name: string,
  rule: Rule,
  values: Values,
  options?: VectorOptions,
  id: string = name.toLowerCase().replace('sec-websocket-', ''),
): HeadRow[] {
  return values.map((value, i) => ({
    id: values.length === 1 ? id : `${id}-${i + 1}`,
    title: titleOf(name, [value].flat()),
    section: rule === 'extension-answer-illegal' ? 'RFC 7692 §7.1' : sectionOf(name, rule),
    ...(options === undefined ? {} : { options }),
    fields: { [name]: value },
    breaks: { rule },
  }));
}

function titleOf(name: string, values: readonly string[]): string {
  if (values.length === 0) return `No ${name}`;
  return `${name}: ${values.join(' | ')}`.trim();
}

function sectionOf(name: string, rule: Rule): string {
  if (rule === 'subprotocol-missing') return 'WHATWG WebSockets §3.1';
  if (rule === 'field-repeated') return '§11.3';
  return name === 'Sec-WebSocket-Extensions' ? '§9.1' : '§4.1';
}

/** One byte, or one field, more than the limit; all heads count together. */
const limitRows: readonly HeadRow[] = [
  {
    id: 'line-over-limit',
    title: 'A line that is one byte too long',
    section: 'RFC 6585 §5',
    options: { limits: { maxHandshakeLineBytes: 51 } },
    breaks: { rule: 'head-line-too-long', upTo: `${SAMPLE_ACCEPT}\r\n` },
  },
  {
    id: 'head-over-limit',
    title: 'A head that is one byte too long',
    section: 'RFC 6585 §5',
    options: { limits: { maxHandshakeBytes: 128 } },
    breaks: { rule: 'head-too-long' },
  },
  {
    id: 'heads-over-limit',
    title: 'An interim response and the final one that are one byte too long together',
    section: 'RFC 6585 §5',
    options: { limits: { maxHandshakeBytes: 153 } },
    firstLine: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols',
    breaks: { rule: 'head-too-long' },
  },
  {
    id: 'fields-over-limit',
    title: 'One field too many: it fails where it begins',
    section: 'RFC 6585 §5',
    options: { limits: { maxHandshakeFields: 2 } },
    breaks: { rule: 'too-many-fields', upTo: 'Connection: Upgrade\r\nS' },
  },
];
