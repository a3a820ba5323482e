/**
 * The cases of proxies: we are the client and the origin, and compare what one end sends with what comes out at the
 * other.
 *
 *     tunnel      the client gets the origin's 101, and the frames of both ends come out at the other, whole and legal;
 *                 the end of the stream too
 *     relay       the client gets the origin's 101 as it is, with its faults
 *     no101       another final response, or an end without one
 *     no tunnel   the same, and the origin gets no byte that the client sends after it
 *     stall       the client cannot send on while the origin does not read
 *
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type FrameJudgement, judgeFrames, type ModelDeflate } from '@sansocket/testkit/model';
import { concat, hex } from '@sansocket/testkit/wire';
import type { Case, ProxyPlay, Step, Variant } from '../catalogue/index.ts';
import { Line, type Target } from '../peer/index.ts';
import {
  type AnswerAt,
  answerIn,
  type CaseResult,
  failing,
  type Probe,
  type Times,
  Unreachable,
  type VariantResult,
  type Verdict,
  worst,
} from '../run/index.ts';
import { pingOf, requestOf, type Stream, sentinel, streamOf } from '../script/index.ts';
import { type Arrival, type Origin, responseTo } from './origin.ts';

/** The observations of both ends. */
interface Observation {
  readonly answer: AnswerAt['answer'] | undefined;
  readonly isTunnel: boolean;
  readonly isLeaking: boolean;
  readonly isStalled: boolean;
  readonly isEnded: boolean;
  readonly actual: string;
}

/** One run through a proxy. */
export async function runProxy(
  target: Target,
  origin: Origin,
  cases: readonly Case[],
  options: {
    readonly scale: number;
    readonly onProbe: (probe: Probe) => void;
    readonly onResult: (result: CaseResult) => void;
  },
): Promise<{ readonly probe: Probe; readonly results: readonly CaseResult[] }> {
  const probe = await probeProxy(target, origin, options.scale);
  options.onProbe(probe);
  const results: CaseResult[] = [];
  for (const one of cases) {
    const variants: VariantResult[] = [];
    for (const variant of one.variants) {
      const first = await runVariant(target, origin, one, variant, probe.times);
      const patient = { ...probe.times, reaction: probe.times.reaction * 4 };
      const isFailing = failing.includes(first.verdict);
      const last = isFailing ? await runVariant(target, origin, one, variant, patient) : first;
      const isFixed = isFailing && !failing.includes(last.verdict);
      const verdict = first.verdict === 'hang' ? 'slow' : 'flaky';
      variants.push(isFixed ? { ...last, verdict } : last);
    }
    const result = { case: one, verdict: worst(variants.map((it) => it.verdict)), variants };
    results.push(result);
    options.onResult(result);
  }
  return { probe, results };
}

async function probeProxy(target: Target, origin: Origin, scale: number): Promise<Probe> {
  const plain: Variant = { name: 'plain', strict: [], tolerated: [], proxy: {} };
  const trips: number[] = [];
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    const times = { reaction: 3000, beat: 5 };
    const { isTunnel, actual } = await attempt(target, origin, plain, times).catch(
      (error: unknown) => {
        throw new Unreachable(error instanceof Error ? error.message : String(error));
      },
    );
    if (!isTunnel) throw new Unreachable(`The proxy cannot be tested: ${actual}`);
    trips.push(performance.now() - start);
  }
  trips.sort((a, b) => a - b);
  const reaction = Math.min(3000, Math.max(300, trips.at(-2)! * 20)) * scale;
  return {
    abilities: [],
    times: { reaction, beat: 5 * scale },
    roundTrip: { median: trips[5]!, max: trips.at(-1)! },
    notes: [`connects both ends in ${trips[5]!.toFixed(1)} ms`],
  };
}

async function runVariant(
  target: Target,
  origin: Origin,
  one: Case,
  variant: Variant,
  times: Times,
): Promise<VariantResult> {
  const start = performance.now();
  const result = (verdict: Verdict, actual: string): VariantResult => ({
    name: variant.name,
    verdict,
    expected: variant.strict.join(' or '),
    actual,
    sent: new Uint8Array(0),
    received: new Uint8Array(0),
    ms: performance.now() - start,
  });
  try {
    const seen = await attempt(target, origin, variant, times);
    const fits = (outcomes: readonly string[]): boolean => outcomes.some((it) => fitsOne(it, seen));
    if (one.level === 'info') return result('info', seen.actual);
    if (fits(variant.strict)) return result('pass', seen.actual);
    if (fits(variant.tolerated)) return result('non-strict', seen.actual);
    return result(seen.answer === undefined && !seen.isEnded ? 'hang' : 'fail', seen.actual);
  } catch (error) {
    return result('crash', error instanceof Error ? error.message : String(error));
  }
}

