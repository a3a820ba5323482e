/**
 * The keys that a client sends (hybi-00 §4.1, steps 16 to 26): numbers hidden among characters and spaces,
 * which a form or script in a browser cannot send.
 *
 * @module
 */

import type { FillRandom } from 'sansocket/masking';
import { KEY3_LENGTH, MAX_NUMBER } from './challenge.ts';
import { type Draw, drawFrom } from './draw.ts';

/** The number of characters besides digits and spaces: U+0021 to U+002F and U+003A to U+007E. */
const OTHERS = 15 + 69;

/** Both keys, the bytes after the head, and a function that shuffles the lines of the head. */
export interface ChallengeKeys {
  readonly key1: string;
  readonly key2: string;
  readonly key3: Uint8Array;
  /** Puts a list into a random order (step 24). */
  shuffle<T>(list: readonly T[]): T[];
}

/** Makes the keys of one request. */
export function createChallengeKeys(fillRandom: FillRandom): ChallengeKeys {
  const draw = drawFrom(fillRandom);
  const key1 = createKey(draw);
  const key2 = createKey(draw);
  const key3 = new Uint8Array(KEY3_LENGTH);
  fillRandom(key3);
  return { key1, key2, key3, shuffle: (list) => shuffle(list, draw) };
}

function createKey(draw: Draw): string {
  const spaces = draw(1, 12);
  const number = draw(0, Math.floor(MAX_NUMBER / spaces));
  let key = `${number * spaces}`;
  for (let left = draw(1, 12); left > 0; left--) {
    const other = draw(0, OTHERS - 1);
    const code = other < 15 ? 0x21 + other : 0x3a + other - 15;
    key = insert(key, draw(0, key.length), String.fromCharCode(code));
  }
  // No space is first or last: white space around a value is not part of the value.
  for (let left = spaces; left > 0; left--) key = insert(key, draw(1, key.length - 1), ' ');
  return key;
}

function insert(text: string, at: number, character: string): string {
  return text.slice(0, at) + character + text.slice(at);
}

function shuffle<T>(list: readonly T[], draw: Draw): T[] {
  const shuffled: T[] = [];
  for (const item of list) shuffled.splice(draw(0, shuffled.length), 0, item);
  return shuffled;
}
