/**
 * Strict UTF-8 and its decoding (RFC 3629 §4).
 *
 *     byte 0   bit 0: the end of the text is known
 *     bytes 1, 2   chunk sizes
 *
 * @module
 */
import { impossibleByte } from '@sansocket/testkit/model';
import { decodeUtf8, encodeUtf8, Utf8Validator } from 'sansocket/bytes';
import { utf8Words } from './dictionary.ts';
import { expectEqual } from './expect.ts';
import { bit, cut, Input } from './input.ts';
import type { Target } from './target.ts';

/** The validator, and the decoder that uses it. */
export const utf8: Target = {
  name: 'utf8',
  promise:
    'The offending byte is the model’s however the text is cut; valid text decodes as the engine decodes it, and encodes back',
  maxBytes: 1024,
  stepsPerByte: 60,
  dictionary: utf8Words,
  run(bytes) {
    const input = new Input(bytes);
    const knowsEnd = bit(input.byte(), 0);
    const sizes = input.chunkSizes();
    const text = input.rest();
    const expected = impossibleByte(text, knowsEnd ? text.length : Infinity) ?? -1;
    expectEqual(offence([text], knowsEnd), expected, 'the offending byte and the model’s');
    expectEqual(offence(cut(text, sizes), knowsEnd), expected, 'that of the cut text');
    expectEqual(offence(cut(text, [1, 1]), knowsEnd), expected, 'that of the text byte by byte');
    if (!knowsEnd || expected !== -1) return;
    const decoded = decodeUtf8(text);
    const engine = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    expectEqual(decoded, engine.decode(text), 'the decoded text and the engine’s');
    expectEqual(encodeUtf8(decoded), text, 'the text encoded again and as it came');
  },
};

/** Index of the offending byte in all of the text, or -1. */
function offence(chunks: readonly Uint8Array[], knowsEnd: boolean): number {
  const validator = new Utf8Validator();
  let at = 0;
  let left = chunks.reduce((length, chunk) => length + chunk.length, 0);
  for (const chunk of chunks) {
    left -= chunk.length;
    const index = validator.push(chunk, 0, chunk.length, knowsEnd ? left : Infinity);
    if (index !== -1) return at + index;
    at += chunk.length;
  }
  return -1;
}
