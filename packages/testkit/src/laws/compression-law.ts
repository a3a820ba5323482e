/**
 * The fourteenth law: both ends keep to their agreement about permessage-deflate, whatever was offered and answered
 * (RFC 7692 §5 to §7): each window at its exact edge, each promise to forget it, messages whose compression is undone
 * and that are sent as they are, limits of the inflated size, and no state shared by two connections.
 *
 * @module
 */

import fc from 'fast-check';
import {
  type Chunking,
  type CompressiblePlan,
  chunking,
  compressibleMessages,
  compressiblePlans,
  cutIntoChunks,
  type DeflateMessagePlan,
  deflateDefect,
  deflateMessagePlan,
  deflateMessages,
  deflateSamples,
  integerNear,
  maskingKey,
} from '../arbitraries/index.ts';
import { judgeFrames, type ModelDeflate } from '../model/index.ts';
import { concat, type DeflateToken, serializeDeflate } from '../wire/index.ts';
import { compressedFrames, type FramesPlan, plainFrame } from './compressed-traffic.ts';
import {
  AGREEMENT_LABELS,
  type DeflateOpening,
  deflateOpening,
  LEAST_OPENING,
  opened,
} from './deflate-opening.ts';
import { assert, assertSame } from './describe.ts';
import type { Note } from './label-tally.ts';
import { noteJudgement } from './labels.ts';
import { type LawCase, lawCase } from './law.ts';
import { assertToldLikeModel } from './like-model.ts';
import type { Ability, MakeSubject, Subject } from './subject.ts';
import { toldBy, toldOf } from './told.ts';
import { LAW_LIMITS } from './traffic.ts';
import { type Edge, edgeOf, fixed } from './window-edge.ts';

/** Of this law. */
export const COMPRESSION_LAW_LABELS: readonly string[] = [
  ...AGREEMENT_LABELS,
  ...['nearer', 'farthest', 'too far'].map((edge) => `edge of the window: ${edge}`),
  ...['kept', 'forgotten'].map((its) => `message before: ${its}`),
  ...['compressed', 'as they are', 'as they are, twice in a row, then compressed'].map(
    (how) => `sent: ${how}`,
  ),
  ...['in one chunk', 'in many'].map((cuts) => `bomb: ${cuts}`),
  ...['up to 125', '126 to 65535', 'from 65536'].map((size) => `limit: ${size}`),
  'in turn: within a message',
];

/** Makes the cases of the law for an implementation. */
export function compressionLaw(make: MakeSubject): readonly LawCase[] {
  return [receivedCase(make), sentCase(make), bombCase(make), inTurnCase(make)];
}

/** To open a subject with parameters. */
function openingAbilities(subject: Subject): readonly Ability[] {
  return subject.role === 'server'
    ? ['opening', 'inflates', 'takeOutput']
    : ['asking', 'inflates', 'takeOutput'];
}

/** The peer's messages after the agreement. */
interface Received {
  readonly opening: DeflateOpening;
  readonly messages: readonly DeflateMessagePlan[];
  /** The source of a copy, relative to the end of the window, in long input. */
  readonly edge: Edge | undefined;
  /** Whether a message refers to the one before it. */
  readonly refersBack: boolean;
  readonly frames: FramesPlan;
  readonly cuts: Chunking;
}

function receivedCase(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  return lawCase('compression', subject, {
    label: 'any offer and answer, and what the peer sends then',
    needs: openingAbilities(subject),
    runs: 100,
    values: fc.record({
      opening: deflateOpening(),
      messages: fc.array(deflateMessagePlan(2), { maxLength: 2 }),
      edge: fc.option(fc.record({ beyond: fc.constantFrom(0, -1, 1), isSplit: fc.boolean() }), {
        nil: undefined,
        freq: 2,
      }),
      refersBack: fc.boolean(),
      frames: framesPlan(),
      cuts: chunking(),
    }),
    check: (given, note) => assertReceived(make, given, note),
  });
}

function framesPlan(): fc.Arbitrary<FramesPlan> {
  return fc.record({
    cuts: fc.array(fc.nat({ max: 1000 }), { maxLength: 2 }),
    key: maskingKey(),
    // Most payloads do not begin with text: the first fault has to be reported.
    opcode: fc.constantFrom(2 as const, 2 as const, 2 as const, 1 as const),
  });
}

