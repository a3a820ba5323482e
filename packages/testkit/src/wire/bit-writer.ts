/**
 * Bits to bytes in the order of DEFLATE (RFC 1951 §3.1.1): the first bit is the lowest of its byte.
 *
 * @module
 */

/** Collects bits. */
export class BitWriter {
  readonly #bytes: number[] = [];
  /** Used bits of the last byte: 1 to 8, or 8 before the first byte. */
  #taken = 8;

  /** Writes the lowest `count` bits of a number, the lowest of them first. */
  number(value: number, count: number): void {
    for (let i = 0; i < count; i++) this.#bit((value >>> i) & 1);
  }

  /** Writes the lowest `count` bits of a number, the highest of them first, which is the order of Huffman codes. */
  code(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.#bit((value >>> i) & 1);
  }

  /** Fills the last byte up with zeros. */
  align(): void {
    this.#taken = 8;
  }

  /** The written bytes, the last byte filled up with zeros. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #bit(bit: number): void {
    if (this.#taken === 8) {
      this.#bytes.push(0);
      this.#taken = 0;
    }
    this.#bytes[this.#bytes.length - 1]! |= bit << this.#taken++;
  }
}
