/**
 * Annotates the head of a request or a response, line by line, with the meaning of each (RFC 6455 §1.3, §4).
 *
 * @module
 */

import type { Field, Part } from './part.ts';

const meanings: readonly (readonly [start: RegExp, meaning: string])[] = [
  [/^GET /, 'the resource name (§4.1)'],
  [/^HTTP\/1\.1 101/, 'yes: frames from here on (§4.2.2)'],
  [/^HTTP\/1\.1 4/, 'no: the request breaks a rule'],
  [/^HTTP\/1\.1 /, 'an answer of HTTP'],
  [/^Host:/i, 'the server as the client names it'],
  [/^Origin:/i, 'the page that asks (§10.2)'],
  [/^Upgrade:/i, 'away from HTTP, to WebSocket'],
  [/^Connection:/i, 'for this hop alone'],
  [/^Sec-WebSocket-Key:/i, '16 unpredictable bytes in base64'],
  [/^Sec-WebSocket-Accept:/i, 'SHA-1 of the key and a GUID: it was read'],
  [/^Sec-WebSocket-Version:/i, 'the version of RFC 6455 is 13'],
  [/^Sec-WebSocket-Protocol:/i, 'the subprotocol (§1.9)'],
  [/^Sec-WebSocket-Extensions:/i, 'the extensions (§9)'],
  [/^$/, 'the end of the head'],
];

/** @returns The parts of the head so far; it ends with an empty line, or where the bytes end. */
export function annotateHead(bytes: Uint8Array, title: string): Part {
  const fields: Field[] = [];
  let start = 0;
  let isWhole = false;
  while (start < bytes.length) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    const line = latin1Of(bytes.subarray(start, end)).replace(/\r?\n$/, '');
    fields.push({ start, end, kind: 'line', name: line, meaning: meaningOf(line) });
    start = end;
    isWhole = feed >= 0 && line === '';
    if (isWhole) break;
  }
  return { kind: 'head', title, start: 0, end: start, isWhole, fields };
}

function meaningOf(line: string): string {
  return meanings.find(([start]) => start.test(line))?.[1] ?? '';
}

function latin1Of(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
