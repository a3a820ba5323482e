import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HeadParser, type HeadResult, type Heads } from 'sansocket/handshake';
import { bytesOf, requestText, responseText } from './heads.ts';

type Kind = keyof Heads;

/** Pushes pieces until the head is over; the result is as if they had come in one. */
function parsePieces(head: Kind, pieces: readonly Uint8Array[]): HeadResult<Heads[Kind]> {
  const parser = new HeadParser<Kind>({ head, maxBytes: 400, maxFields: 8, maxLineBytes: 100 });
  let before = 0;
  for (const piece of pieces) {
    const result = parser.push(piece);
    if (result.kind === 'violation') return result;
    if (result.kind === 'done') return { ...result, rest: before + result.rest };
    before += piece.length;
  }
  return { kind: 'need-more' };
}

function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

const kinds: readonly Kind[] = ['request', 'response'];

const examples: readonly [Kind, string][] = [
  ['request', requestText()],
  ['request', `\r\n\r\n${requestText()}\x81\x00`],
  ['request', requestText({ a: 'b\0' })],
  ['request', 'GET / HTTP/1.1\nA: b\r\n\r\n'],
  ['request', 'GET  / HTTP/1.1\r\n\r\n'],
  ['request', `GET /${'x'.repeat(200)} HTTP/1.1\r\n\r\n`],
  ['request', requestText({ a: ['1', '2', '3', '4', '5'] })],
  ['request', requestText({ a: ['x'.repeat(90), 'x'.repeat(90), 'x'.repeat(90)] })],
  ['response', responseText()],
  ['response', 'HTTP/1.1 101\r\nA : b\r\n\r\n'],
];

/** Bytes that often make sense in a head, so that the parser gets beyond the first line. */
const anyHead = (): fc.Arbitrary<Uint8Array> =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'GET ',
          '/x ',
          'HTTP/1.1',
          'HTTP/1.1 101 ',
          '\r\n',
          '\r',
          '\n',
          'A',
          ': ',
          ' ',
        ),
        fc.string({ maxLength: 3, unit: 'binary-ascii' }),
      ),
      { maxLength: 30 },
    )
    .map((parts) => bytesOf(parts.join('')));

describe('laws of HeadParser', () => {
  it.each(examples)('chunking: gives the same for the %s %j at every cut', (kind, text) => {
    const bytes = bytesOf(text);
    const whole = parsePieces(kind, [bytes]);
    expect(parsePieces(kind, byteByByte(bytes))).toEqual(whole);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(parsePieces(kind, [bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
    }
  });

  it('chunking: gives the same for any bytes, whole and byte by byte', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), anyHead(), (kind, bytes) => {
        expect(parsePieces(kind, byteByByte(bytes))).toEqual(parsePieces(kind, [bytes]));
      }),
    );
  });

  it('earliest failure: the bytes before the offset are not refused, those up to it are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), anyHead(), (kind, bytes) => {
        const result = parsePieces(kind, [bytes]);
        if (result.kind !== 'violation') return;
        const { offset } = result.violation;
        expect(parsePieces(kind, [bytes.subarray(0, offset)])).toEqual({ kind: 'need-more' });
        expect(parsePieces(kind, [bytes.subarray(0, offset + 1)])).toEqual(result);
      }),
    );
  });

  it('robustness: any bytes give a result, and are not changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.uint8Array({ maxLength: 500 }), (kind, bytes) => {
        const copy = bytes.slice();
        expect(['done', 'need-more', 'violation']).toContain(parsePieces(kind, [bytes]).kind);
        expect(bytes).toEqual(copy);
      }),
    );
  });

  it('bounded: hostile heads end at the limit, whatever their length', () => {
    for (const endless of ['a', ' ', 'a: b\r\n', '\r\n']) {
      const text = `GET / HTTP/1.1\r\nx: ${endless.repeat(1000)}`;
      const result = parsePieces('request', [bytesOf(text)]);
      const end = result.kind === 'violation' ? result.violation.offset : 0;
      expect(result.kind === 'done' || end <= 400).toBe(true);
    }
  });

  it.each([100, 1000, 10_000])(
    'linear: looks at a byte at most three times, for %i bytes',
    (length) => {
      for (const text of [
        'a'.repeat(length),
        ' \t'.repeat(length / 2),
        'a:b\r\n'.repeat(length / 5),
      ]) {
        // The byte above ASCII keeps the engine's decoder away, which takes no proxy.
        const bytes = bytesOf(`GET / HTTP/1.1\r\nx: \xe9${text}\r\n\r\n`);
        let reads = 0;
        const counting = new Proxy(bytes, {
          get(target, property) {
            if (typeof property === 'string' && /^\d+$/.test(property)) reads++;
            const value: unknown = Reflect.get(target, property, target);
            return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
          },
        });
        const limits = { maxBytes: 20_000, maxFields: 10_000, maxLineBytes: 20_000 };
        const parser = new HeadParser({ head: 'request', ...limits });

        expect(parser.push(counting).kind).toBe('done');
        expect(reads).toBeLessThanOrEqual(3 * bytes.length);
      }
    },
  );
});
