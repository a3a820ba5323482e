/**
 * Copies within the window, byte after byte: what is copied may be what was copied just before (RFC 1951 §3.2.3).
 *
 * @module
 */

/** Copies are made two words at a time, in bytes. */
export const WORD = 4;

/** Up to here, in bytes, a loop is faster than a call into the engine. */
export const SHORT = 64;

/** Bytes behind the end of a copy that may be written as well. */
export const COPY_SLACK: number = 2 * WORD - 1;

/** Writes `window[start, end)`, each byte what stands `distance` bytes before it. */
export function copy(
  window: Uint8Array,
  words: DataView,
  start: number,
  distance: number,
  end: number,
): void {
  if (end - start > SHORT) {
    copyLong(window, words, start, distance, end);
    return;
  }
  let position = start;
  if (distance < 2 * WORD) {
    // What repeats is whole words four times as far back: one that is read in two parts takes long.
    const whole = Math.min(end, start + 3 * distance);
    while (position < whole) window[position] = window[position++ - distance]!;
  }
  for (let from = start - distance; position < end; from += 2 * WORD) {
    words.setInt32(position, words.getInt32(from, true), true);
    words.setInt32(position + WORD, words.getInt32(from + WORD, true), true);
    position += 2 * WORD;
  }
}

/** What repeats itself is copied twice as far each time. */
function copyLong(
  window: Uint8Array,
  words: DataView,
  start: number,
  distance: number,
  end: number,
): void {
  if (distance === 1) {
    window.fill(window[start - 1]!, start, end);
    return;
  }
  let position = start;
  let reach = distance;
  if (distance < SHORT) {
    position += SHORT;
    copy(window, words, start, distance, position);
    reach += SHORT - (SHORT % distance);
  }
  while (position < end) {
    const count = Math.min(reach, end - position);
    window.copyWithin(position, position - reach, position - reach + count);
    position += count;
    reach += count;
  }
}
