/**
 * Plain `Uint8Array`s from whatever subclass a runtime hands in: `slice` of Node's `Buffer` is a view
 * where that of its base class is a copy, so core works on the base class only.
 *
 * @module
 */

/** @returns The same bytes as a plain `Uint8Array`, not copied. Throws TypeError for anything else. */
export function plainBytes(bytes: unknown, name: string): Uint8Array {
  if (bytes instanceof Uint8Array) {
    return bytes.constructor === Uint8Array
      ? bytes
      : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  throw new TypeError(
    `${name} must be a Uint8Array, got ${bytes === null ? 'null' : typeof bytes}`,
  );
}

/** @returns `bytes[start, end)` in a new array. */
export function copyBytes(bytes: Uint8Array, start = 0, end: number = bytes.length): Uint8Array {
  const copy = new Uint8Array(end - start);
  if (copy.length > 32) copy.set(bytes.subarray(start, end));
  else for (let i = 0; i < copy.length; i++) copy[i] = bytes[start + i]!;
  return copy;
}
