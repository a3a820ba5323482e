/**
 * The assertions on violations.
 *
 * @module
 */

import { expect } from '@jest/globals';
import type { FrameDecoderOptions } from 'sansocket/framing';
import { type ViolationId, violations } from 'sansocket/violations';
import { byteByByte } from './bytes.ts';
import { type DecodedFrame, decodeFrames } from './decode-frames.ts';

export interface ExpectedViolation {
  readonly rule: ViolationId;
  readonly closeCode: number;
  /** Of RFC 6455. */
  readonly section: string;
  readonly offset: number;
}

/**
 * Decodes the bytes one at a time: the violation comes with the last of those that it needs, and what
 * follows is not looked at.
 *
 * @returns The frames before the violation.
 */
export function expectViolation(
  bytes: Uint8Array,
  { rule, closeCode, section, offset }: ExpectedViolation,
  options: FrameDecoderOptions = {},
): DecodedFrame[] {
  const before = decodeFrames(byteByByte(bytes.subarray(0, offset)), options);
  expect(before.violation).toBeUndefined();
  for (const chunks of [byteByByte(bytes), [bytes]]) {
    const { violation, offset: taken } = decodeFrames(chunks, options);
    expect(violation).toMatchObject({ rule, offset });
    expect(taken).toBe(offset + 1);
  }
  expect(violations[rule]).toMatchObject({ closeCode, section: `RFC 6455 §${section}` });
  return before.frames;
}
