/**
 * The challenge of hybi-00 and its answer (hybi-00 §1.3, §5.2).
 *
 *     Sec-WebSocket-Key1  digits and spaces among other characters:
 *     Sec-WebSocket-Key2  the number of the digits, divided by the count of spaces
 *     key 3               8 bytes after the head
 *     answer              MD5( number 1 | number 2 | key 3 ), 16 bytes after the head of the response
 *
 * The numbers have 32 bits each, big-endian, unsigned: up to 4 294 967 295.
 *
 * @module
 */

import { md5 } from '@noble/hashes/legacy.js';
import type { LegacyViolationId } from './legacy-violations.ts';

/** Length in bytes of the key after the head of the request. */
export const KEY3_LENGTH = 8;

/** Length in bytes of the answer after the head of the response. */
export const ANSWER_LENGTH = 16;

/** The largest number in a key: 32 bits, all set. */
export const MAX_NUMBER: number = 2 ** 32 - 1;

/** The result of reading a key: its part of the challenge, or the rule that it breaks. */
export type KeyReading =
  | { readonly ok: true; readonly part: number }
  | { readonly ok: false; readonly rule: LegacyViolationId & `challenge-key-${string}` };

/**
 * Reads the value of Sec-WebSocket-Key1 or -Key2.
 *
 * @param key - The value as received, without white space around it: every space in it counts.
 */
export function readChallengeKey(key: string): KeyReading {
  const digits = key.replace(/[^0-9]/g, '');
  const spaces = key.replace(/[^ ]/g, '').length;
  // A number with too many digits for a double is too large as well.
  const number = Number(digits);
  if (digits === '' || number > MAX_NUMBER)
    return { ok: false, rule: 'challenge-key-without-number' };
  if (spaces === 0) return { ok: false, rule: 'challenge-key-without-spaces' };
  if (number % spaces !== 0) return { ok: false, rule: 'challenge-key-not-multiple' };
  return { ok: true, part: number / spaces };
}

/**
 * Makes the answer to a challenge.
 *
 * @param parts - The parts from key 1 and key 2, each from 0 to 4 294 967 295.
 * @param key3 - 8 bytes.
 * @returns 16 bytes.
 */
export function answerOf(parts: readonly [number, number], key3: Uint8Array): Uint8Array {
  const challenge = new Uint8Array(16);
  const view = new DataView(challenge.buffer);
  view.setUint32(0, parts[0]);
  view.setUint32(4, parts[1]);
  challenge.set(key3, 8);
  return md5(challenge);
}
