import { describe, expect, it } from '@jest/globals';
import {
  hex,
  landmarksOf,
  serializeFrame,
  serializeFrames,
  toHex,
  utf8,
} from '@sansocket/testkit/wire';

const hello = utf8('Hello');
const maskingKey = hex('37 fa 21 3d');

describe('serializeFrame()', () => {
  it('writes the examples of RFC 6455 §5.7', () => {
    const bytes = (frame: Parameters<typeof serializeFrame>[0]): string =>
      toHex(serializeFrame(frame));

    expect(bytes({ opcode: 1, payload: hello })).toBe('81 05 48 65 6c 6c 6f');
    expect(bytes({ opcode: 1, payload: hello, maskingKey })).toBe(
      '81 85 37 fa 21 3d 7f 9f 4d 51 58',
    );
    expect(bytes({ opcode: 1, fin: false, payload: utf8('Hel') })).toBe('01 03 48 65 6c');
    expect(bytes({ opcode: 0, payload: utf8('lo') })).toBe('80 02 6c 6f');
    expect(bytes({ opcode: 9, payload: hello })).toBe('89 05 48 65 6c 6c 6f');
    expect(bytes({ opcode: 2, payload: new Uint8Array(256) }).slice(0, 11)).toBe('82 7e 01 00');
    expect(bytes({ opcode: 2, payload: new Uint8Array(65_536) }).slice(0, 29)).toBe(
      '82 7f 00 00 00 00 00 01 00 00',
    );
  });

  it('writes what no sender may write', () => {
    const payload = hex('61');

    expect(toHex(serializeFrame({ opcode: 15, reservedBits: 0x70, fin: false, payload }))).toBe(
      '7f 01 61',
    );
    expect(toHex(serializeFrame({ opcode: 9, payload, lengthForm: 16 }))).toBe('89 7e 00 01 61');
    expect(toHex(serializeFrame({ opcode: 2, payload, declaredLength: 2n ** 64n - 1n }))).toBe(
      '82 7f ff ff ff ff ff ff ff ff 61',
    );
    expect(toHex(serializeFrame({ opcode: 2, payload, lengthForm: 7, declaredLength: 200n }))).toBe(
      '82 48 61',
    );
  });
});

describe('landmarksOf()', () => {
  it('names the borders of every part of a frame, and the inside of characters', () => {
    const frames = [
      { opcode: 1, payload: utf8('aé€'), maskingKey },
      { opcode: 2, payload: new Uint8Array(126) },
    ];

    expect(landmarksOf(frames)).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6, 8, 10, 11, 12],
      ...[13, 14, 15, 16, 142],
    ]);
    expect(landmarksOf(frames).at(-1)).toBe(serializeFrames(frames).length);
  });
});