function assertReceived(make: MakeSubject, given: Received, note: Note): void {
  const open = opened(make(LAW_LIMITS), given.opening, note);
  if (open === undefined) return;
  const { tracer, received, peer } = open;
  const { role } = tracer.subject;
  const payloads = payloadsOf(given, peer, note);
  const frames = concat(
    compressedFrames(role, payloads.slice(0, 1), given.frames),
    // These bytes do not enter the window.
    plainFrame(role, Uint8Array.of(1, 2, 3), given.frames),
    compressedFrames(role, payloads.slice(1), given.frames),
  );
  const before = tracer.events.length;
  for (const chunk of cutIntoChunks(frames, given.cuts)) {
    tracer.subject.receive(chunk.slice());
    tracer.takeAll();
  }
  const model = judgeFrames(frames, { role, limits: LAW_LIMITS, deflate: peer, offset: received });
  noteJudgement(note, model);
  assertToldLikeModel(tracer.events.slice(before), model);
}

function payloadsOf(
  { messages, edge, refersBack }: Received,
  peer: ModelDeflate | undefined,
  note: Note,
): readonly Uint8Array[] {
  // Without an agreement nothing is to be accepted: a short window is as good as a long one.
  const { windowBits = 15, noContextTakeover = false } = peer ?? { windowBits: 8 };
  const samples = deflateSamples(messages, { windowBits }, noContextTakeover);
  const payloads = samples.map(({ bytes }) => bytes);
  if (refersBack && peer !== undefined) {
    note(`message before: ${noContextTakeover ? 'forgotten' : 'kept'}`);
    payloads.push(fixed(1, 2, 3, 4), fixed(5, { length: 4, distance: 5 }));
    if (noContextTakeover) return payloads;
  }
  return edge === undefined ? payloads : [...payloads, ...edgeOf(edge, windowBits, note)];
}

/** The application's messages after the agreement. */
interface Sent {
  readonly opening: DeflateOpening;
  readonly plans: readonly CompressiblePlan[];
}

function sentCase(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  return lawCase('compression', subject, {
    label: 'any offer and answer, and what is sent then',
    needs: [...openingAbilities(subject), 'send'],
    runs: 100,
    values: fc.record({ opening: deflateOpening(), plans: compressiblePlans() }),
    check: (given, note) => assertSent(make, given, note),
  });
}

function assertSent(make: MakeSubject, { opening, plans }: Sent, note: Note): void {
  const open = opened(make(LAW_LIMITS), opening, note);
  if (open === undefined) return;
  const { tracer, sent, own } = open;
  const { subject } = tracer;
  const messages = compressibleMessages(plans, 2 ** (own?.windowBits ?? 8));
  for (const [i, data] of messages.entries()) {
    const { cut } = plans[i]!;
    if (cut === undefined || subject.sendPart === undefined) subject.send!(data);
    else {
      const at = Math.floor((cut * data.length) / 65_536);
      subject.sendPart(data.slice(0, at), false);
      subject.sendPart(data.slice(at), true);
    }
    tracer.takeOutput();
    subject.credit?.();
  }
  const frames = tracer.trace.output.subarray(sent);
  const role = subject.role === 'server' ? 'client' : 'server';
  const { events, violation } = judgeFrames(frames, { role, deflate: own });
  assert(violation === undefined, `The output breaks the rule ${violation?.rule}`);
  const told = toldBy(events.filter(({ type }) => type !== 'frame'));
  assertSame(
    told,
    messages.map((data) => toldOf({ kind: 'binary', data })),
    'Message',
  );
  const how = events.flatMap((event) =>
    event.type === 'frame' && event.header.opcode === 2 ? [event.header.rsv1] : [],
  );
  for (const isCompressed of how) note(`sent: ${isCompressed ? 'compressed' : 'as they are'}`);
  if (/--\+/.test(how.map((isCompressed) => (isCompressed ? '+' : '-')).join(''))) {
    note('sent: as they are, twice in a row, then compressed');
  }
}

/** A message that inflates to more than its limit. */
interface Bomb {
  readonly limit: number;
  /** Bytes of the message beyond its limit. */
  readonly excess: number;
  readonly type: 'fixed' | 'dynamic';
  readonly distance: number;
  readonly frames: FramesPlan;
  readonly cuts: Chunking;
}

