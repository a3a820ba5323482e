/**
 * A subject's output as the other end would read it: judged by the reference model.
 *
 * @module
 */

import { type FrameJudgement, judgeFrames } from '../model/index.ts';
import { assert } from './describe.ts';
import type { Subject } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';

/**
 * The frames that a subject sent, as events of the other end.
 *
 * @param output - All that it sent, including its head if any.
 * @throws Error when the other end would fail the connection, or a frame is incomplete.
 */
export function sentFrames(subject: Subject, output: Uint8Array): readonly SubjectEvent[] {
  const { events, violation } = judgeSent(subject, behindHead(subject, output));
  assert(violation === undefined, `The output breaks the rule ${violation?.rule}`);
  return events.filter(({ type }) => type !== 'frame');
}

/** A subject's output, with the masking keys removed. */
export interface SentWithoutKeys {
  /** The length of all output, including its head. */
  readonly length: number;
  readonly frames: readonly Omit<SentFrame, 'maskingKey'>[];
}

/** @param output - All that it sent, including its head if any. */
export function withoutKeys(subject: Subject, output: Uint8Array): SentWithoutKeys {
  const frames = readSent(behindHead(subject, output));
  return {
    length: output.length,
    frames: frames.map(({ start, payload }) => ({ start, payload })),
  };
}

/** A frame as it was sent. */
export interface SentFrame {
  /** Its whole header except the masking key. */
  readonly start: Uint8Array;
  readonly maskingKey: Uint8Array | undefined;
  /** The unmasked payload, as far as it was sent. */
  readonly payload: Uint8Array;
}

/** Parses bytes as frames, whatever those mean (RFC 6455 §5.2). */
export function readSent(bytes: Uint8Array): readonly SentFrame[] {
  const frames: SentFrame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte1 = bytes[at + 1] ?? 0;
    const isMasked = byte1 >= 0x80;
    const sevenBits = byte1 & 0x7f;
    const lengthSize = sevenBits < 126 ? 0 : sevenBits === 126 ? 2 : 8;
    const start = bytes.slice(at, at + 2 + lengthSize);
    const big = start.subarray(2);
    const length = lengthSize === 0 ? sevenBits : big.reduce((sum, byte) => 256 * sum + byte, 0);
    at += 2 + lengthSize;
    const maskingKey = isMasked ? bytes.slice(at, at + 4) : undefined;
    if (isMasked) at += 4;
    const payload = bytes.slice(at, at + length);
    if (maskingKey !== undefined) {
      for (let i = 0; i < payload.length; i++) payload[i]! ^= maskingKey[i % 4]!;
    }
    frames.push({ start, maskingKey, payload });
    at += length;
  }
  return frames;
}

function judgeSent({ role, inflates, version }: Subject, bytes: Uint8Array): FrameJudgement {
  const receiver = role === 'client' ? 'server' : 'client';
  const deflate = inflates === true ? {} : undefined;
  return judgeFrames(bytes, { role: receiver, deflate, isDraft: version !== undefined });
}

/** The bytes after the head of the opening handshake. */
export function behindHead({ opening }: Subject, output: Uint8Array): Uint8Array {
  if (opening === undefined) return output;
  const isEnd = (_: number, i: number): boolean => END.every((byte, j) => output[i + j] === byte);
  const end = output.findIndex(isEnd);
  return output.subarray(end === -1 ? output.length : end + END.length);
}

/** The empty line. */
const END = [0x0d, 0x0a, 0x0d, 0x0a];
