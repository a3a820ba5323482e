/**
 * How a text or the payload of a Close frame that has begun can end validly (RFC 6455 §5.5.1, §7.4,
 * §8.1): found by trial, with the engine's strict decoder as the judge.
 *
 * @module
 */

import { concat } from './bytes.ts';

/** The shortest bytes after which the whole is UTF-8; `undefined` when there are none. */
export function textEnding(text: Uint8Array): readonly number[] | undefined {
  for (const length of [0, 1, 2, 3]) {
    // The second byte of a code point has the narrowest choice: one of these fits wherever one does.
    for (const first of [0x80, 0x90, 0xa0]) {
      const ending = [first, 0x80, 0x80].slice(0, length);
      if (isUtf8(concat(text, Uint8Array.from(ending)))) return ending;
    }
  }
  return undefined;
}

/** The same for a Close frame with a payload of `length` bytes: a code, then UTF-8. */
export function closeEnding(payload: Uint8Array, length: number): readonly number[] | undefined {
  const [high, low] = payload;
  if (length === 0) return [];
  if (high === undefined) return [0x03, 0xe8];
  if (low !== undefined) return isCode(256 * high + low) ? textEnding(payload.slice(2)) : undefined;
  const lows = Array.from({ length: 256 }, (_, i) => i).filter((i) => isCode(256 * high + i));
  return lows.length > 0 ? lows.slice(0, 1) : undefined;
}

function isCode(code: number): boolean {
  const isReserved = [1004, 1005, 1006, 1015].includes(code);
  return (code >= 1000 && code < 1016 && !isReserved) || (code >= 3000 && code < 5000);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
