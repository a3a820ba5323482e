/**
 * All rules that the frames of a stream break, by the text of RFC 6455, with all bytes at hand. Shares nothing with
 * the code that it judges.
 *
 * @module
 */

import type { Role } from 'sansocket/framing';

/** The rules of each frame with their offsets, and its header, up to a length that no number holds exactly. */
export function rulesOfFrames(bytes: Uint8Array, role: Role | undefined): string[] {
  const told: string[] = [];
  let inMessage = false;
  for (let at = 0; at < bytes.length; ) {
    const frame = bytes.subarray(at);
    const byte0 = frame[0]!;
    const opcode = byte0 % 16;
    const isControl = opcode >= 8;
    const isDefined = [0, 1, 2, 8, 9, 10].includes(opcode);
    const tell = (rule: string, offset: number): void => void told.push(`${rule} ${at + offset}`);
    if ((byte0 >> 4) % 8 > 0) tell('reserved-bit-set', 0);
    if (!isDefined) tell('opcode-reserved', 0);
    else if (isControl && byte0 < 128) tell('control-frame-fragmented', 0);
    else if (opcode === 0 && !inMessage) tell('continuation-without-message', 0);
    else if ((opcode === 1 || opcode === 2) && inMessage) tell('message-interleaved', 0);
    if (frame.length === 1) return told;
    const masked = frame[1]! >= 128;
    const form = frame[1]! % 128;
    if (role === 'server' && !masked) tell('frame-not-masked', 1);
    if (role === 'client' && masked) tell('frame-masked', 1);
    if (opcode === 8 && form === 1) tell('close-payload-too-short', 1);
    if (isControl && form > 125) tell('control-frame-too-long', 1);
    const size = form === 126 ? 2 : form === 127 ? 8 : 0;
    const digits = frame.subarray(2, 2 + size);
    if (size === 8 && digits[0]! >= 128) return [...told, `length-over-63-bits ${at + 2}`];
    if (size === 8 && digits[0]! > 0) return [...told, `frame-too-long ${at + 2}`];
    if (size === 8 && digits[1]! >= 32) return [...told, `frame-too-long ${at + 3}`];
    const length = size === 0 ? form : digits.reduce((number, digit) => number * 256 + digit, 0);
    if (digits.length < size) return told;
    if (size === 2 && length < 126) tell('length-not-minimal', 3);
    const isShort = size === 8 && length < 65536;
    if (isShort) tell('length-not-minimal', 7);
    if (isShort && opcode === 8 && length === 1) tell('close-payload-too-short', 9);
    else if (size === 2 && opcode === 8 && length === 1) tell('close-payload-too-short', 3);
    const header = 2 + size + (masked ? 4 : 0);
    if (frame.length < header) return told;
    told.push(`header ${at} ${opcode} ${length}`);
    if (isDefined && !isControl) inMessage = byte0 < 128;
    at += header + length;
  }
  return told;
}
