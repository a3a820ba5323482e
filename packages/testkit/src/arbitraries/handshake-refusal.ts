/**
 * Responses of the opening handshake that reject it (RFC 6455 §4.1), with bodies that end in all the ways that HTTP has
 * (RFC 9112 §6.3).
 *
 * @module
 */

import fc from 'fast-check';
import { concat, latin1, serializeHead, utf8, type WireField } from '../wire/index.ts';
import { type AnsweredRequest, handshakeResponse } from './handshake-response.ts';

/** A response that refuses, and the bytes after it. */
export interface Refusal {
  readonly status: number;
  /** How the end of the body is marked. */
  readonly body: 'none' | 'chunked' | 'of a length' | 'until the end';
  /** Whether the body is complete. Never, if the end of the stream ends it. */
  readonly isWhole: boolean;
  readonly bytes: Uint8Array;
}

/** A body as it follows the head. */
interface Body {
  readonly kind: Refusal['body'];
  readonly fields: readonly WireField[];
  readonly bytes: Uint8Array;
}

/** Some of these statuses accept something else, and two have no body. */
const STATUSES = [200, 204, 301, 304, 400, 401, 403, 404, 426, 500, 503] as const;

/**
 * Yields: responses that would open the connection except for their status, with or without a body. Some bodies are
 * incomplete, some chunks are broken, and some have bytes after their end. Shrinks to: 200 without a body.
 */
export function handshakeRefusal(request: AnsweredRequest): fc.Arbitrary<Refusal> {
  const status = fc.constantFrom(...STATUSES);
  const behind = fc.constantFrom('', '\x81\x02hi', 'HTTP/1.1 200 OK\r\n\r\n');
  const cut = fc.option(fc.nat({ max: 60 }), { nil: 0, freq: 1 });
  return fc
    .tuple(handshakeResponse(request), status, body(), behind, cut)
    .map(([{ interim, head }, code, its, more, missing]) => {
      const firstLine = head.firstLine.replace('101', String(code));
      const whole = serializeHead({ ...head, firstLine, fields: [...head.fields, ...its.fields] });
      const isWhole = missing === 0 && its.kind !== 'until the end';
      const sent = its.bytes.subarray(0, Math.max(its.bytes.length - missing, 0));
      const bytes = concat(...interim.map(serializeHead), whole, sent);
      const isOver = isWhole || its.kind === 'none';
      return {
        status: code,
        body: its.kind,
        isWhole: isOver,
        bytes: isOver ? concat(bytes, latin1(more)) : bytes,
      };
    });
}

function body(): fc.Arbitrary<Body> {
  const text = fc.string({ unit: 'grapheme', maxLength: 80 }).map(utf8);
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant<Body>({
      kind: 'none',
      fields: [{ name: 'Content-Length', value: '0' }],
      bytes: new Uint8Array(0),
    }),
    text.map(
      (bytes): Body => ({
        kind: 'of a length',
        fields: [{ name: 'Content-Length', value: String(bytes.length) }],
        bytes,
      }),
    ),
    text.map((bytes): Body => ({ kind: 'until the end', fields: [], bytes })),
    chunkedBody(),
  );
}

/** The last chunk is broken now and then: the data before it counts. */
function chunkedBody(): fc.Arbitrary<Body> {
  const chunk = fc
    .tuple(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.constantFrom('', ';a', ' ;a=b', ';a="b;c"'),
      fc.constantFrom('', '0'),
    )
    .map(([data, extension, zeros]) =>
      concat(latin1(`${zeros}${data.length.toString(16)}${extension}\r\n`), data, latin1('\r\n')),
    );
  const end = fc.constantFrom(
    '0\r\n\r\n',
    '0\r\nTrailer: x\r\n\r\n',
    '00;x\r\n\r\n',
    'x\r\n',
    '-1\r\n',
  );
  const coding = fc.constantFrom('chunked', 'Chunked', 'gzip, chunked');
  return fc.tuple(fc.array(chunk, { maxLength: 4 }), end, coding).map(([chunks, last, value]) => ({
    kind: 'chunked',
    fields: [{ name: 'Transfer-Encoding', value }],
    bytes: concat(...chunks, latin1(last)),
  }));
}
