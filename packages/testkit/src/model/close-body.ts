/**
 * The body of a Close frame: empty, or a code of two bytes and a reason in UTF-8 (RFC 6455 §5.5.1).
 *
 * @module
 */

import type { FrameRule } from './rule.ts';
import { impossibleByte, stringOf } from './utf8.ts';

/** The rule that a payload breaks, and the offset of the byte. */
export interface PayloadFault {
  readonly rule: FrameRule;
  readonly index: number;
}

/**
 * The code and reason of a whole Close frame, or of a connection without one (§7.1.5, §7.1.6).
 */
export interface CloseBody {
  /** 1005 for an empty body. */
  readonly code: number;
  readonly reason: string;
}

/** In drafts 07 to 12: a frame is too large (hybi-07 §7.4.1). */
export const FRAME_TOO_LARGE = 1004;

/**
 * The first byte after which the body cannot become valid.
 *
 * @param come - The bytes that have come; never one byte of a body of one, which the header forbids.
 * @param length - Of the whole body, in bytes.
 * @param isDraft - Whether 1004 is a code.
 */
export function closeBodyFault(
  come: Uint8Array,
  length: number,
  isDraft: boolean,
): PayloadFault | undefined {
  const [high, low] = come;
  const isCode = (code: number): boolean =>
    isCloseCode(code) || (isDraft && code === FRAME_TOO_LARGE);
  if (high !== undefined && !codesOf(high).some(isCode)) {
    return { rule: 'close-code-invalid', index: 0 };
  }
  if (low !== undefined && !isCode(high! * 256 + low)) {
    return { rule: 'close-code-invalid', index: 1 };
  }
  const index = impossibleByte(come.subarray(2), length - 2);
  return index === undefined ? undefined : { rule: 'close-reason-not-utf8', index: 2 + index };
}

/** The code and reason of a whole body without a fault. */
export function closeBody(body: Uint8Array): CloseBody {
  if (body.length === 0) return { code: 1005, reason: '' };
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return { code: view.getUint16(0), reason: stringOf(body.subarray(2)) };
}

/**
 * Whether an endpoint may send the code in a Close frame (§7.4.1, §7.4.2; 1012 to 1014 by the
 * registry). 1004 has no meaning, 1005, 1006 and 1015 are never on the wire.
 */
export function isCloseCode(code: number): boolean {
  const isDefined = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code);
  const isRegistered = code >= 3000 && code <= 3999;
  const isPrivate = code >= 4000 && code <= 4999;
  return isDefined || isRegistered || isPrivate;
}

/** Every number of two bytes that begins with this one. */
function codesOf(high: number): readonly number[] {
  return Array.from({ length: 256 }, (_, low) => high * 256 + low);
}
