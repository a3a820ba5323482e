/**
 * One connection through a proxy: what both ends do, and what comes out.
 *
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type FrameJudgement, judgeFrames, type ModelDeflate } from '@sansocket/testkit/model';
import { concat, hex } from '@sansocket/testkit/wire';
import type { ProxyPlay, Step, Variant } from '../catalogue/index.ts';
import { Line, type Target } from '../peer/index.ts';
import { type AnswerAt, answerIn, patient, type Times } from '../run/index.ts';
import { pingOf, requestOf, type Stream, sentinel, streamOf } from '../script/index.ts';
import { type Arrival, type Origin, responseTo } from './origin.ts';

/** The observations of both ends. */
export interface Observation {
  readonly answer: AnswerAt['answer'] | undefined;
  readonly isTunnel: boolean;
  readonly isLeaking: boolean;
  readonly isStalled: boolean;
  readonly isEnded: boolean;
  readonly actual: string;
}

/** Plays a variant on one connection through the proxy. */
export async function attempt(
  target: Target,
  origin: Origin,
  variant: Variant,
  times: Times,
): Promise<Observation> {
  origin.forget();
  const client = await Line.open(target, patient(times).reaction);
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
    const isStalled = flood !== undefined && (await this.#flood(arrival.line, flood));
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
  async #flood(origin: Line, mebibytes: number): Promise<boolean> {
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
