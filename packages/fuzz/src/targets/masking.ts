/**
 * Masking of payloads (RFC 6455 §5.3).
 *
 *     bytes 0 to 3   the masking key
 *     byte 4   offset in the payload
 *     byte 5   bits 0 to 2: where the payload begins in its buffer
 *     bytes 6, 7   chunk sizes
 *
 * @module
 */
import { applyMask, keyToWord, maskInPlace, wordToKey } from 'sansocket/masking';
import { expectEqual } from './expect.ts';
import { cut, Input } from './input.ts';
import type { Target } from './target.ts';

/** Masking, whole, in pieces and in place. */
export const masking: Target = {
  name: 'masking',
  promise: 'Each byte is the XOR of RFC 6455 §5.3, however the payload is cut and aligned',
  maxBytes: 1024,
  stepsPerByte: 60,
  dictionary: [],
  run(bytes) {
    const input = new Input(bytes);
    const key = Uint8Array.from({ length: 4 }, () => input.byte());
    const offset = input.byte();
    const start = input.byte() & 7;
    const sizes = input.chunkSizes();
    const payload = input.rest();
    const expected = payload.map((byte, i) => byte ^ key[(offset + i) % 4]!);

    const aligned = new Uint8Array(start + payload.length + 8).fill(0xee);
    aligned.set(payload, start);
    const end = start + payload.length;
    expectEqual(applyMask(aligned.subarray(start, end), key, offset), expected, 'a masked payload');
    expectEqual(aligned.slice(start, end), payload, 'the payload before and after');
    let at = offset;
    const pieces = cut(payload, sizes).map((piece) => {
      at += piece.length;
      return applyMask(piece, key, at - piece.length);
    });
    expectEqual(Uint8Array.from(Buffer.concat(pieces)), expected, 'a payload masked in pieces');

    maskInPlace(aligned, start, end, keyToWord(key), offset);
    expectEqual(aligned.slice(start, end), expected, 'a payload masked in place');
    aligned.fill(0xee, start, end);
    expectEqual(aligned, new Uint8Array(aligned.length).fill(0xee), 'the bytes around it');
    expectEqual(wordToKey(keyToWord(key)), key, 'the key as a word and back');
  },
};
