/**
 * Plain `Uint8Array`s from any subclass that a runtime passes: `slice` returns a view on Node's `Buffer`
 * but a copy on its base class. So core makes views and copies of its own, or works on the base class only.
 *
 * @module
 */

import { aUint8Array, checkKind } from '../options/index.ts';

/** Makes an array of this length; its bytes can have any value. */
export type Allocate = (bytes: number) => Uint8Array;

/** Up to this length, in bytes, a loop copies faster than a call into the engine. */
const SHORT = 32;

/** @returns The same bytes as a plain `Uint8Array`, not copied. Throws TypeError for anything else. */
export function plainBytes(bytes: unknown, name: string): Uint8Array {
  assertBytes(bytes, name);
  return bytes.constructor === Uint8Array ? bytes : viewOf(bytes, 0, bytes.length);
}

/** Throws TypeError for anything but a `Uint8Array` or a subclass of it. */
export function assertBytes(bytes: unknown, name: string): asserts bytes is Uint8Array {
  if (bytes instanceof Uint8Array) return;
  checkKind(name, bytes, aUint8Array);
}

/** @returns A view of `bytes[start, end)`: a plain `Uint8Array`, even if `bytes` is of a subclass. */
export function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

/**
 * @param allocate - Makes the array. Default: `new Uint8Array`.
 * @returns `bytes[start, end)` in a new array.
 */
export function copyBytes(
  bytes: Uint8Array,
  start = 0,
  end: number = bytes.length,
  allocate?: Allocate,
): Uint8Array {
  const copy = allocate?.(end - start) ?? new Uint8Array(end - start);
  copyInto(copy, 0, bytes, start, end);
  return copy;
}

/** Copies `source[start, end)` to a position of `target`. */
export function copyInto(
  target: Uint8Array,
  position: number,
  source: Uint8Array,
  start: number,
  end: number,
): void {
  if (end - start <= SHORT) {
    for (let i = start; i < end; i++) target[position + i - start] = source[i]!;
  } else if (start === 0 && end === source.length) {
    target.set(source, position);
  } else {
    target.set(viewOf(source, start, end), position);
  }
}
