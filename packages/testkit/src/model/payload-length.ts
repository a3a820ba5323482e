/**
 * The payload length of a frame, judged by the lengths that are still possible (RFC 6455 §5.2):
 * after each byte of it there is a shortest and a longest that the bytes to come can make of it.
 *
 *     7 bits     0 to 125
 *     126        126 to 2^16 - 1, in the next 2 bytes
 *     127        2^16 to 2^63 - 1, in the next 8 bytes
 *
 * @module
 */

import type { FrameRule } from './rule.ts';

/** A span of whole numbers. */
export interface Span {
  readonly least: bigint;
  readonly most: bigint;
}

/** Lengths that may be written in a form. */
const legal: Readonly<Record<7 | 16 | 64, Span>> = {
  7: { least: 0n, most: 125n },
  16: { least: 126n, most: 2n ** 16n - 1n },
  64: { least: 2n ** 16n, most: 2n ** 63n - 1n },
};

/** The form that the seven bits announce. */
export function lengthForm(sevenBits: number): 7 | 16 | 64 {
  if (sevenBits === 126) return 16;
  return sevenBits === 127 ? 64 : 7;
}

/** How many bytes of length follow byte 1. */
export function lengthBytes(sevenBits: number): number {
  return { 7: 0, 16: 2, 64: 8 }[lengthForm(sevenBits)];
}

/** The values that are still possible, legal or not. */
export function possibleLengths(sevenBits: number, digits: Uint8Array): Span {
  if (lengthForm(sevenBits) === 7) return { least: BigInt(sevenBits), most: BigInt(sevenBits) };
  const toCome = BigInt(lengthBytes(sevenBits) - digits.length);
  const known = digits.reduce((value, digit) => value * 256n + BigInt(digit), 0n);
  const unit = 256n ** toCome;
  return { least: known * unit, most: (known + 1n) * unit - 1n };
}

/** In drafts: any number of 63 bits in any form. */
const legalInDrafts: Span = { least: 0n, most: 2n ** 63n - 1n };

/** The rule that makes every possible length illegal in its form. */
export function brokenForm(
  sevenBits: number,
  possible: Span,
  isDraft: boolean,
): FrameRule | undefined {
  const { least, most } = isDraft ? legalInDrafts : legal[lengthForm(sevenBits)];
  if (possible.least > most) return 'length-over-63-bits';
  return possible.most < least ? 'length-not-minimal' : undefined;
}

/** The shortest payload that is possible and legal. */
export function shortestLength(sevenBits: number, possible: Span, isDraft: boolean): bigint {
  const { least } = isDraft ? legalInDrafts : legal[lengthForm(sevenBits)];
  return possible.least > least ? possible.least : least;
}
