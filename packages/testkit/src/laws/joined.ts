/**
 * Two subjects joined by a wire without delay, which cuts the bytes that it carries.
 *
 * @module
 */

import { type Chunking, cutIntoChunks } from '../arbitraries/index.ts';
import type { Subject } from './subject.ts';
import { Tracer } from './trace.ts';

/** Both ends, each with the events it reported. */
export type Joined = readonly [one: Tracer, other: Tracer];

/** Joins two subjects, and carries the bytes of the opening handshake. */
export function join(one: Subject, other: Subject, cuts: Chunking): Joined {
  const ends = [new Tracer(one), new Tracer(other)] as const;
  pump(ends, cuts);
  return ends;
}

/** Carries the output of each end to the other until both are silent. */
export function pump([one, other]: Joined, cuts: Chunking): void {
  let carried = true;
  while (carried) {
    carried = carry(one, other, cuts);
    carried = carry(other, one, cuts) || carried;
  }
}

/** @returns Whether there were bytes to carry. */
function carry(from: Tracer, to: Tracer, cuts: Chunking): boolean {
  from.takeEvents();
  const { bytes, endings } = from.subject.takeOutput?.() ?? { bytes: NOTHING, endings: [] };
  from.subject.credit?.();
  for (const chunk of bytes.length === 0 ? [] : cutIntoChunks(bytes, cuts)) {
    to.subject.receive(chunk);
    to.takeEvents();
  }
  if (endings.includes('end')) to.subject.receiveEnd?.();
  if (endings.includes('abort')) to.subject.receiveError?.();
  to.takeEvents();
  return bytes.length > 0 || endings.length > 0;
}

const NOTHING = new Uint8Array(0);