function bombCase(make: MakeSubject): LawCase {
  const most = 2 ** 17;
  const subject = make({ ...LAW_LIMITS, maxMessageBytes: most });
  return lawCase('compression', subject, {
    label: 'a bomb, in one chunk and in many',
    needs: [...openingAbilities(subject), 'maxMessageBytes'],
    runs: 60,
    values: fc.record({
      limit: integerNear([1, 125, 258, 1024, 32_768, 65_536, most], { min: 1, max: most }),
      excess: integerNear([0, 1, 258, 100_000], { min: 0, max: 400_000, spread: 1 }),
      type: fc.constantFrom('fixed' as const, 'dynamic' as const),
      distance: fc.constantFrom(1, 2, 7, 60),
      frames: framesPlan(),
      cuts: chunking(),
    }),
    check: (bomb, note) => {
      const { limit, excess, cuts } = bomb;
      const limits = { ...LAW_LIMITS, maxMessageBytes: limit };
      const open = opened(make(limits), LEAST_OPENING, () => {});
      if (open === undefined) return;
      const { tracer, received, peer } = open;
      const { role } = tracer.subject;
      const frames = compressedFrames(role, [bombOf(bomb, limit + excess)], bomb.frames);
      const chunks = cutIntoChunks(frames, cuts);
      note(`bomb: ${chunks.length === 1 ? 'in one chunk' : 'in many'}`);
      note(`limit: ${limit < 126 ? 'up to 125' : limit < 65_536 ? '126 to 65535' : 'from 65536'}`);
      const before = tracer.events.length;
      for (const chunk of chunks) {
        tracer.subject.receive(chunk.slice());
        tracer.takeAll();
      }
      const model = judgeFrames(frames, { role, limits, deflate: peer, offset: received });
      assertToldLikeModel(tracer.events.slice(before), model);
    },
  });
}

/** Some literals, and copies of them. */
function bombOf({ type, distance }: Bomb, size: number): Uint8Array {
  const tokens: DeflateToken[] = Array.from({ length: Math.min(size, distance) }, (_, i) => i);
  for (let left = size - tokens.length; left > 0; ) {
    const length = left < 3 ? 1 : Math.min(left, 258);
    tokens.push(length === 1 ? 0x61 : { length, distance });
    left -= length;
  }
  return serializeDeflate([{ type, tokens }]);
}

function inTurnCase(make: MakeSubject): LawCase {
  const messages = fc.constantFrom(8, 12).chain((windowBits) => deflateMessages({ windowBits }, 3));
  const payloads = fc
    .tuple(messages, fc.option(deflateDefect(), { nil: undefined, freq: 3 }))
    .map(([legal, defect]) => [...legal, ...(defect === undefined ? [] : [defect])])
    .map((its) => its.map(({ bytes }) => bytes));
  const end = fc.record({ payloads, frames: framesPlan(), cuts: chunking() });
  const subject = make(LAW_LIMITS);
  return lawCase('compression', subject, {
    label: 'two ends in turn, cut anywhere',
    needs: [...openingAbilities(subject), 'neighbours'],
    runs: 80,
    values: fc.tuple(end, end),
    check: (given, note) => {
      const { ends } = make(LAW_LIMITS).neighbours!();
      const runs = given.flatMap(({ payloads: its, frames: plan, cuts }, i) => {
        const open = opened(ends[i]!, LEAST_OPENING, () => {});
        if (open === undefined) return [];
        const { tracer, received: offset, peer: deflate } = open;
        const { role } = tracer.subject;
        const frames = compressedFrames(role, its, plan);
        const model = judgeFrames(frames, { role, limits: LAW_LIMITS, deflate, offset });
        return { tracer, model, before: tracer.events.length, chunks: cutIntoChunks(frames, cuts) };
      });
      if (runs.every(({ chunks }) => chunks.length > 1)) note('in turn: within a message');
      for (let i = 0; runs.some(({ chunks }) => i < chunks.length); i++) {
        for (const { tracer, chunks } of runs) {
          if (chunks[i] === undefined) continue;
          tracer.subject.receive(chunks[i]!.slice());
          tracer.takeAll();
        }
      }
      for (const { tracer, model, before } of runs) {
        assertToldLikeModel(tracer.events.slice(before), model);
      }
    },
  });
}
