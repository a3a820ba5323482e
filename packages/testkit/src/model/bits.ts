/**
 * A stream of bits: the least significant of each byte first (RFC 1951 §3.1.1).
 *
 * @module
 */

/**
 * Returns one bit after the other. After the last it returns zeros and records that it ran out: values made of them
 * have to be discarded.
 */
export class Bits {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The number of bits given out; more than there are once `ranOut`. */
  get position(): number {
    return this.#position;
  }

  /** Whether every bit has been given out, and no read went beyond the last. */
  isAtEnd(): boolean {
    return this.#position === 8 * this.#bytes.length;
  }

  /** Whether a read went beyond the bits that have come. */
  ranOut(): boolean {
    return this.#position > 8 * this.#bytes.length;
  }

  /** The next bit. */
  bit(): number {
    const octet = this.#bytes[this.#position >>> 3] ?? 0;
    return (octet >>> (this.#position++ & 7)) & 1;
  }

  /** The next bits as a number, its least significant bit first. */
  number(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value |= this.bit() << i;
    return value;
  }

  /** Skips the rest of the current byte. */
  skipToByte(): void {
    this.#position = 8 * Math.ceil(this.#position / 8);
  }
}
