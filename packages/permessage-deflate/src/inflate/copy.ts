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
  const isLong = end - start > SHORT;
  if (isLong && distance === 1) {
    window.fill(window[start - 1]!, start, end);
    return;
  }
  const near = isLong ? start + (distance < SHORT ? SHORT : 0) : end;
  let position = start;
  if (distance < 2 * WORD) {
    // What repeats is whole words four times as far back: one that is read in two parts takes long.
    const whole = Math.min(near, start + 3 * distance);
    while (position < whole) window[position] = window[position++ - distance]!;
  }
  for (let from = start - distance; position < near; from += 2 * WORD) {
    words.setInt32(position, words.getInt32(from, true), true);
    words.setInt32(position + WORD, words.getInt32(from + WORD, true), true);
    position += 2 * WORD;
  }
  // What repeats is copied twice as far each time.
  let reach = distance + near - start - ((near - start) % distance);
  for (position = near; position < end; reach += reach) {
    const count = Math.min(reach, end - position);
    window.copyWithin(position, position - reach, position - reach + count);
    position += count;
  }
}
