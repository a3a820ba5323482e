/**
 * Vectors: the frames of a case as bytes, with the events that a receiver makes of them, for tests without a network.
 * The events are those of the reference model (RFC 6455 §5 to §8, RFC 7692); where a case tolerates another outcome,
 * they have alternatives. `docs/how-to/test-your-parser.md` explains the language.
 *
 * @module
 */

import {
  extensionsIn,
  type FrameJudgement,
  type FrameSetup,
  judgeFrames,
  type ModelEvent,
  type ModelRole,
  peerDeflate,
} from '@sansocket/testkit/model';
import type { Case, Level, Step, Variant } from '../catalogue/index.ts';
import { limitsOf, streamOf } from '../script/index.ts';

/** An event of a receiver, reported once it is complete. */
export type VectorEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'binary' | 'ping' | 'pong'; readonly hex: string }
  /** A Close frame has come: nothing comes after it. 1005: it is empty. */
  | { readonly type: 'close'; readonly code: number; readonly reason: string }
  /** The receiver fails the connection with this close code: nothing comes after it. Without code: with any. */
  | { readonly type: 'error'; readonly code?: number };

/** One input of a receiver, and its expected events. */
export interface Vector {
  /** Its id, such as `FG-002`. */
  readonly case: string;
  readonly variant: string;
  readonly title: string;
  readonly level: Level;
  /** The end that receives. */
  readonly role: ModelRole;
  /** Sec-WebSocket-Extensions of the response. Without it no extension is in use. */
  readonly extensions?: string;
  /** All bytes after the opening handshake, in hex. */
  readonly bytes: string;
  /** Lists of events, of which one passes. */
  readonly strict: readonly (readonly VectorEvent[])[];
  /** Lists of events that an implementation is free to choose, or that many choose. */
  readonly tolerated: readonly (readonly VectorEvent[])[];
}

/**
 * The vectors of cases. Handshakes have none, and neither have pauses, limits and the end of a stream.
 *
 * @param mostBytes - Longer ones are left out. Default: none is.
 */
export function vectorsOf(cases: readonly Case[], mostBytes: number = Infinity): readonly Vector[] {
  return cases.flatMap((one) =>
    one.variants.flatMap((variant) =>
      rolesOf(one, variant).flatMap((role) => vectorOf(one, variant, role, mostBytes) ?? []),
    ),
  );
}

/** Frames that were captured. */
export interface CapturedFrames {
  /** From 1 on. */
  readonly number: number;
  readonly title: string;
  readonly bytes: Uint8Array;
  /** The end that received them. */
  readonly role: ModelRole;
  /** Sec-WebSocket-Extensions of the response. */
  readonly extensions: string | undefined;
}

/** The vector of captured frames, with the events that the model makes of them. */
export function capturedVector({ number, title, bytes, role, extensions }: CapturedFrames): Vector {
  const inUse = extensionsIn(extensions === undefined ? [] : [extensions]) ?? [];
  const { events, violation } = judgeFrames(bytes, { role, deflate: peerDeflate(inUse, role) });
  const before = events.flatMap(eventOf);
  const fails = violation !== undefined;
  return {
    // No area of the catalogue: a captured vector is no case.
    case: `XX-${String(number % 1000).padStart(3, '0')}`,
    variant: role === 'server' ? 'from the client' : 'from the server',
    title,
    level: 'MUST',
    role,
    ...(extensions === undefined ? {} : { extensions }),
    bytes: hexOf(bytes),
    strict: [fails ? [...before, { type: 'error', code: violation.closeCode }] : before],
    tolerated: fails ? [[...before, { type: 'error' }]] : [],
  };
}

/** As a file of JSON, a vector a line; `catalogue/vectors.schema.json` describes it. */
export function vectorsText(vectors: readonly Vector[]): string {
  const lines = vectors.map((vector) => `  ${JSON.stringify(vector)}`);
  return `{ "$schema": "./vectors.schema.json", "version": 1, "vectors": [\n${lines.join(',\n')}\n] }\n`;
}

