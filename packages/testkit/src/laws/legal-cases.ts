/**
 * Legal frames by their content, so that a disagreement about one kind does not count for the others.
 *
 * @module
 */

import fc from 'fast-check';
import type { Role } from 'sansocket/framing';
import { messageBytes, type SessionStep, session } from '../arbitraries/index.ts';
import { serializeFrames, type WireFrame } from '../wire/index.ts';
import { longFrame } from './traffic.ts';

/** Legal frames as bytes, and their description. */
export interface LegalCase {
  readonly label: string;
  /** Default: 40. */
  readonly runs?: number;
  readonly values: fc.Arbitrary<Uint8Array>;
}

/** The cases, masked for a server; each shrinks to its own subject alone. */
export function legalCases(receiver: Role): readonly LegalCase[] {
  const open = session({ receiver, close: 'never' }).map(({ steps }) => steps);
  const long = fc.array(longFrame(receiver), { maxLength: 2 });
  const closed = session({ receiver, close: 'always' }).map(({ steps }) => steps);
  return [
    { label: 'whole messages', values: bytesOf(open.map(wholeMessages)) },
    { label: 'messages in fragments', values: bytesOf(open.map(dataFrames)) },
    { label: 'long messages', runs: 10, values: bytesOf(long) },
    { label: 'pings and pongs', values: bytesOf(open.map(framesOf)) },
    {
      label: 'a Close frame with a code',
      values: bytesOf(closed.filter((steps) => !isEmpty(steps)).map(withoutPings)),
    },
    {
      label: 'an empty Close frame',
      values: bytesOf(closed.map((steps) => [...withoutPings(steps.slice(0, -1)), emptied(steps)])),
    },
  ];
}

function bytesOf(frames: fc.Arbitrary<readonly WireFrame[]>): fc.Arbitrary<Uint8Array> {
  return frames.map(serializeFrames);
}

function framesOf(steps: readonly SessionStep[]): readonly WireFrame[] {
  return steps.map(({ frame }) => frame);
}

function dataFrames(steps: readonly SessionStep[]): readonly WireFrame[] {
  return framesOf(steps).filter(({ opcode }) => opcode < 8);
}

function withoutPings(steps: readonly SessionStep[]): readonly WireFrame[] {
  return framesOf(steps).filter(({ opcode }) => opcode <= 8);
}

function wholeMessages(steps: readonly SessionStep[]): readonly WireFrame[] {
  return steps.flatMap(({ frame, seen }) => {
    if (seen?.type !== 'message') return [];
    const opcode = seen.kind === 'text' ? 1 : 2;
    return [{ ...frame, opcode, payload: messageBytes(seen) }];
  });
}

function isEmpty(steps: readonly SessionStep[]): boolean {
  return steps.at(-1)?.frame.payload.length === 0;
}

function emptied(steps: readonly SessionStep[]): WireFrame {
  return { ...steps.at(-1)!.frame, payload: new Uint8Array(0) };
}
