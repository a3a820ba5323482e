/**
 * A stream of bits: the least significant of each byte first (RFC 1951 §3.1.1).
 *
 * @module
 */

/**
 * Gives out one bit after the other. Behind the last it gives zeros and remembers that it ran out:
 * what was made of them is to be thrown away.
 */
export class Bits {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether every bit has been given out, and none that was not there. */
  isAtEnd(): boolean {
    return this.#position === 8 * this.#bytes.length;
  }

  /** Whether bits were asked for that have not come. */
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

  /** Skips what is left of the byte that is begun. */
  skipToByte(): void {
    this.#position = 8 * Math.ceil(this.#position / 8);
  }
}