function rolesOf({ testee }: Case, { steps = [] }: Variant): readonly ModelRole[] {
  if (testee === 'both') return steps.some(isRaw) ? ['server'] : ['server', 'client'];
  return testee === 'proxy' ? [] : [testee];
}

/** Bytes as they are have a mask bit that suits a server. */
function isRaw(step: Step): boolean {
  return 'raw' in step || ('repeat' in step && step.steps.some(isRaw));
}

/** Whether the frames are all that there is to a variant. */
function isOfFrames({ steps = [], connections, turns, growth }: Variant): boolean {
  return (connections ?? turns ?? growth) === undefined && steps.every(isFixed);
}

/** Whether a step is a part of the stream that is the same for each receiver. */
function isFixed(step: Step): boolean {
  if ('repeat' in step) return step.steps.every(isFixed);
  if ('frame' in step) return typeof step.frame.bytes !== 'string';
  return 'raw' in step || 'fence' in step || 'end' in step;
}

function vectorOf(
  one: Case,
  variant: Variant,
  role: ModelRole,
  mostBytes: number,
): Vector | undefined {
  if (!isOfFrames(variant)) return undefined;
  const { steps = [] } = variant;
  const { bytes, isWhole } = streamOf(steps, undefined, undefined, role);
  if (bytes.length === 0 || bytes.length > mostBytes) return undefined;
  const extensions = one.needs?.includes('deflate') === true ? answerTo(variant) : undefined;
  const inUse = extensionsIn(extensions === undefined ? [] : [extensions]) ?? [];
  const deflate = peerDeflate(inUse, role);
  const shortest = streamOf(steps.map(inShortestForm), undefined, undefined, role).bytes;
  const setup = { role, deflate, limits: limitsOf(steps) };
  const reading = new Reading({ bytes, shortest, isWhole }, setup);
  const strict = unique(variant.strict.flatMap((outcome) => reading.eventsOf(outcome)));
  if (strict.length === 0) return undefined;
  const mayFail = strict.filter((events) => events.at(-1)?.type === 'error');
  const tolerated = unique([
    ...variant.tolerated.flatMap((outcome) => reading.eventsOf(outcome)),
    // The Close frame of a failure is a SHOULD (RFC 6455 §7.1.7), and so is its code.
    ...mayFail.map((events) => [...events.slice(0, -1), { type: 'error' as const }]),
  ]);
  const { id, title, level } = one;
  const strictTexts = strict.map((events) => JSON.stringify(events));
  return {
    case: id,
    variant: variant.name,
    title,
    level,
    role,
    ...(extensions === undefined ? {} : { extensions }),
    bytes: hexOf(bytes),
    strict,
    tolerated: tolerated.filter((events) => !strictTexts.includes(JSON.stringify(events))),
  };
}

/** The same frame with a length of the form that a receiver would like to see. */
function inShortestForm(step: Step): Step {
  if ('repeat' in step) return { ...step, steps: step.steps.map(inShortestForm) };
  if (!('frame' in step) || step.frame.length !== undefined) return step;
  const { form: _, ...frame } = step.frame;
  return { frame };
}

/** A response that agrees on the first element of an offer. */
function answerTo({ extensions = 'permessage-deflate' }: Variant): string {
  const [first = ''] = extensions.split(',');
  return first
    .replace(/;\s*client_max_window_bits\s*(?=;|$)/, '; client_max_window_bits=15')
    .trim();
}

/** The frames of a vector. */
interface Frames {
  readonly bytes: Uint8Array;
  /** The same, each length in its shortest form. */
  readonly shortest: Uint8Array;
  /** Whether another frame can follow. */
  readonly isWhole: boolean;
}

/** The bytes of a vector, as the model reads them. */
class Reading {
  readonly #frames: Frames;
  readonly #judgement: FrameJudgement;
  readonly #events: readonly VectorEvent[];
  /** Where nothing fails: lengths in any form are taken, and other faults not noticed yet. */
  readonly #tolerant: readonly VectorEvent[];

