/**
 * Properties that need no oracle: two sessions with the same content in other forms get the same reaction.
 *
 * @module
 */

import {
  chunking,
  type Session as Drawn,
  type Message,
  maskingKey,
  type SessionStep,
  session,
} from '@sansocket/testkit/arbitraries';
import { landmarksOf, serializeFrames, type WireFrame } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import type { Chunks, Step } from '../catalogue/index.ts';
import type { Property } from './property.ts';
import { caseOf, messageFrame, stepOf } from './session.ts';

/** Shrinks to: no frame. */
const drawn = (): fc.Arbitrary<readonly SessionStep[]> =>
  session({ receiver: 'client', close: 'never', maxLength: 1000 }).map(({ steps }: Drawn) => steps);

const isControl = ({ frame }: SessionStep): boolean => frame.opcode >= 8;

const asSteps = (steps: readonly SessionStep[]): readonly Step[] =>
  steps.map(({ frame }) => stepOf(frame));

/** The messages of a session, each in one frame. */
const wholeMessages = (steps: readonly SessionStep[]): readonly Step[] =>
  messagesOf(steps).map((message) => stepOf(messageFrame(message)));

function messagesOf(steps: readonly SessionStep[]): readonly Message[] {
  return steps.flatMap(({ seen }) => (seen?.type === 'message' ? [seen] : []));
}

/** Each message comes back once, in order and unchanged. */
export const echo: Property = {
  name: 'echo',
  says: 'messages come back once, in order, unchanged',
  draw: (bench) =>
    fc.tuple(drawn(), fc.boolean()).map(([steps, isDeflate]) =>
      caseOf(bench, {
        id: 'CH-001',
        title: echo.says,
        steps: wholeMessages(steps),
        hasDeflate: isDeflate && bench.deflate !== undefined,
      }),
    ),
};

/** The fragments of a message do not show. */
export const fragmentation: Property = {
  name: 'fragmentation',
  says: 'a message in any fragments is the same message',
  draw: (bench) =>
    drawn().map((steps) =>
      caseOf(bench, {
        id: 'FG-008',
        title: fragmentation.says,
        steps: asSteps(steps.filter((step) => !isControl(step))),
        plain: wholeMessages(steps),
      }),
    ),
};

/** Control frames between all others do not change the messages, and pings are answered. */
export const control: Property = {
  name: 'control',
  says: 'pings and pongs anywhere change no message, and the last ping is answered',
  draw: (bench) =>
    drawn().map((steps) =>
      caseOf(bench, {
        id: idOfControl(steps),
        title: control.says,
        steps: asSteps(steps),
        plain: asSteps(steps.filter((step) => !isControl(step))),
      }),
    ),
};

function idOfControl(steps: readonly SessionStep[]): string {
  if (!steps.some(isControl)) return 'FG-008';
  const last = steps.map(({ frame }) => frame.opcode).lastIndexOf(9);
  if (last < 0) return 'CT-004';
  const before = steps.slice(0, last).filter((step) => !isControl(step));
  return before.at(-1)?.frame.fin === false ? 'FG-011' : 'CT-001';
}

/** The masking key does not show. */
export const masking: Property = {
  name: 'masking',
  says: 'a frame with any masking key is the same frame',
  draw: (bench) =>
    fc.tuple(drawn(), fc.array(anyKey(), { minLength: 1, maxLength: 4 })).map(([steps, keys]) => {
      const withKeys = (those: readonly Uint8Array[]): readonly Step[] =>
        steps.map(({ frame }, i) => stepOf(frame, those[i % those.length]));
      return caseOf(bench, {
        id: 'MK-007',
        title: masking.says,
        steps: withKeys(keys),
        plain: withKeys([new Uint8Array(4)]),
      });
    }),
};

/** A key that begins with a zero is no key of zeros. */
function anyKey(): fc.Arbitrary<Uint8Array> {
  const zeroFirst = maskingKey().map((key) => Uint8Array.of(0, ...key.subarray(1)));
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: maskingKey() },
    { weight: 1, arbitrary: zeroFirst },
  );
}

/** The borders of writes do not show. */
export const chunks: Property = {
  name: 'chunking',
  says: 'the same bytes in any writes are the same session',
  draw: (bench) =>
    fc.tuple(drawn(), chunking(6)).map(([steps, cuts]) => {
      const frames = steps.map(({ frame }) => ({ ...frame, maskingKey: new Uint8Array(4) }));
      return caseOf(bench, {
        id: 'CH-001',
        title: chunks.says,
        steps: asSteps(steps),
        chunks: chunksOf(frames, cuts),
        plain: asSteps(steps),
      });
    }),
};

type Chunking = typeof chunking extends (...args: never) => fc.Arbitrary<infer Value>
  ? Value
  : never;

/** Each byte alone costs a turn of the event loop, and each other cut a beat. */
const MOST_SINGLE_BYTES = 2000;
const MOST_CUTS = 8;

function chunksOf(frames: readonly WireFrame[], cuts: Chunking): Chunks | undefined {
  const { length } = serializeFrames(frames);
  if (cuts.type === 'every') {
    if (cuts.size === 1 && length <= MOST_SINGLE_BYTES) return 'each';
    return Array.from({ length: MOST_CUTS }, (_, i) => (i + 1) * cuts.size);
  }
  const landmarks = landmarksOf(frames);
  const places = cuts.cuts.map(({ at, place }) =>
    at === 'landmark' && landmarks.length > 0
      ? landmarks[Math.floor((place * landmarks.length) / 65_536)]!
      : Math.floor((place * length) / 65_536),
  );
  const inside = [...new Set(places)].filter((place) => place > 0 && place < length);
  return inside.length === 0 ? undefined : inside.sort((a, b) => a - b);
}
