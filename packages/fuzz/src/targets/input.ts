/**
 * An input as a target reads it: first some bytes that choose settings, then the bytes for core.
 *
 *     +-----------+---------------+---------------+----------------
 *     | settings  | a chunk size  | another one   | what is received
 *     | 1 byte …  | 1 byte        | 1 byte        |
 *     +-----------+---------------+---------------+----------------
 *
 * @module
 */
import { isUtf8 } from 'node:buffer';

/** Reads an input from the front. Missing bytes are 0. */
export class Input {
  readonly #bytes: Uint8Array;
  #at = 0;

  /** @param bytes - Not changed. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next byte, for settings. */
  byte(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  /** The next two bytes: the sizes that chunks have by turns, in bytes. */
  chunkSizes(): readonly [number, number] {
    return [Math.max(this.byte(), 1), Math.max(this.byte(), 1)];
  }

  /** All bytes that are left, in a new array. */
  rest(): Uint8Array {
    return this.#bytes.slice(this.#at);
  }

  /**
   * The same as text.
   *
   * @param wide - Two bytes for each UTF-16 unit, so that lone surrogates come in; otherwise UTF-8, or
   *   Latin-1 where it is no UTF-8.
   */
  restAsText(wide: boolean): string {
    const bytes = Buffer.from(this.rest());
    if (wide) return bytes.toString('utf16le');
    return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
  }
}

/** Bytes cut into chunks, each in a separate array. */
export function cut(bytes: Uint8Array, sizes: readonly [number, number]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = sizes[chunks.length % 2]!;
    chunks.push(bytes.slice(at, at + size));
    at += size;
  }
  return chunks;
}

/** Whether a bit is set in a byte of settings. */
export function bit(settings: number, number: number): boolean {
  return ((settings >> number) & 1) === 1;
}
