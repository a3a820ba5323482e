/**
 * Bits to bytes, the first bit lowest (RFC 1951 §3.1.1).
 *
 * @module
 */

/** Bytes with room for more, and the bits of an incomplete byte. */
export interface BitOutput {
  readonly bytes: Uint8Array;
  /** Whole bytes. */
  length: number;
  /** The last `count` bits: fewer than 16. */
  hold: number;
  count: number;
}

/** Writes up to 16 bits. */
export function putBits(output: BitOutput, value: number, count: number): void {
  output.hold |= value << output.count;
  output.count += count;
  if (output.count < 16) return;
  output.bytes[output.length++] = output.hold;
  output.bytes[output.length++] = output.hold >>> 8;
  output.hold >>>= 16;
  output.count -= 16;
}

/** Writes the bits that make whole bytes. */
export function putBytes(output: BitOutput): void {
  if (output.count < 8) return;
  output.bytes[output.length++] = output.hold;
  output.hold >>>= 8;
  output.count -= 8;
}

/** Fills the last byte up with zeros. */
export function alignOutput(output: BitOutput): void {
  putBytes(output);
  if (output.count > 0) output.bytes[output.length++] = output.hold;
  output.hold = 0;
  output.count = 0;
}
