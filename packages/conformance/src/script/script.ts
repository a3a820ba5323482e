/**
 * The steps of a case as writes, and the required reaction of a receiver by the reference model.
 *
 * @module
 */

import { constants, deflateRawSync } from 'node:zlib';
import {
  type FrameJudgement,
  judgeFrames,
  type ModelDeflate,
  type ModelLimits,
  type ModelRole,
} from '@sansocket/testkit/model';
import {
  type DeflateBlock,
  type DeflateToken,
  hex,
  latin1,
  positionBytes,
  positionText,
  serializeDeflate,
  serializeFrame,
  utf8,
  type WireFrame,
} from '@sansocket/testkit/wire';
import type { BlockStep, Chunks, FrameStep, Step, TokenStep } from '../catalogue/index.ts';

/** The next action. */
export type Action =
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  | { readonly kind: 'fence'; readonly payload: Uint8Array }
  | { readonly kind: 'beats' | 'idle'; readonly count: number }
  | { readonly kind: 'fin' | 'rst' | 'wait-close' | 'stop-reading' | 'read-on' };

/** The steps of a variant as writes. */
export interface Stream {
  readonly actions: readonly Action[];
  /** All bytes that are written, pings of fences included. */
  readonly bytes: Uint8Array;
  /** Whether all frames are whole, legal or not, so that another one can follow. */
  readonly isWhole: boolean;
}

/** A stream, and what the testee has to make of it. */
export interface Script extends Stream {
  readonly judgement: FrameJudgement;
}

/** The most bytes that a compressed message is inflated to. */
export const MOST_INFLATED = 4_194_304;

/**
 * Makes a script of steps; the parameters are those of `streamOf`. The model takes its time over a long stream: without
 * need for its judgement `streamOf` is enough.
 */
export function scriptOf(
  steps: readonly Step[],
  chunks: Chunks | undefined,
  deflate: ModelDeflate | undefined,
  testee: ModelRole = 'server',
  limit = 0,
): Script {
  const stream = streamOf(steps, chunks, deflate, testee, limit);
  const setup = { role: testee, deflate, limits: limitsOf(steps) };
  return { ...stream, judgement: judgeFrames(stream.bytes, setup) };
}

/** The limits of the model for frames of steps: a bomb among them is not followed to its end. */
export function limitsOf(steps: readonly Step[]): ModelLimits {
  const hasBlocks = JSON.stringify(steps).includes('"deflate"');
  return hasBlocks ? { maxMessageBytes: MOST_INFLATED } : {};
}

/**
 * Makes writes of steps.
 *
 * @param deflate - How we compress, if permessage-deflate was agreed on.
 * @param testee - The role of the receiver: to a server frames go masked.
 * @param limit - The length of the longest message that the testee takes, in bytes, if it is known.
 */
export function streamOf(
  steps: readonly Step[],
  chunks: Chunks | undefined,
  deflate: ModelDeflate | undefined,
  testee: ModelRole = 'server',
  limit = 0,
): Stream {
  const actions: Action[] = [];
  let pending: Uint8Array[] = [];
  const all: Uint8Array[] = [];
  let frames = 0;
  const flush = (): void => {
    const bytes = joined(pending);
    pending = [];
    for (const part of cut(bytes, chunks)) actions.push({ kind: 'write', bytes: part });
  };
  const put = (bytes: Uint8Array): void => {
    pending.push(bytes);
    all.push(bytes);
  };
  const run = (step: Step): void => {
    if ('frame' in step) put(bytesOf(step.frame, frames++, { deflate, testee, limit }));
    else if ('raw' in step) put(hex(step.raw));
    else if ('repeat' in step) {
      for (let i = 0; i < step.repeat; i++) step.steps.forEach(run);
    } else if ('fence' in step) {
      const payload = sentinel(frames);
      put(pingOf(payload, frames++, testee));
      flush();
      actions.push({ kind: 'fence', payload });
    } else {
      flush();
      actions.push(actionOf(step));
    }
  };
  steps.forEach(run);
  flush();
  return { actions, bytes: joined(all), isWhole: steps.every(isWhole) };
}

/** The number of the ping after all other frames. */
export const LAST = 1_000_000;

/** The payload of a ping whose pong shows that everything before it was read. */
export function sentinel(number: number): Uint8Array {
  return latin1(`sentinel ${number}`);
}

/** A ping. @param number - Of the frame: each has another masking key. */
export function pingOf(
  payload: Uint8Array,
  number: number,
  testee: ModelRole = 'server',
): Uint8Array {
  return serializeFrame({ opcode: 9, payload, maskingKey: keyOf(number, testee) });
}

/** A Close frame. */
export function closeOf(code: number, testee: ModelRole = 'server'): Uint8Array {
  const payload = Uint8Array.of(code >> 8, code & 0xff);
  return serializeFrame({ opcode: 8, payload, maskingKey: keyOf(code, testee) });
}

function keyOf(number: number, testee: ModelRole): Uint8Array | undefined {
  return testee === 'server' ? positionBytes(4, number) : undefined;
}

/** The steps that write nothing. */
function actionOf(
  step: Extract<
    Step,
    | { end: unknown }
    | { wait: unknown }
    | { beats: unknown }
    | { idle: unknown }
    | { reading: unknown }
  >,
): Action {
  if ('end' in step) return { kind: step.end };
  if ('wait' in step) return { kind: 'wait-close' };
  if ('beats' in step) return { kind: 'beats', count: step.beats };
  if ('idle' in step) return { kind: 'idle', count: step.idle };
  return { kind: step.reading ? 'read-on' : 'stop-reading' };
}

