/**
 * Vectors of requests whose head is not HTTP/1.1, or too long: each fails at the byte that shows it (RFC 9112 §2 to
 * §5).
 *
 * @module
 */

import { type HeadRow, requestVectors } from './head-vectors.ts';
import { SAMPLE_KEY } from './heads-by-hand.ts';
import type { Vector } from './vector.ts';

/** Heads that nothing valid can follow. */
export function requestHeadsVectors(): Vector[] {
  return requestVectors('request-heads', [
    ...lineEndRows(),
    ...requestLineRows(),
    ...fieldLineRows(),
    ...limitRows,
  ]);
}

type Row = readonly [id: string, title: string, head: string, upTo: string];

/** A line ends with CR LF and with nothing else (RFC 9112 §2.2). */
function lineEndRows(): HeadRow[] {
  const feeds: readonly Row[] = [
    ['request-line', 'A request line that ends with LF', 'GET / HTTP/1.1\nHost', '1.1\n'],
    ['field-line', 'A field line that ends with LF', 'GET / HTTP/1.1\r\nHost: a\nUpgrade', 'a\n'],
    ['last-line', 'LF as the last line', 'GET / HTTP/1.1\r\nHost: a\r\n\n', '\r\n\n'],
    ['in-name', 'LF in a field name', 'GET / HTTP/1.1\r\nHo\nst: a\r\n', 'Ho\n'],
    ['first', 'LF in front of the request', '\nGET / HTTP/1.1\r\n', '\n'],
  ];
  const returns: readonly Row[] = [
    ['request-line', 'CR alone behind the request line', 'GET / HTTP/1.1\rHost: a\r\n', '1.1\rH'],
    ['field-line', 'CR alone inside a value', 'GET / HTTP/1.1\r\nHost: a\rb\r\n', 'a\rb'],
    ['twice', 'CR CR LF', 'GET / HTTP/1.1\r\nHost: a\r\r\n', 'a\r\r'],
    ['last-line', 'CR alone as the last line', 'GET / HTTP/1.1\r\nHost: a\r\n\rb', '\n\rb'],
    ['first', 'CR alone in front of the request', '\rGET / HTTP/1.1\r\n', '\rG'],
  ];
  return [
    ...rowsOf('line-feed', 'head-line-feed-without-carriage-return', 'RFC 9112 §2.2', feeds),
    ...rowsOf('return', 'head-carriage-return-without-line-feed', 'RFC 9112 §2.2', returns),
  ];
}

/** A method, a target and a version, one space between them (RFC 9112 §3). */
function requestLineRows(): HeadRow[] {
  const rows: readonly Row[] = [
    ['no-method', 'A space in front of the method', ' GET / HTTP/1.1\r\n', ' '],
    ['method-no-token', 'A method that is no token', 'G(T / HTTP/1.1\r\n', 'G('],
    ['two-spaces', 'Two spaces behind the method', 'GET  / HTTP/1.1\r\n', 'GET  '],
    ['tab', 'A tab behind the method', 'GET\t/ HTTP/1.1\r\n', 'GET\t'],
    ['two-spaces-later', 'Two spaces behind the target', 'GET /  HTTP/1.1\r\n', '/  '],
    ['no-version', 'No version', 'GET /\r\n', '/\r'],
    ['version-in-lower-case', 'A version in lower case', 'GET / http/1.1\r\n', '/ h'],
    ['version-of-two-digits', 'A version of two digits', 'GET / HTTP/1.10\r\n', '1.10'],
    ['space-at-end', 'A space behind the version', 'GET / HTTP/1.1 \r\n', '1.1 '],
    ['fragment', 'A target with a fragment', 'GET /#top HTTP/1.1\r\n', '/#'],
    ['target-obs-text', 'A target with a byte beyond ASCII', 'GET /\xe4 HTTP/1.1\r\n', '/\xe4'],
    ['target-control', 'A target with a control character', 'GET /\x7f HTTP/1.1\r\n', '/\x7f'],
    ['three-empty-lines', 'Three empty lines in front', '\r\n\r\n\r\nGET', '\r\n\r\n\r'],
    ['tls', 'The first bytes of TLS', '\x16\x03\x01\x02', '\x16'],
  ];
  return rowsOf('request-line', 'request-line-malformed', 'RFC 9112 §3', rows);
}

