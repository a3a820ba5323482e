/**
 * Copies within the window, byte after byte: the source may include bytes of the same copy (RFC 1951 §3.2.3).
 *
 * @module
 */

/** Copies are made two words at a time, in bytes. */
export const WORD = 4;

/** Up to here, in bytes, a loop is faster than a call into the engine. */
export const SHORT = 64;

/** Bytes after the end of a copy that may be written as well. */
export const COPY_SLACK: number = 2 * WORD - 1;

/** Writes `window[start, end)`, each byte equal to the byte `distance` bytes before it. */
export function copy(
  window: Uint8Array,
  words: DataView,
  start: number,
  distance: number,
  end: number,
): void {
  const near = Math.min(end, start + SHORT);
  if (distance < 2 * WORD) repeat(words, start, distance, near);
  else {
    for (let position = start; position < near; position += 2 * WORD) {
      words.setInt32(position, words.getInt32(position - distance, true), true);
      words.setInt32(position + WORD, words.getInt32(position - distance + WORD, true), true);
    }
  }
  if (near === end) return;
  // Each step copies twice as many bytes.
  let reach = distance + near - start - ((near - start) % distance);
  for (let position = near; position < end; reach += reach) {
    const count = Math.min(reach, end - position);
    window.copyWithin(position, position - reach, position - reach + count);
    position += count;
  }
}

/**
 * Repeats fewer bytes than two words have. They are read once: bytes just written by words of another size are slow to
 * read.
 */
function repeat(words: DataView, start: number, distance: number, end: number): void {
  if (start >= end) return;
  let low = words.getInt32(start - distance, true);
  let high = words.getInt32(start - distance + WORD, true);
  let step = distance;
  const bits = 8 * distance;
  if (distance < WORD) {
    low &= ~(-1 << bits);
    low |= low << bits;
    if (distance === 1) low |= low << 16;
    high = distance === 3 ? low >>> 8 : low;
    step = distance === 3 ? 6 : 8;
  } else {
    // A shift uses the lowest five bits of its number, here those of the second word.
    high = (high & ~(-1 << bits)) | (low << bits);
  }
  for (let position = start; position < end; position += step) {
    words.setInt32(position, low, true);
    words.setInt32(position + WORD, high, true);
  }
}
