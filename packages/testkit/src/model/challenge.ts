/**
 * The challenge of hybi-00 and its answer (hybi-00 §1.3, §5.2), with MD5 from its own description (RFC 1321 §3).
 *
 * @module
 */

import { joined, octets } from './octets.ts';

/** Bytes after the head of the request. */
export const KEY3_LENGTH = 8;

/** The faults of a key of the request. */
export type ChallengeRule =
  | 'challenge-key-without-number'
  | 'challenge-key-without-spaces'
  | 'challenge-key-not-multiple';

/** The number in a value of Sec-WebSocket-Key1 or -Key2. */
export type ChallengeKey =
  | { readonly rule: ChallengeRule }
  | { readonly rule?: undefined; readonly part: number };

/** Steps 4 to 8 of hybi-00 §5.2: the digits make a number, which the spaces divide. */
export function readChallengeKey(value: string): ChallengeKey {
  const characters = Array.from(value);
  const digits = characters.filter((character) => character >= '0' && character <= '9');
  const spaces = BigInt(characters.filter((character) => character === ' ').length);
  const number = BigInt(digits.join('') || -1);
  if (number < 0n || number >= 2n ** 32n) return { rule: 'challenge-key-without-number' };
  if (spaces === 0n) return { rule: 'challenge-key-without-spaces' };
  if (number % spaces !== 0n) return { rule: 'challenge-key-not-multiple' };
  return { part: Number(number / spaces) };
}

/** The 16 bytes that answer two faultless keys and the 8 bytes after the head. */
export function challengeAnswer(key1: string, key2: string, key3: Uint8Array): Uint8Array {
  const parts = [key1, key2].map((key) => {
    const reading = readChallengeKey(key);
    if (reading.rule !== undefined) throw new RangeError(`A key breaks the rule ${reading.rule}`);
    return octets(bigEndian(reading.part));
  });
  return md5(joined(...parts, key3));
}

function bigEndian(number: number): string {
  const places = [24, 16, 8, 0].map((place) => Math.floor(number / 2 ** place) % 256);
  return String.fromCharCode(...places);
}

/** Shifts of the four rounds (RFC 1321 §3.4). */
const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** For a short message, up to 55 bytes. */
function md5(message: Uint8Array): Uint8Array {
  const block = new Uint8Array(64);
  block.set(message);
  block[message.length] = 0x80;
  const words = new DataView(block.buffer);
  words.setUint32(56, 8 * message.length, true);
  const begin = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const;
  let [a, b, c, d] = begin as readonly [number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const round = Math.floor(i / 16);
    const word = words.getUint32(4 * wordAt(round, i), true);
    const sine = Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1)));
    const sum = (a + mixed(round, b, c, d) + word + sine) % 2 ** 32;
    [a, b, c, d] = [d, (b + rotated(sum, SHIFTS[round]![i % 4]!)) % 2 ** 32, b, c];
  }
  const digest = new DataView(new ArrayBuffer(16));
  for (const [i, word] of [a, b, c, d].entries()) {
    digest.setUint32(4 * i, (word + begin[i]!) % 2 ** 32, true);
  }
  return new Uint8Array(digest.buffer);
}

function wordAt(round: number, i: number): number {
  return [i, 5 * i + 1, 3 * i + 5, 7 * i][round]! % 16;
}

function mixed(round: number, b: number, c: number, d: number): number {
  const all = [(b & c) | (~b & d), (b & d) | (c & ~d), b ^ c ^ d, c ^ (b | ~d)];
  return all[round]! >>> 0;
}

function rotated(word: number, count: number): number {
  return ((word << count) | (word >>> (32 - count))) >>> 0;
}
