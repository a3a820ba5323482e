/**
 * Strings to bytes and back: any UTF-16 units, lone surrogates too.
 *
 *     byte 0   bit 0: two bytes for each unit
 *     byte 1   position to encode to
 *
 * @module
 */
import { decodeLatin1, encodeUtf8, encodeUtf8Into } from 'sansocket/bytes';
import { utf8Words } from './dictionary.ts';
import { expectEqual } from './expect.ts';
import { bit, Input } from './input.ts';
import type { Target } from './target.ts';

/** The encoder of text. */
export const text: Target = {
  name: 'text',
  promise: 'Text encodes as the engine encodes it, into a new array and into a given one',
  maxBytes: 1024,
  stepsPerByte: 60,
  dictionary: utf8Words,
  run(bytes) {
    const input = new Input(bytes);
    const wide = bit(input.byte(), 0);
    const position = input.byte();
    const string = input.restAsText(wide);
    const expected = new TextEncoder().encode(string);
    expectEqual(encodeUtf8(string), expected, 'the encoded text and the engine’s');
    const target = new Uint8Array(position + 3 * string.length);
    const written = encodeUtf8Into(string, target, position);
    const encoded = target.slice(position, position + written);
    expectEqual(encoded, expected, 'the text encoded into an array and the engine’s');
    expectEqual(target.slice(0, position), new Uint8Array(position), 'the bytes before it and 0');
    const latin1 = Buffer.from(bytes).toString('latin1');
    expectEqual(decodeLatin1(bytes), latin1, 'the bytes as Latin-1 and the engine’s');
  },
};