function fitsOne(outcome: string, seen: Observation): boolean {
  const { answer, isEnded } = seen;
  const is101 = answer?.kind === 'established' || answer?.kind === 'broken';
  const isRefused = answer?.kind === 'refused' || (answer === undefined && isEnded);
  switch (outcome) {
    case 'tunnel':
      return seen.isTunnel;
    case 'relay':
      return answer?.kind === 'broken';
    case 'no101':
      return isRefused;
    case 'no tunnel':
      return !is101 && isRefused && !seen.isLeaking;
    case 'stall':
      return seen.isStalled;
    default:
      throw new Error(`Unknown outcome '${outcome}'`);
  }
}

async function attempt(
  target: Target,
  origin: Origin,
  variant: Variant,
  times: Times,
): Promise<Observation> {
  origin.forget();
  const client = await Line.open(target, times.reaction * 4);
  try {
    return await new Play(client, origin, target, variant, times).run();
  } finally {
    client.close();
    origin.forget();
  }
}

/** One connection through the proxy. */
class Play {
  readonly #client: Line;
  readonly #origin: Origin;
  readonly #target: Target;
  readonly #variant: Variant;
  readonly #play: ProxyPlay;
  readonly #times: Times;
  /** How both ends compress. */
  #deflate: ModelDeflate | undefined;

  constructor(client: Line, origin: Origin, target: Target, variant: Variant, times: Times) {
    this.#client = client;
    this.#origin = origin;
    this.#target = target;
    this.#variant = variant;
    this.#play = variant.proxy ?? {};
    this.#times = times;
  }

  async run(): Promise<Observation> {
    const { path, authority: host } = this.#target;
    const { extensions, subprotocols = [], request: change } = this.#variant;
    const request = requestOf({ path, host, fields: [], extensions, subprotocols }, change);
    const client = this.#client;
    await client.write(request.bytes);
    const answerNow = (): AnswerAt | undefined => answerIn(client.received, request);
    const arrival = await this.#arrival(
      () => answerNow() !== undefined || client.end !== undefined,
    );
    const isAgreed = arrival?.fieldValue('sec-websocket-extensions') !== undefined;
    const agreed = isAgreed && extensions !== undefined ? 'permessage-deflate' : undefined;
    this.#deflate = agreed === undefined ? undefined : {};
    const early = streamOf(this.#play.early ?? [], undefined, this.#deflate, 'client');
    if (arrival !== undefined) {
      const response = responseTo(arrival, this.#play.response, agreed);
      await arrival.line.write(concat(response, early.bytes));
      if (!/^HTTP\S* 101/.test(Buffer.from(response).toString('latin1'))) arrival.line.finish();
    }
    await client.until(() => answerNow() !== undefined, this.#times.reaction);
    const answer = answerNow();
    if (arrival === undefined || answer?.answer.kind !== 'established') {
      return this.#refused(answer, arrival);
    }
    return this.#tunnelled(answer, arrival, early);
  }

  /** The request at the origin, unless the proxy answers it itself. */
  async #arrival(isAnswered: () => boolean): Promise<Arrival | undefined> {
    const deadline = performance.now() + this.#times.reaction;
    while (performance.now() < deadline) {
      const arrival = await this.#origin.next(10);
      if (arrival !== undefined || isAnswered()) return arrival;
    }
    return undefined;
  }

  async #refused(answer: AnswerAt | undefined, arrival: Arrival | undefined): Promise<Observation> {
    const after = hex(this.#play.after ?? '');
    let isLeaking = false;
    if (after.length > 0) {
      await this.#client.write(after);
      const leak = (): boolean =>
        arrival !== undefined && Buffer.from(arrival.line.received).includes(Buffer.from(after));
      isLeaking = (await arrival?.line.until(leak, this.#times.reaction)) === true;
    } else if (answer === undefined) await this.#client.untilEnd(this.#times.reaction);
    const isEnded = this.#client.end !== undefined;
    const kind = answer?.answer.kind;
    const said =
      answer?.answer.kind === 'refused'
        ? `status ${answer.answer.status}`
        : answer?.answer.kind === 'broken'
          ? `response that breaks ${answer.answer.rules.join(', ')}`
          : 'no response';
    const actual = [
      said,
      ...(arrival === undefined ? ['no request at the origin'] : []),
      ...(isLeaking ? ['the origin gets what the client sends after it'] : []),
      ...(kind === undefined && isEnded ? ['end of TCP'] : []),
    ].join(', ');
    return {
      answer: answer?.answer,
      isTunnel: false,
      isLeaking,
      isStalled: false,
      isEnded,
      actual,
    };
  }

  async #tunnelled(answer: AnswerAt, arrival: Arrival, early: Stream): Promise<Observation> {
    const { flood } = this.#play;
    const isStalled = flood !== undefined && (await this.#flood(arrival.socket, flood));
    const faults =
      flood === undefined
        ? await this.#exchange(answer, arrival, early)
        : isStalled
          ? []
          : [`the client sends ${flood} MiB that the origin does not read`];
    return {
      answer: answer.answer,
      isTunnel: faults.length === 0,
      isLeaking: false,
      isStalled,
      isEnded: this.#client.end !== undefined,
      actual: ['101', ...faults].join(', '),
    };
  }

  /** Sends the frames of both ends. @returns What comes out otherwise. */
  async #exchange(
    { length: headLength, theirs }: AnswerAt,
    { line, length }: Arrival,
    early: Stream,
  ): Promise<readonly string[]> {
    const deflate = this.#deflate;
    const client = this.#client;
    const pings = await this.#idle();
    const masked = this.#stream(this.#play.client, 'server');
    const plain = this.#stream(this.#play.origin, 'client');
    await play(client, masked);
    await play(line, plain);
    const up = await this.#faults('origin', line, masked, concat(pings, masked.bytes), () =>
      judgeFrames(line.received.subarray(length), { role: 'server', deflate }),
    );
    const down = await this.#faults('client', client, plain, concat(early.bytes, plain.bytes), () =>
      judgeFrames(client.received.subarray(headLength), { role: 'client', deflate: theirs }),
    );
    return [...up, ...down];
  }

