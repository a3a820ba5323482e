/**
 * The heads of the opening handshake with the meaning of each line (RFC 6455 §1.3, §4).
 *
 * @module
 */

export interface AnnotatedLine {
  readonly line: string;
  /** Empty where the line speaks for itself. */
  readonly meaning: string;
}

const meanings: readonly (readonly [start: RegExp, meaning: string])[] = [
  [/^GET /, 'the resource name (§4.1)'],
  [/^HTTP\/1\.1 101 /, 'yes: frames from here on (§4.2.2)'],
  [/^Host:/i, 'the server as the client names it'],
  [/^Upgrade:/i, 'away from HTTP, to WebSocket'],
  [/^Connection:/i, 'for this hop'],
  [/^Sec-WebSocket-Key:/i, '16 unpredictable bytes in base64'],
  [/^Sec-WebSocket-Accept:/i, 'SHA-1 of the key and a GUID: it was read'],
  [/^Sec-WebSocket-Version:/i, 'RFC 6455'],
  [/^Sec-WebSocket-Protocol:/i, 'the subprotocol (§1.9)'],
  [/^Sec-WebSocket-Extensions:/i, 'the extensions (§9)'],
];

/** @param head - From the first line to the empty line, with CR LF. */
export function annotateHead(head: string): AnnotatedLine[] {
  return head
    .trimEnd()
    .split('\r\n')
    .map((line) => {
      const meaning = meanings.find(([start]) => start.test(line))?.[1] ?? '';
      return { line, meaning };
    });
}
