import { describe, expect, it } from '@jest/globals';
import { copyBytes, copyInto } from 'sansocket/bytes';
import { plainBytes } from '../../src/bytes/index.ts';
import { pattern } from '../support/bytes.ts';

describe('plainBytes()', () => {
  it('gives a Uint8Array back as it is', () => {
    const bytes = pattern(4);
    expect(plainBytes(bytes, 'chunk')).toBe(bytes);
  });

  it('gives a view of the same bytes for a Buffer', () => {
    const buffer = Buffer.from('abcdef').subarray(1, 5);
    const plain = plainBytes(buffer, 'chunk');
    expect(plain.constructor).toBe(Uint8Array);
    expect(plain.buffer).toBe(buffer.buffer);
    expect(plain).toEqual(new Uint8Array([0x62, 0x63, 0x64, 0x65]));
  });

  it.each<[unknown, string]>([
    ['text', 'a string'],
    [null, 'null'],
    [undefined, 'undefined'],
    [7, '7'],
    [[1, 2], 'an array with 1, 2'],
    [new ArrayBuffer(2), 'an ArrayBuffer'],
    [new Uint16Array(2), 'a Uint16Array'],
  ])('throws a TypeError for %p', (value, kind) => {
    const message = `chunk must be a Uint8Array, got ${kind}`;
    expect(() => plainBytes(value as Uint8Array, 'chunk')).toThrow(new TypeError(message));
  });
});

describe('copyInto()', () => {
  it.each([0, 5, 40, 100])('copies the first %i bytes to a position, and no more', (length) => {
    const target = new Uint8Array(length + 10);
    copyInto(target, 4, pattern(200), 0, length);
    const expected = new Uint8Array(length + 10);
    expected.set(pattern(200).slice(0, length), 4);
    expect(target).toEqual(expected);
  });
});

describe('copyBytes()', () => {
  it.each([0, 1, 31, 32, 33, 64, 1000])('copies %i bytes into an array of their own', (length) => {
    const source = pattern(length);
    const copy = copyBytes(source);
    expect(copy).toEqual(source);
    expect(copy.buffer).not.toBe(source.buffer);
    expect(copy.buffer.byteLength).toBe(length);
  });

  it.each([20, 60])('copies a range of %i bytes', (length) => {
    const source = pattern(100);
    expect(copyBytes(source, 3, 3 + length)).toEqual(source.slice(3, 3 + length));
    expect(copyBytes(source, 100 - length)).toEqual(source.slice(100 - length));
  });

  it('has the array made that it copies to, for as many bytes', () => {
    const asked: number[] = [];
    const made = new Uint8Array(7);
    const allocate = (bytes: number): Uint8Array => {
      asked.push(bytes);
      return made;
    };
    expect(copyBytes(pattern(20), 3, 10, allocate)).toBe(made);
    expect(made).toEqual(pattern(20).slice(3, 10));
    expect(asked).toEqual([7]);
  });
});
