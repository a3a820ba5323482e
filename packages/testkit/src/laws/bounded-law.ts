/**
 * The fifth law: a connection keeps at most twice the bytes that wait, plus a constant, whatever the chunking and the
 * fragmentation; work is linear in the bytes received. Counted in bytes, without a clock.
 *
 * @module
 */

import fc from 'fast-check';
import { chunking, cutIntoChunks } from '../arbitraries/index.ts';
import {
  announcement,
  bigFrame,
  byteByByte,
  floods,
  fragments,
  MIB,
  messages,
} from './bulk-traffic.ts';
import { assert } from './describe.ts';
import { noteCuts, noteFrames } from './labels.ts';
import { type LawCase, type LawOptions, lawCase } from './law.ts';
import type { Meter } from './meter.ts';
import type { MakeSubject, Subject } from './subject.ts';
import { feedFrames, Tracer } from './trace.ts';
import { anyTraffic, LAW_LIMITS } from './traffic.ts';

/** The bytes that a subject may keep in buffers, however much it received. */
const CONSTANT = 2 ** 11;

/** Makes the cases of the law for an implementation. */
export function boundedLaw(make: MakeSubject, { meter }: LawOptions = {}): readonly LawCase[] {
  const { retained, copied } = meter ?? {};
  return [handedOut(make), ...keptCases(make, retained), ...workCases(make, copied)];
}

function handedOut(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  return lawCase('bounded', subject, {
    label: 'an event keeps twice what it says',
    runs: 100,
    values: fc.tuple(anyTraffic(subject.role), chunking()),
    check: ([{ bytes, landmarks }, cuts], note) => {
      noteFrames(note, subject, bytes);
      noteCuts(note, cuts);
      const { events } = feedFrames(make(LAW_LIMITS), cutIntoChunks(bytes, cuts, landmarks));
      for (const value of events.flatMap((event) => Object.values(event) as unknown[])) {
        if (!(value instanceof Uint8Array)) continue;
        const { byteLength } = value.buffer;
        const most = 2 * value.length + 64;
        assert(byteLength <= most, `${value.length} bytes keep a buffer of ${byteLength}`);
      }
    },
  });
}

/** The input of a subject, and how much of it may be kept. */
interface Kept {
  readonly label: string;
  /** Whether the application takes all events after each chunk. */
  readonly isTaken: boolean;
  readonly chunks: (subject: Subject) => Iterable<Uint8Array>;
  /** Bytes that wait at the end. */
  readonly waiting: number;
}

const KEPT: readonly Kept[] = [
  {
    label: 'fragments of one byte',
    isTaken: true,
    chunks: ({ role }) => fragments(role, 1, MIB / 8),
    waiting: MIB / 8,
  },
  {
    label: 'fragments of a KiB',
    isTaken: true,
    chunks: ({ role }) => fragments(role, 2 ** 10, 2 ** 11),
    waiting: 2 * MIB,
  },
  {
    label: 'a payload that was only announced',
    isTaken: true,
    chunks: ({ role }) => [announcement(role, 16 * MIB)],
    waiting: 0,
  },
  {
    label: 'messages that were taken',
    isTaken: true,
    chunks: ({ role }) => messages(role, MIB, 1),
    waiting: 0,
  },
  {
    label: 'messages that wait',
    isTaken: false,
    chunks: ({ role }) => messages(role, 100, 10_000),
    waiting: 106 * 10_000,
  },
];

function keptCases(make: MakeSubject, retained: Meter['retained']): LawCase[] {
  return KEPT.map(({ label, isTaken, chunks, waiting }) =>
    lawCase('bounded', make(), {
      label: `what is kept: ${label}`,
      // Where events are not pulled, the application holds the waiting data.
      needs: isTaken ? [] : ['poll'],
      missing: retained === undefined ? ['meter.retained'] : [],
      runs: 1,
      values: fc.constant(chunks),
      check: (its) => {
        const kept = retained!(() => fed(make(), its(make()), isTaken));
        const most = 2 * waiting + CONSTANT;
        assert(kept <= most, `${kept} bytes are kept, more than ${most}`);
      },
    }),
  );
}

/** Streams for which work must grow at most linearly. */
const STREAMS: Readonly<Record<string, (subject: Subject, size: number) => Uint8Array[]>> = {
  'fragments of one byte': ({ role }, size) => [...fragments(role, 1, size)],
  'one frame, byte by byte': ({ role }, size) => byteByByte(bigFrame(role, size)),
  'one frame at once': ({ role }, size) => [bigFrame(role, size)],
  'empty fragments and pings': ({ role }, size) => floods(role, size / 20),
};

function workCases(make: MakeSubject, copied: Meter['copied']): LawCase[] {
  return Object.entries(STREAMS).map(([name, stream]) =>
    lawCase('bounded', make(), {
      label: `work is linear: ${name}`,
      missing: copied === undefined ? ['meter.copied'] : [],
      runs: 1,
      values: fc.constant(stream),
      check: (its) => {
        const copiedPerByte = (size: number): number => {
          const subject = make();
          const chunks = its(subject, size);
          const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
          return copied!(() => void fed(subject, chunks, true)) / length;
        };
        const [few, many] = [copiedPerByte(5_000), copiedPerByte(40_000)];
        const told = `${few} bytes copied for each byte received become ${many}`;
        assert(many <= Math.max(1.5 * few, 3), told);
      },
    }),
  );
}

/** An open subject that has received chunks; events and output were dropped. */
function fed(subject: Subject, chunks: Iterable<Uint8Array>, isTaken: boolean): Subject {
  if (subject.opening !== undefined) {
    subject.receive(subject.opening.slice());
    new Tracer(subject).takeAll();
  }
  for (const chunk of chunks) {
    subject.receive(chunk);
    if (!isTaken) continue;
    subject.takeEvents(() => {});
    subject.takeOutput?.();
  }
  return subject;
}
