/**
 * Frames as the text of RFC 6455 says it, with all bytes at hand and no eye on speed. Shares nothing
 * with the code that it judges.
 *
 * @module
 */

import type { Role } from 'sansocket/framing';
import type { ViolationId } from 'sansocket/violations';

/** The first byte after which nothing valid can follow, and the rules that it breaks. */
export interface Fault {
  readonly offset: number;
  readonly rules: readonly ViolationId[];
}

/** The two ends that a decoder can be; `undefined` takes masked and unmasked frames. */
export const roles: readonly (Role | undefined)[] = ['server', 'client', undefined];

/** What is wrong with the first two bytes of a frame (§5.1, §5.2, §5.4, §5.5). */
export function faultOfTwoBytes(
  [byte0, byte1]: readonly [number, number],
  role: Role | undefined,
  inMessage: boolean,
): Fault | undefined {
  const fin = byte0 >= 128;
  const opcode = byte0 % 16;
  const length = byte1 % 128;
  const masked = byte1 >= 128;
  const isControl = opcode >= 8;
  const first: [ViolationId, boolean][] = [
    ['reserved-bit-set', Math.floor(byte0 / 16) % 8 !== 0],
    ['opcode-reserved', ![0, 1, 2, 8, 9, 10].includes(opcode)],
    ['control-frame-fragmented', [8, 9, 10].includes(opcode) && !fin],
    ['continuation-without-message', opcode === 0 && !inMessage],
    ['message-interleaved', (opcode === 1 || opcode === 2) && inMessage],
  ];
  const second: [ViolationId, boolean][] = [
    ['frame-not-masked', role === 'server' && !masked],
    ['frame-masked', role === 'client' && masked],
    ['control-frame-too-long', isControl && length > 125],
    ['close-payload-too-short', opcode === 8 && length === 1],
  ];
  for (const [offset, cases] of [first, second].entries()) {
    const rules = cases.filter(([, broken]) => broken).map(([rule]) => rule);
    if (rules.length > 0) return { offset, rules };
  }
  return undefined;
}

/** A frame that is wholly there. */
export interface ReferenceFrame {
  readonly byte0: number;
  readonly payload: Uint8Array;
}

/** What a stream holds: its whole frames, up to the first fault. */
export function referenceFrames(
  bytes: Uint8Array,
  role: Role | undefined,
): { readonly frames: ReferenceFrame[]; readonly fault: Fault | undefined } {
  const frames: ReferenceFrame[] = [];
  let inMessage = false;
  let at = 0;
  while (at < bytes.length) {
    const rest = bytes.subarray(at);
    const two = [rest[0]!, rest[1] ?? (role === 'server' ? 0x80 : 0)] as const;
    const fault = faultOfTwoBytes(two, role, inMessage) ?? faultOfLength(rest);
    if (fault !== undefined) return { frames, fault: { ...fault, offset: at + fault.offset } };
    const frame = wholeFrame(rest);
    if (frame === undefined) break;
    frames.push(frame);
    if (frame.byte0 % 16 < 8) inMessage = frame.byte0 < 128;
    at += frame.length;
  }
  return { frames, fault: undefined };
}

/** XOR, octet by octet, as §5.3 writes it. */
export function referenceMask(bytes: Uint8Array, key: Uint8Array, offset = 0): Uint8Array {
  return bytes.map((byte, i) => byte ^ key[(offset + i) % 4]!);
}

/** "The minimal number of bytes MUST be used", "the most significant bit MUST be 0" (§5.2). */
function faultOfLength(frame: Uint8Array): Fault | undefined {
  const at = (i: number) => frame[i] ?? Number.NaN;
  const form = at(1) % 128;
  if (form === 126 && at(2) === 0 && at(3) < 126)
    return { offset: 3, rules: ['length-not-minimal'] };
  if (form !== 127) return undefined;
  if (at(2) >= 128) return { offset: 2, rules: ['length-over-63-bits'] };
  // 2^53 and more: the limit that holds where no lower one is set.
  if (at(2) > 0) return { offset: 2, rules: ['frame-too-long'] };
  if (at(3) >= 32) return { offset: 3, rules: ['frame-too-long'] };
  const isShort = [2, 3, 4, 5, 6, 7].every((i) => at(i) === 0);
  return isShort ? { offset: 7, rules: ['length-not-minimal'] } : undefined;
}

function wholeFrame(bytes: Uint8Array): (ReferenceFrame & { readonly length: number }) | undefined {
  const form = bytes[1]! % 128;
  const masked = bytes[1]! >= 128;
  const lengthSize = form === 126 ? 2 : form === 127 ? 8 : 0;
  const payloadAt = 2 + lengthSize + (masked ? 4 : 0);
  if (bytes.length < payloadAt) return undefined;
  const digits = bytes.subarray(2, 2 + lengthSize);
  const payloadLength = lengthSize === 0 ? form : digits.reduce((n, byte) => n * 256 + byte, 0);
  const length = payloadAt + payloadLength;
  if (bytes.length < length) return undefined;
  const payload = bytes.slice(payloadAt, length);
  const key = bytes.subarray(payloadAt - 4, payloadAt);
  return { byte0: bytes[0]!, payload: masked ? referenceMask(payload, key) : payload, length };
}
