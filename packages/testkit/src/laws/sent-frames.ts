/**
 * What a subject has sent, as the other end would take it: judged by the reference model.
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
 * @param output - All that it sent, its head included when it has one.
 * @throws Error when the other end would fail the connection, or a frame is not whole.
 */
export function sentFrames(subject: Subject, output: Uint8Array): readonly SubjectEvent[] {
  const { events, violation } = judgeSent(subject, behindHead(subject, output));
  assert(violation === undefined, `The output breaks the rule ${violation?.rule}`);
  return events.filter(({ type }) => type !== 'frame');
}

function judgeSent({ role, inflates, version }: Subject, bytes: Uint8Array): FrameJudgement {
  const receiver = role === 'client' ? 'server' : 'client';
  const deflate = inflates === true ? {} : undefined;
  return judgeFrames(bytes, { role: receiver, deflate, isDraft: version !== undefined });
}

/** What is behind the head of the opening handshake. */
export function behindHead({ opening }: Subject, output: Uint8Array): Uint8Array {
  if (opening === undefined) return output;
  const isEnd = (_: number, i: number): boolean => END.every((byte, j) => output[i + j] === byte);
  const end = output.findIndex(isEnd);
  return output.subarray(end === -1 ? output.length : end + END.length);
}

/** The empty line. */
const END = [0x0d, 0x0a, 0x0d, 0x0a];