/** What frames depend on beside their step. */
interface Receiver {
  readonly testee: ModelRole;
  readonly deflate: ModelDeflate | undefined;
  /** The length of the longest message that it takes, in bytes. */
  readonly limit: number;
}

function bytesOf(step: FrameStep, number: number, receiver: Receiver): Uint8Array {
  return joined(framesOf(step, number, receiver).map(serializeFrame)).slice(0, step.only);
}

/** One frame, unless it is cut into fragments. */
function framesOf(step: FrameStep, number: number, receiver: Receiver): readonly WireFrame[] {
  const { opcode, fin = true, rsv = 0, key, form, length } = step;
  const { masked = receiver.testee === 'server' } = step;
  const plain = payloadOf(step, number, receiver.limit);
  const isDeflated = step.deflated === true;
  const payload = isDeflated ? deflated(plain, receiver.deflate?.windowBits) : plain;
  const reservedBits = (rsv << 4) | (isDeflated ? 0x40 : 0);
  const { fragmentBytes = payload.length || 1 } = step;
  const { fragments: count = Math.ceil(payload.length / fragmentBytes) || 1 } = step;
  const size = step.fragments === undefined ? fragmentBytes : Math.ceil(payload.length / count);
  return Array.from({ length: count }, (_, i) => ({
    opcode: i === 0 ? opcode : 0,
    fin: fin && i === count - 1,
    reservedBits: i === 0 ? reservedBits : 0,
    payload: payload.subarray(i * size, (i + 1) * size),
    maskingKey: masked ? (key === undefined ? positionBytes(4, number + i) : hex(key)) : undefined,
    ...(form === undefined ? {} : { lengthForm: form }),
    ...(length === undefined ? {} : { declaredLength: BigInt(length) }),
  }));
}

function payloadOf(step: FrameStep, number: number, limit: number | undefined): Uint8Array {
  const { times = 1 } = step;
  const once = onceOf(step, number, limit);
  return times === 1 ? once : joined(Array.from({ length: times }, () => once));
}

/** Compresses by zlib, which shares nothing with any testee of ours. The four bytes of §7.2.1 are cut off. */
function deflated(payload: Uint8Array, windowBits = 15): Uint8Array {
  // zlib has no window of 256 bytes: nothing is compressed then.
  const options = { windowBits: Math.max(9, windowBits), level: windowBits < 9 ? 0 : 6 };
  const { Z_SYNC_FLUSH: finishFlush } = constants;
  return Uint8Array.from(deflateRawSync(payload, { ...options, finishFlush })).slice(0, -4);
}

function onceOf(
  { text, hex: digits, bytes = 0, words, deflate }: FrameStep,
  number: number,
  limit = 0,
): Uint8Array {
  if (text !== undefined) return utf8(text);
  if (digits !== undefined) return hex(digits);
  if (words !== undefined) return wordsOf(words, number);
  if (deflate !== undefined)
    return serializeDeflate(deflate.flatMap((block) => blocksOf(block, number)));
  if (bytes === 'limit') return positionBytes(limit, number);
  return positionBytes(bytes === 'limit + 1' ? limit + 1 : bytes, number);
}

function blocksOf(step: BlockStep, number: number): readonly DeflateBlock[] {
  const { final = false, times = 1 } = step;
  const block: DeflateBlock =
    'stored' in step
      ? { type: 'stored', final, bytes: onceOf({ opcode: 0, ...step.stored }, number) }
      : 'fixed' in step
        ? { type: 'fixed', final, tokens: step.fixed.flatMap(tokensOf) }
        : { type: 'dynamic', final, tokens: step.dynamic.flatMap(tokensOf) };
  return Array.from({ length: times }, () => block);
}

function tokensOf(step: TokenStep): readonly DeflateToken[] {
  if (typeof step === 'string') return Array.from(utf8(step));
  const [length, distance, times = 1] = step;
  return Array.from({ length: times }, () => ({ length, distance }));
}

/** Any number of parts: a call cannot have that many arguments. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Of so many bytes: 61 words of five letters, in an order that depends on the place. */
function wordsOf(length: number, number: number): Uint8Array {
  const vocabulary = Array.from({ length: 61 }, (_, i) => `${positionText(5, i)} `);
  const order = positionBytes(Math.ceil(length / 6), number);
  return latin1(Array.from(order, (byte) => vocabulary[byte % 61]!).join('')).subarray(0, length);
}

/** Cuts bytes into single writes. */
export function cut(bytes: Uint8Array, chunks: Chunks | undefined): readonly Uint8Array[] {
  if (bytes.length === 0) return [];
  if (chunks === undefined) return [bytes];
  if (chunks === 'each') return Array.from(bytes, (byte) => Uint8Array.of(byte));
  const places =
    chunks === 'cr'
      ? placesOf(bytes, 0x0d)
      : typeof chunks === 'number'
        ? Array.from({ length: Math.floor(bytes.length / chunks) }, (_, i) => (i + 1) * chunks)
        : chunks;
  const ends = [...places.filter((place) => place > 0 && place < bytes.length), bytes.length];
  return ends.map((end, i) => bytes.slice(i === 0 ? 0 : ends[i - 1], end));
}

function placesOf(bytes: Uint8Array, wanted: number): readonly number[] {
  return [...bytes.entries()].filter(([, byte]) => byte === wanted).map(([i]) => i + 1);
}

function isWhole(step: Step): boolean {
  if ('repeat' in step) return step.steps.every(isWhole);
  if (!('frame' in step)) return !('raw' in step);
  return step.frame.length === undefined && step.frame.only === undefined;
}
