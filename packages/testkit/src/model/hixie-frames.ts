/**
 * The frames of Hixie (hybi-00 §4.2, §5.3), in either direction: takes all bytes since the opening handshake, and
 * returns their meaning.
 *
 *     00        text … FF        a message; what is not UTF-8 becomes U+FFFD
 *     01 to 7F  bytes … FF       passed over
 *     80 to FF  length, bytes    passed over; the length in 7 bits a byte, the highest bit set but in the last
 *     FF 00                      the end of all frames, in hixie-76 alone
 *
 * @module
 */

import type { HixieName } from './older-versions.ts';
import type { ModelLimits } from './setup.ts';
import { impossibleByte, missingBytes, stringOf } from './utf8.ts';

/** The parameters for judging the frames of one direction. */
export interface HixieSetup {
  readonly version: HixieName;
  readonly limits?: ModelLimits | undefined;
  /** Position of the first frame among all bytes received. Default: 0. */
  readonly offset?: number | undefined;
}

/**
 * The drafts set no limits and no largest length; a receiver with limits fails the connection without a Close frame.
 */
export type HixieRule =
  | 'delimited-frame-too-long'
  | 'counted-frame-too-long'
  | 'frame-length-too-long';

/** The frames and messages, in the order in which they were complete. */
export type HixieEvent =
  | { readonly type: 'message'; readonly kind: 'text'; readonly data: string }
  /** FF 00 has no room for a code. */
  | { readonly type: 'close-received'; readonly code: 1005; readonly reason: '' };

/** The result for all frames so far. */
export interface HixieJudgement {
  readonly events: readonly HixieEvent[];
  /** After all events; at the first byte after which nothing valid can follow. */
  readonly violation:
    | { readonly rule: HixieRule; readonly closeCode: 1006; readonly offset: number }
    | undefined;
}

const END = 0xff;
/** Zeros may lead in a length; ten bytes hold any number of 64 bits. */
const MOST_LENGTH_BYTES = 10;

/** A frame: its number of bytes, if its end has come; and its message or violation. */
type Frame =
  | { readonly length?: number; readonly text?: Uint8Array; readonly closes?: boolean }
  | { readonly rule: HixieRule; readonly at: number };

/**
 * Judges frames.
 *
 * @param bytes - All bytes since the opening handshake. Not changed.
 */
export function judgeHixieFrames(bytes: Uint8Array, setup: HixieSetup): HixieJudgement {
  const events: HixieEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.subarray(at);
    const frame = rest[0]! < 0x80 ? delimited(rest, setup) : counted(rest, setup);
    if ('rule' in frame) {
      const offset = (setup.offset ?? 0) + at + frame.at;
      return { events, violation: { rule: frame.rule, closeCode: 1006, offset } };
    }
    if (frame.text !== undefined) {
      events.push({ type: 'message', kind: 'text', data: repaired(frame.text) });
    }
    if (frame.closes === true) events.push({ type: 'close-received', code: 1005, reason: '' });
    if (frame.length === undefined || frame.closes === true) break;
    at += frame.length;
  }
  return { events, violation: undefined };
}

function delimited(bytes: Uint8Array, { limits = {} }: HixieSetup): Frame {
  const { maxFrameBytes = Infinity, maxMessageBytes = Infinity } = limits;
  const isText = bytes[0] === 0;
  const most = isText ? Math.min(maxFrameBytes, maxMessageBytes) : maxFrameBytes;
  const end = bytes.indexOf(END);
  const come = (end === -1 ? bytes.length : end) - 1;
  if (come > most) return { rule: 'delimited-frame-too-long', at: 1 + most };
  if (end === -1) return {};
  return isText ? { length: end + 1, text: bytes.slice(1, end) } : { length: end + 1 };
}

/** For an incomplete length, the smallest possible value counts. */
function counted(bytes: Uint8Array, { version, limits = {} }: HixieSetup): Frame {
  const { maxFrameBytes = Infinity } = limits;
  const most = BigInt(Math.min(maxFrameBytes, Number.MAX_SAFE_INTEGER));
  let length = 0n;
  for (let at = 1; at < bytes.length; at++) {
    const isLast = bytes[at]! < 0x80;
    length = length * 128n + BigInt(bytes[at]! % 128);
    if (length * (isLast ? 1n : 128n) > most) return { rule: 'counted-frame-too-long', at };
    if (!isLast && at === MOST_LENGTH_BYTES) return { rule: 'frame-length-too-long', at };
    if (!isLast) continue;
    const whole = at + 1 + Number(length);
    const closes = version === 'hixie-76' && bytes[0] === END && length === 0n;
    return whole > bytes.length ? {} : { length: whole, closes };
  }
  return {};
}

/** One U+FFFD for each longest beginning of a code point that does not go on. */
function repaired(text: Uint8Array): string {
  let said = '';
  let rest = text;
  for (let index; (index = impossibleByte(rest)) !== undefined; ) {
    const whole = wholePart(rest.subarray(0, index));
    said += `${stringOf(whole)}\ufffd`;
    // A byte that does not continue a code point may begin one.
    rest = rest.subarray(whole.length < index ? index : index + 1);
  }
  const whole = wholePart(rest);
  return said + stringOf(whole) + (whole.length < rest.length ? '\ufffd' : '');
}

/** Without an incomplete code point at the end. */
function wholePart(text: Uint8Array): Uint8Array {
  let end = text.length;
  while (missingBytes(text.subarray(0, end)) > 0) end--;
  return text.subarray(0, end);
}