  constructor(frames: Frames, setup: FrameSetup) {
    const { bytes, shortest } = frames;
    this.#frames = frames;
    this.#judgement = judgeFrames(bytes, setup);
    this.#events = this.#judgement.events.flatMap(eventOf);
    this.#tolerant =
      shortest.length === bytes.length
        ? this.#events
        : judgeFrames(shortest, setup).events.flatMap(eventOf);
  }

  /** The events that mean an outcome, in the language of `outcome.ts`; none where it is about the handshake. */
  eventsOf(outcome: string): readonly (readonly VectorEvent[])[] {
    const [word = '', ...rest] = outcome.replace(/^101 ?/, '').split(' ');
    const { violation } = this.#judgement;
    switch (word) {
      case '':
      case 'deliver':
      case 'pong':
      case 'alive':
      case 'silent':
      case 'end':
        return [this.#tolerant];
      case 'close':
        return [this.#closed()];
      case 'drop':
        return [violation === undefined ? this.#events : [...this.#events, { type: 'error' }]];
      case 'fail':
        return this.#prefixes().flatMap((events) =>
          failures(rest.filter((it) => /^\d/.test(it))).map((it) => [...events, it]),
        );
      default:
        return [];
    }
  }

  /** Where nothing fails, and the code of a Close frame may be any. */
  #closed(): readonly VectorEvent[] {
    const { events, violation } = this.#judgement;
    if (violation?.rule !== 'close-code-invalid') return this.#tolerant;
    const frame = events.filter((event) => event.type === 'frame').at(-1)!;
    const { payloadLength, maskingKey = new Uint8Array(4) } = frame.header;
    const start = frame.offset + (frame.header.maskingKey === undefined ? 2 : 6);
    const body = this.#frames.bytes
      .slice(start, start + payloadLength)
      .map((byte, i) => byte ^ maskingKey[i % 4]!);
    const reason = Buffer.from(body.subarray(2)).toString('utf8');
    return [...this.#events, { type: 'close', code: body[0]! * 256 + body[1]!, reason }];
  }

  /** The events before a failure: before a fault, or else before a limit, which the longest messages exceed. */
  #prefixes(): readonly (readonly VectorEvent[])[] {
    const { violation, closing } = this.#judgement;
    if (violation !== undefined) return [this.#events];
    if (closing.received) return [this.#events.slice(0, -1)];
    const lengths = this.#events.map(lengthOf);
    const longest = lengths.flatMap((length, i) =>
      length > Math.max(0, ...lengths.slice(0, i)) ? [i] : [],
    );
    const ends = this.#frames.isWhole ? longest : [...longest, this.#events.length];
    return ends.map((end) => this.#events.slice(0, end));
  }
}

function failures(codes: readonly string[]): readonly VectorEvent[] {
  if (codes.length === 0) return [{ type: 'error' }];
  return codes.map((code) => ({ type: 'error', code: Number(code) }));
}

function eventOf(event: ModelEvent): readonly VectorEvent[] {
  switch (event.type) {
    case 'message':
      return typeof event.data === 'string'
        ? [{ type: 'text', text: event.data }]
        : [{ type: 'binary', hex: hexOf(event.data) }];
    case 'ping':
    case 'pong':
      return [{ type: event.type, hex: hexOf(event.payload) }];
    case 'close-received':
      return [{ type: 'close', code: event.code, reason: event.reason }];
    default:
      return [];
  }
}

/** Of a message. */
function lengthOf(event: VectorEvent): number {
  if (event.type === 'text') return Buffer.byteLength(event.text);
  return event.type === 'binary' ? event.hex.length / 2 : 0;
}

function unique(lists: readonly (readonly VectorEvent[])[]): readonly (readonly VectorEvent[])[] {
  const byText = new Map(lists.map((events) => [JSON.stringify(events), events]));
  return [...byText.values()];
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