/** A token, a colon and a value (RFC 9112 §5). */
function fieldLineRows(): HeadRow[] {
  const line = (text: string): string => `GET / HTTP/1.1\r\nHost: a\r\n${text}`;
  const folded: readonly Row[] = [
    ['space', 'A line that starts with a space', line(' b\r\n'), '\r\n '],
    ['tab', 'A line that starts with a tab', line('\tb\r\n'), '\r\n\t'],
    ['first', 'A space behind the request line', 'GET / HTTP/1.1\r\n Host: a\r\n', '\r\n '],
  ];
  const names: readonly Row[] = [
    ['no-colon', 'A field line without a colon', line('Upgrade\r\n'), 'Upgrade\r'],
    ['empty', 'A field without a name', line(': b\r\n'), '\n:'],
    ['no-token', 'A field name with a parenthesis', line('Up(grade: b\r\n'), 'Up('],
    ['obs-text', 'A field name with a byte beyond ASCII', line('\xdcpgrade: b\r\n'), '\xdc'],
    ['nul', 'A field name with NUL', line('Up\0grade: b\r\n'), 'Up\0'],
  ];
  const spaces: readonly Row[] = [
    ['space', 'A space in front of the colon', line('Upgrade : b\r\n'), 'Upgrade '],
    ['tab', 'A tab in front of the colon', line('Upgrade\t: b\r\n'), 'Upgrade\t'],
  ];
  const values: readonly Row[] = [
    ['nul', 'NUL in a value', line('X: a\0b\r\n'), 'a\0'],
    ['bell', 'A control character in a value', line('X: a\x07b\r\n'), 'a\x07'],
    ['delete', 'DEL in a value', line('X: a\x7fb\r\n'), 'a\x7f'],
    ['first', 'A control character as the first of a value', line('X:\x1bb\r\n'), 'X:\x1b'],
  ];
  return [
    ...rowsOf('folded', 'field-line-folded', 'RFC 9112 §5.2', folded),
    ...rowsOf('name', 'field-name-malformed', 'RFC 9112 §5', names),
    ...rowsOf('name-before', 'field-name-before-space', 'RFC 9112 §5.1', spaces),
    ...rowsOf('value', 'field-value-with-control', 'RFC 9110 §5.5', values),
  ];
}

function rowsOf(
  group: string,
  rule: NonNullable<HeadRow['breaks']>['rule'],
  section: string,
  rows: readonly Row[],
): HeadRow[] {
  return rows.map(([id, title, text, upTo]) => ({
    id: `${group}-${id}`,
    title,
    section,
    text,
    breaks: { rule, status: 400, upTo },
  }));
}

/** One byte, or one field, more than the limit. */
const limitRows: readonly HeadRow[] = [
  {
    id: 'request-line-over-limit',
    title: 'A request line that is one byte too long',
    section: 'RFC 9110 §15.5.15',
    options: { limits: { maxHandshakeLineBytes: 45 } },
    firstLine: `GET /${'x'.repeat(30)} HTTP/1.1`,
    breaks: { rule: 'request-line-too-long', status: 414, offset: 45 },
  },
  {
    id: 'field-line-over-limit',
    title: 'A field line that is one byte too long',
    section: 'RFC 6585 §5',
    options: { limits: { maxHandshakeLineBytes: 44 } },
    breaks: { rule: 'head-line-too-long', status: 431, upTo: `${SAMPLE_KEY}\r\n` },
  },
  {
    id: 'head-over-limit',
    title: 'A head that is one byte too long',
    section: 'RFC 6585 §5',
    options: { limits: { maxHandshakeBytes: 160 } },
    breaks: { rule: 'head-too-long', status: 431 },
  },
  {
    id: 'fields-over-limit',
    title: 'One field too many: it fails where it begins',
    section: 'RFC 6585 §5',
    options: { limits: { maxHandshakeFields: 4 } },
    breaks: { rule: 'too-many-fields', status: 431, upTo: `${SAMPLE_KEY}\r\nS` },
  },
];