  /** Frames for a receiver, the end of the stream among them. */
  #stream(steps: readonly Step[] = [], role: 'client' | 'server'): Stream {
    return streamOf(steps, this.#variant.chunks, this.#deflate, role);
  }

  /** Says nothing for a while but a ping now and then. @returns The pings. */
  async #idle(): Promise<Uint8Array> {
    const pings: Uint8Array[] = [];
    for (let left = this.#play.idle ?? 0; left > 0; left -= 20) {
      await sleep(Math.min(20, left) * 1000);
      const ping = pingOf(sentinel(left), left);
      pings.push(ping);
      await this.#client.write(ping);
    }
    return concat(...pings);
  }

  /** What an end gets that is not what the other one has sent. */
  async #faults(
    name: 'client' | 'origin',
    at: Line,
    { actions }: Stream,
    bytes: Uint8Array,
    got: () => FrameJudgement,
  ): Promise<readonly string[]> {
    const { reaction } = this.#times;
    const role = name === 'origin' ? 'server' : 'client';
    const wanted = textOf(judgeFrames(bytes, { role, deflate: this.#deflate }));
    const isSame = await at.until(() => textOf(got()) === wanted, reaction);
    const isEnded = !actions.some(({ kind }) => kind === 'fin') || (await at.untilEnd(reaction));
    const { violation } = got();
    return [
      ...(violation === undefined ? [] : [`the ${name} gets frames that break ${violation.rule}`]),
      ...(isSame || violation !== undefined
        ? []
        : [`the ${name} gets ${textOf(got()) || 'nothing'}`]),
      ...(isEnded ? [] : [`the ${name} gets no end of TCP`]),
    ];
  }

  /** @returns Whether the client has to stop before it has sent so many MiB. */
  async #flood(origin: Arrival['socket'], mebibytes: number): Promise<boolean> {
    origin.pause();
    const { bytes } = streamOf([{ frame: { opcode: 2, bytes: 1_048_576 } }], undefined, undefined);
    for (let i = 0; i < mebibytes; i++) {
      const start = performance.now();
      await this.#client.write(bytes);
      if (performance.now() - start > STALL_MS) return true;
    }
    return false;
  }
}

/** A write that takes longer waits for the proxy: it gives up after five seconds. */
const STALL_MS = 4500;

async function play(line: Line, { actions }: Stream): Promise<void> {
  for (const action of actions) {
    if (action.kind === 'write') await line.write(action.bytes);
    else if (action.kind === 'fin') line.finish();
  }
}

/** The events but for frames, which a proxy may cut anew (RFC 6455 §5.4). */
function textOf({ events }: FrameJudgement): string {
  return events
    .filter(({ type }) => type !== 'frame')
    .map((event) => JSON.stringify(event))
    .join(', ');
}
