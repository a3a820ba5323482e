/**
 * Whether a stream of frames can still become a valid one, shown by a continuation that makes it so.
 *
 * Written from the text of RFC 6455 §5: each rule asks whether some valid value remains. Takes quadratic time; uses no
 * code of core.
 *
 * @module
 */

import type { Role } from 'sansocket/framing';
import { concat } from '../wire/index.ts';
import { closeEnding, textEnding } from './valid-ending.ts';
import { validHeader } from './valid-header.ts';

/** The conditions under which a stream can be completed. */
export interface StreamRules {
  /** The receiving end: a server accepts masked frames only, a client unmasked ones (§5.1). */
  readonly receiver: Role;
  /** The longest message, and so the longest frame, in bytes. */
  readonly maxMessageBytes: number;
}

/** A message of which fragments have come. */
interface Message {
  readonly isText: boolean;
  readonly bytes: Uint8Array;
}

const CONTINUATION = 0;
const TEXT = 1;
const CLOSE = 8;

/**
 * @returns Bytes that complete the last frame so that the whole is valid; `undefined` when no bytes can. Bytes after a
 *   whole Close frame do not matter (§5.5.1).
 */
export function validCompletion(stream: Uint8Array, rules: StreamRules): Uint8Array | undefined {
  let message: Message | undefined;
  let rest = stream;
  while (rest.length > 0) {
    const frame = completeFrame(rest, message, rules);
    if (frame === undefined || frame.missing.length > 0) return frame?.missing;
    if (frame.opcode === CLOSE) break;
    if (frame.opcode < CLOSE) message = frame.fin ? undefined : frame.message;
    rest = rest.subarray(frame.length);
  }
  return new Uint8Array(0);
}

interface CompletedFrame {
  readonly fin: boolean;
  readonly opcode: number;
  /** The message up to the end of this frame. */
  readonly message: Message;
  /** The length of the whole frame, in bytes. */
  readonly length: number;
  /** The missing bytes of the frame. */
  readonly missing: Uint8Array;
}

function completeFrame(
  begun: Uint8Array,
  message: Message | undefined,
  { receiver, maxMessageBytes }: StreamRules,
): CompletedFrame | undefined {
  const [fin, opcode] = [begun[0]! >= 0x80, begun[0]! & 0x0f];
  if (!isByte0Valid(begun[0]!, message !== undefined)) return undefined;

  const isControl = opcode >= CLOSE;
  const isText = opcode === TEXT || (opcode === CONTINUATION && message?.isText === true);
  const before = isControl ? new Uint8Array(0) : (message?.bytes ?? new Uint8Array(0));
  const least = isText && fin ? textEnding(before)!.length : 0;
  const most = isControl ? 125 : maxMessageBytes - before.length;
  const header = validHeader(begun, receiver === 'server', [least, most]);
  if (header === undefined) return undefined;

  const { payloadLength, key } = header;
  if (opcode === CLOSE && payloadLength === 1) return undefined;
  const start = header.bytes.length;
  const come = mask(begun.subarray(start, start + payloadLength), key);
  const ending = endingOf(isText ? 'text' : opcode, concat(before, come), payloadLength);
  const left = payloadLength - come.length;
  if (ending === undefined || (fin && ending.length > left)) return undefined;

  const payload = new Uint8Array(payloadLength).fill(0x61);
  payload.set(come);
  payload.set(ending.slice(0, left), come.length);
  const whole = concat(header.bytes, mask(payload, key));
  return {
    fin,
    opcode,
    message: { isText, bytes: concat(before, payload) },
    length: whole.length,
    missing: whole.slice(begun.length),
  };
}

/** §5.2, §5.4, §5.5: no reserved bits, a defined opcode, a control frame whole, fragments in order. */
function isByte0Valid(byte0: number, inMessage: boolean): boolean {
  const opcode = byte0 & 0x0f;
  if ((byte0 & 0x70) !== 0 || ![0, 1, 2, 8, 9, 10].includes(opcode)) return false;
  if (opcode >= CLOSE) return byte0 >= 0x80;
  return (opcode === CONTINUATION) === inMessage;
}

function endingOf(
  what: 'text' | number,
  come: Uint8Array,
  payloadLength: number,
): readonly number[] | undefined {
  if (what === 'text') return textEnding(come);
  return what === CLOSE ? closeEnding(come, payloadLength) : [];
}

function mask(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => byte ^ key[i % 4]!);
}
