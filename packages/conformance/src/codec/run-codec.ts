/**
 * All vectors of some cases against one harness.
 *
 * @module
 */

import { positionBytes, serializeFrame } from '@sansocket/testkit/wire';
import type { Case } from '../catalogue/index.ts';
import {
  afterRetry,
  type CaseResult,
  failing,
  PATIENCE,
  type Probe,
  type RunOptions,
  type RunResult,
  runEach,
  Unreachable,
  type VariantResult,
  worst,
} from '../run/index.ts';
import { type Vector, vectorsOf } from '../vectors/index.ts';
import type { Harness, Reply, Run } from './harness.ts';
import { describe, failureOf, judged } from './judge-reply.ts';

/** A case that has vectors. */
export interface CodecCase {
  readonly case: Case;
  readonly vectors: readonly Vector[];
}

/** The cases that have vectors, with them. */
export function codecCases(cases: readonly Case[]): readonly CodecCase[] {
  const all = cases.map((one) => ({ case: one, vectors: vectorsOf([one]) }));
  return all.filter(({ vectors }) => vectors.length > 0);
}

/** Milliseconds to start: an interpreter or a virtual machine may take its time. */
const START_MS = 20_000;

/** So many hangs are tried again with more time, before they are believed at once. */
const MOST_PATIENCE = 3;

/** So many bytes are given one by one. */
const MOST_SINGLE_BYTES = 4096;

/**
 * Runs all vectors, one after the other, in one process that is started again after each failure. The harness is gone if
 * it no longer starts.
 *
 * @throws Unreachable when the harness does not speak the protocol at all.
 */
export async function runCodec(
  harness: Harness,
  cases: readonly CodecCase[],
  { scale, onProbe, onResult }: RunOptions,
): Promise<RunResult> {
  const { probe, msPerByte } = await calibrate(harness, START_MS * scale);
  onProbe(probe);
  const limit = (bytes: number): number => (probe.times.reaction + bytes * msPerByte) * scale;
  const runner = new Runner(harness, limit, START_MS * scale);
  const results: CaseResult[] = [];
  for (const one of cases) {
    const result = await runner.runCase(one);
    results.push(result);
    onResult(result);
    if (runner.isGone) break;
  }
  return { probe, results, isGone: runner.isGone };
}

/** How long a small run takes, and a byte of a long one. */
async function calibrate(
  harness: Harness,
  startMs: number,
): Promise<{ probe: Probe; msPerByte: number }> {
  const trial = async (reply: Promise<Reply>): Promise<number> => {
    const start = performance.now();
    const failure = failureOf(await reply);
    if (failure === undefined) return performance.now() - start;
    throw new Unreachable(`The harness cannot be tested: ${failure.actual}`);
  };
  await trial(harness.start(startMs));
  const runs: Run = { role: 'client', chunks: ['8900'] };
  const trips: number[] = [];
  for (let i = 0; i < 20; i++) trips.push(await trial(harness.run(runs, startMs)));
  trips.sort((a, b) => a - b);
  const long = serializeFrame({ opcode: 2, payload: positionBytes(65_536) });
  const longTrip = await trial(harness.run({ role: 'client', chunks: [hexOf(long)] }, startMs));
  const reaction = Math.min(5000, Math.max(1000, trips.at(-2)! * 20));
  return {
    probe: {
      abilities: [],
      times: { reaction, beat: 0 },
      roundTrip: { median: trips[10]!, max: trips.at(-1)! },
      notes: [`answers in ${trips[10]!.toFixed(1)} ms`],
    },
    msPerByte: (longTrip * 20) / long.length,
  };
}

class Runner {
  readonly #harness: Harness;
  readonly #limit: (bytes: number) => number;
  readonly #startMs: number;
  #patience = MOST_PATIENCE;
  #isGone = false;

  constructor(harness: Harness, limit: (bytes: number) => number, startMs: number) {
    this.#harness = harness;
    this.#limit = limit;
    this.#startMs = startMs;
  }

  /** Whether the harness no longer starts. */
  get isGone(): boolean {
    return this.#isGone;
  }

  runCase({ case: one, vectors }: CodecCase): Promise<CaseResult> {
    const isOver = (): boolean => this.#isGone;
    return runEach(one, vectors, (vector) => this.#runVector(vector), isOver);
  }

  /** In each way of cutting, up to the first that fails: the worst counts. */
  async #runVector(vector: Vector): Promise<VariantResult> {
    const results: VariantResult[] = [];
    for (const [name, chunks] of cutsOf(vector)) {
      const { role, extensions } = vector;
      const run: Run = { role, chunks, ...(extensions === undefined ? {} : { extensions }) };
      const result = await this.#runOnce(run, vector);
      results.push({ ...result, name: `${vector.variant}, ${role}, ${name}` });
      if (failing.includes(result.verdict) || result.verdict === 'unsupported') break;
    }
    const verdict = worst(results.map((result) => result.verdict));
    return results.find((result) => result.verdict === verdict)!;
  }

  async #runOnce(run: Run, vector: Vector): Promise<VariantResult> {
    const bytes = Buffer.from(vector.bytes, 'hex');
    const limit = this.#limit(bytes.length);
    const start = performance.now();
    const first = await this.#reply(run, limit);
    const ms = performance.now() - start;
    const result = (reply: Reply): VariantResult => ({
      name: '',
      ...judged(reply, vector),
      expected: vector.strict.map(describe).join(' or '),
      sent: bytes,
      received: Buffer.from(JSON.stringify(reply)),
      ms,
    });
    const isHang = first.kind === 'hang';
    if ((!isHang && first.kind !== 'dead') || this.#isGone) return result(first);
    if (isHang && this.#patience-- <= 0) return result(first);
    return afterRetry(result(first), result(await this.#reply(run, limit * PATIENCE)));
  }

  /** After a failure the process is started again, for the next run. */
  async #reply(run: Run, ms: number): Promise<Reply> {
    const reply = await this.#harness.run(run, ms);
    if (failureOf(reply) !== undefined) {
      const start = await this.#harness.start(this.#startMs);
      this.#isGone ||= failureOf(start) !== undefined;
    }
    return reply;
  }
}

/** The bytes whole, one by one, and cut at seeded places. */
function cutsOf({
  bytes,
}: Vector): readonly (readonly [name: string, chunks: readonly string[]])[] {
  const length = bytes.length / 2;
  const single = Math.min(length - 1, MOST_SINGLE_BYTES);
  const eachByte = Array.from({ length: single }, (_, i) => i + 1);
  const random = positionBytes(64, length);
  const seeded = [1, 2, 3].map((seed) =>
    Array.from({ length: seed }, (_, i) => {
      const [high, low] = random.subarray(8 * seed + 2 * i);
      return 1 + ((high! * 256 + low!) % Math.min(length, 256));
    }).sort((a, b) => a - b),
  );
  const ways = [
    ['whole', []],
    ['byte by byte', eachByte],
    ...seeded.map((places) => [`cut at ${places.join(' and ')}`, places] as const),
  ] as const;
  return ways.map(([name, places]) => [name, pieces(bytes, places)]);
}

function pieces(digits: string, places: readonly number[]): readonly string[] {
  const ends = [...new Set(places.map((place) => 2 * place)), digits.length];
  return ends.map((end, i) => digits.slice(ends[i - 1] ?? 0, end)).filter((piece) => piece !== '');
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
