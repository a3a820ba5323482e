/**
 * One variant of a case on one connection: handshake, steps, and the testee's reaction.
 *
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type FrameJudgement, judgeFrames } from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import type { Variant } from '../catalogue/index.ts';
import { type Expected, isDelivered, type Observation } from '../judge/index.ts';
import { Line, NoConnection, type Target } from '../peer/index.ts';
import {
  type Action,
  closeOf,
  cut,
  MOST_INFLATED,
  pingOf,
  type Request,
  requestOf,
  type Script,
  scriptOf,
  sentinel,
} from '../script/index.ts';
import { type AnswerAt, answerIn } from './handshake.ts';

/** Time limits in milliseconds; measured on the testee. */
export interface Times {
  /** For an answer that is due. */
  readonly reaction: number;
  /** Until the next part of bytes that are cut. */
  readonly beat: number;
}

/** The common parts of all connections to one testee. */
export interface Setup {
  readonly target: Target;
  /** Lines of header fields for each request. */
  readonly fields: readonly string[];
  readonly subprotocols: readonly string[];
  readonly isEcho: boolean;
  /** The length of the longest message that the testee takes, in bytes. */
  readonly limit?: number | undefined;
  /** The Origin that the testee takes. */
  readonly origin?: string | undefined;
}

/** The result of a variant. */
export interface Attempt {
  readonly observation: Observation;
  readonly expected: Expected;
  /** The bytes of the case, without the ping and the Close frame after them, and all bytes received. */
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  /** Milliseconds from the first byte after the handshake to the reaction. */
  readonly playMs: number;
}

/** The number of the ping after all other frames. */
const LAST = 1_000_000;

/**
 * Runs one variant.
 *
 * @param onPlayed - Called when all steps are done; the connection stays open until its promise is fulfilled.
 * @throws NoConnection when the testee takes no connection: that is for the caller to judge.
 */
export async function attempt(
  setup: Setup,
  variant: Variant,
  times: Times,
  onPlayed: () => Promise<void> = () => Promise.resolve(),
): Promise<Attempt> {
  const { plain = false, alpn } = variant.request ?? {};
  const { target } = setup;
  const isSecure = target.isSecure && !plain;
  const opened = await Line.open({ ...target, isSecure, alpn }, times.reaction * 4).catch(
    (error: unknown) => {
      // An alert of TLS is an answer to ALPN.
      if (alpn !== undefined && error instanceof NoConnection) return error;
      throw error;
    },
  );
  if (opened instanceof NoConnection) return noAttempt(setup);
  try {
    return await new Session(opened, setup, variant, times, onPlayed).run();
  } finally {
    opened.close();
  }
}

/** The testee ends the connection before the request. */
function noAttempt({ isEcho }: Setup): Attempt {
  const none = new Uint8Array(0);
  const observation: Observation = {
    handshake: { kind: 'none' },
    second: undefined,
    events: [],
    violation: undefined,
    isAlive: undefined,
    end: 'rst',
    isEndFirst: true,
    ms: 0,
  };
  const expected = { judgement: undefined, isEcho };
  return { observation, expected, sent: none, received: none, playMs: 0 };
}

class Session {
  readonly #line: Line;
  readonly #setup: Setup;
  readonly #variant: Variant;
  readonly #outcomes: readonly string[];
  readonly #chunks: Variant['chunks'];
  readonly #times: Times;
  readonly #request: Request;
  readonly #sent: Uint8Array[] = [];
  readonly #onPlayed: () => Promise<void>;
  #isEndFirst = true;
  #isReading = true;
  #playedFrom = 0;
  /** The last judgement, and of how many bytes it is. */
  #judged: { readonly of: number; readonly judgement: FrameJudgement } | undefined;

  constructor(
    line: Line,
    setup: Setup,
    variant: Variant,
    times: Times,
    onPlayed: () => Promise<void>,
  ) {
    this.#onPlayed = onPlayed;
    this.#line = line;
    this.#setup = setup;
    this.#variant = variant;
    this.#times = times;
    this.#outcomes = [...variant.strict, ...variant.tolerated];
    this.#chunks = variant.chunks;
    this.#request = requestOf(
      {
        path: setup.target.path,
        host: setup.target.authority,
        fields: setup.fields,
        extensions: variant.extensions,
        subprotocols: variant.subprotocols ?? setup.subprotocols,
        subprotocol: setup.subprotocols[0],
        origin: setup.origin,
      },
      variant.request,
    );
  }

  async run(): Promise<Attempt> {
    const { early } = this.#variant.request ?? {};
    if (early !== undefined) return this.#runEarly(early);
    const isHandshake = this.#variant.steps === undefined;
    for (const part of cut(this.#request.bytes, isHandshake ? this.#chunks : undefined)) {
      await this.#write(part);
      if (isHandshake && this.#chunks !== 'each') await sleep(this.#times.beat);
    }
    const { stop, idle } = this.#variant.request ?? {};
    if (stop !== undefined) await this.#onPlayed();
    const start = performance.now();
    const answer = await this.#answer(0, this.#request, idle);
    if (answer?.answer.kind !== 'established') return this.#refused(answer, start);
    const script = scriptOf(
      this.#variant.steps ?? [],
      this.#chunks,
      answer.ours,
      this.#setup.limit,
    );
    await this.#play(script, answer);
    await this.#onPlayed();
    return this.#finish(script, answer);
  }

  /** Frames, or the first bytes of them, go out with the request. */
  async #runEarly(early: true | number): Promise<Attempt> {
    const script = scriptOf(this.#variant.steps ?? [], undefined, undefined);
    const length = early === true ? script.bytes.length : early;
    await this.#write(concat(this.#request.bytes, script.bytes.slice(0, length)));
    const start = performance.now();
    const answer = await this.#answer(0, this.#request);
    if (answer?.answer.kind !== 'established') return this.#refused(answer, start);
    await this.#write(script.bytes.slice(length));
    return this.#finish(script, answer);
  }

  async #play(script: Script, answer: AnswerAt): Promise<void> {
    this.#playedFrom = performance.now();
    for (const [i, action] of script.actions.entries()) {
      await this.#do(action, answer);
      const isCut = Array.isArray(this.#chunks) && action.kind === 'write';
      if (isCut && script.actions[i + 1]?.kind === 'write') await sleep(this.#times.beat);
    }
  }

  async #do(action: Action, answer: AnswerAt): Promise<void> {
    switch (action.kind) {
      case 'write':
        return this.#write(action.bytes);
      case 'fence':
        return this.#untilPong(action.payload, answer);
      case 'wait-close':
        await this.#line.until(() => this.#judge(answer).closing.received, this.#times.reaction);
        return;
      case 'beats':
        return sleep(this.#times.beat * action.count);
      case 'idle':
        await this.#line.untilEnd(action.count * 1000);
        return;
      case 'stop-reading':
        this.#isReading = false;
        this.#line.pause();
        return;
      case 'read-on':
        this.#isReading = true;
        this.#line.resume();
        return;
      case 'fin':
        this.#line.finish();
        return;
      case 'rst':
        this.#line.reset();
    }
  }

  /** Waits for the due reaction, and returns the observation. */
  async #finish(script: Script, answer: AnswerAt): Promise<Attempt> {
    const start = performance.now();
    const { reaction } = this.#times;
    const ended = script.actions.some(({ kind }) => kind === 'fin' || kind === 'rst');
    const isDeaf = !this.#isReading && !ended;
    if (isDeaf) return this.#attempt(answer, script, { isAlive: undefined, ms: 0 });
    const mayPing = !ended && script.isWhole && !script.judgement.closing.received;
    const payload = sentinel(LAST);
    const ping = script.judgement.events.filter(({ type }) => type === 'ping').at(-1);
    if (ping?.type === 'ping' && this.#outcomes.some((outcome) => outcome.endsWith('pong'))) {
      await this.#untilPong(ping.payload, answer);
    }
    const closed = (): boolean => this.#judge(answer).closing.received;
    // Bytes after a fatal frame may turn the end of the stream into a reset (RFC 9293 §3.6.1): they wait a while.
    const isFatal = script.judgement.violation !== undefined;
    if (isFatal) await this.#line.until(closed, reaction / 3);
    if (mayPing && !closed()) await this.#line.write(pingOf(payload, LAST));
    // An echo may come after the pong (§5.5.2): a server is free to answer a ping first.
    const isDone = (): boolean =>
      closed() || (mayPing && this.#hasPong(payload, answer) && this.#isDelivered(script, answer));
    await this.#line.until(isDone, reaction);
    const ms = performance.now() - start;
    if (closed()) {
      if (!script.judgement.closing.received && !ended) await this.#line.write(closeOf(1000));
      // A server ends TCP first (§7.1.1); one that waits for us gets the end from us.
      if (!(await this.#line.untilEnd(reaction))) {
        this.#isEndFirst = false;
        this.#line.finish();
        await this.#line.untilEnd(reaction);
      }
    } else if (!mayPing && !this.#isQuiet) await this.#line.untilEnd(reaction);
    const isAlive = mayPing ? this.#hasPong(payload, answer) : undefined;
    const seen = this.#attempt(answer, script, { isAlive, ms });
    if (isAlive === true && !closed()) await this.#line.write(closeOf(1000));
    return seen;
  }

  #isDelivered({ judgement }: Script, answer: AnswerAt): boolean {
    const { isEcho } = this.#setup;
    return isDelivered(this.#judge(answer).events, { judgement, isEcho });
  }

  /** Whether nothing may happen: then nobody waits twice for it. */
  get #isQuiet(): boolean {
    return this.#outcomes.includes('silent');
  }

  async #refused(first: AnswerAt | undefined, start: number): Promise<Attempt> {
    const ms = performance.now() - start;
    let second: AnswerAt | undefined;
    if (this.#variant.request?.again === true && first !== undefined) {
      const { target, fields, subprotocols } = this.#setup;
      const { path, authority: host } = target;
      const again = requestOf({ path, host, fields, extensions: undefined, subprotocols });
      const end = await this.#bodyEnd(first);
      await this.#write(again.bytes);
      second = await this.#answer(end, again);
      if (second === undefined) await this.#line.untilEnd(this.#times.reaction);
    } else if (first === undefined) await this.#line.untilEnd(this.#times.reaction);
    const observation: Observation = {
      handshake: first?.answer ?? { kind: 'none' },
      second: second?.answer,
      events: [],
      violation: undefined,
      isAlive: undefined,
      end: this.#line.end,
      isEndFirst: true,
      ms,
    };
    return this.#with(observation, undefined);
  }

  #attempt(answer: AnswerAt, script: Script, seen: Pick<Observation, 'isAlive' | 'ms'>): Attempt {
    const { events, violation } = this.#judge(answer);
    const isLast = !this.#hasMoreThanClose(answer);
    const { end } = this.#line;
    const observation = {
      handshake: answer.answer,
      second: undefined,
      events,
      violation: ruleOf(violation) ?? (isLast ? undefined : 'close-is-last'),
      end,
      isEndFirst: this.#isEndFirst,
      ...seen,
    };
    return this.#with(observation, script.judgement);
  }

  #with(observation: Observation, judgement: FrameJudgement | undefined): Attempt {
    const { isEcho } = this.#setup;
    const expected: Expected = { judgement, isEcho, version: this.#request.version };
    const sent = concat(...this.#sent);
    const playMs = performance.now() - this.#playedFrom;
    return { observation, expected, sent, received: this.#line.received, playMs };
  }

  /** Whether bytes came after the testee's Close frame (RFC 6455 §5.5.1). */
  #hasMoreThanClose(answer: AnswerAt): boolean {
    const { events } = this.#judge(answer);
    const header = events.filter((event) => event.type === 'frame').at(-1);
    if (events.at(-1)?.type !== 'close-received' || header?.type !== 'frame') return false;
    const end = answer.length + header.offset + 2 + header.header.payloadLength;
    return this.#line.received.length > end;
  }

  /** Writes bytes of the case. */
  async #write(bytes: Uint8Array): Promise<void> {
    this.#sent.push(bytes);
    await this.#line.write(bytes);
  }

  /**
   * @param from - Where the response begins, in bytes.
   * @param seconds - Default: the time for a reaction.
   */
  async #answer(from: number, request: Request, seconds?: number): Promise<AnswerAt | undefined> {
    let found: AnswerAt | undefined;
    await this.#line.until(
      () => {
        found ??= answerIn(this.#line.received.subarray(from), request);
        return found !== undefined;
      },
      seconds === undefined ? this.#times.reaction : seconds * 1000,
    );
    return found;
  }

  /** Waits for the body of a refusal. @returns Where it ends, in bytes (RFC 9112 §6.3). */
  async #bodyEnd({ answer, length }: AnswerAt): Promise<number> {
    const fields = answer.kind === 'refused' ? answer.fields : [];
    const fieldValue = (wanted: string): string =>
      fields.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
    const isChunked = /chunked/i.test(fieldValue('transfer-encoding'));
    const end = (): number => {
      if (!isChunked) return length + (Number(fieldValue('content-length')) || 0);
      // The CR LF before the last chunk ends the head, or the chunk before it.
      const last = Buffer.from(this.#line.received).indexOf('\r\n0\r\n\r\n', length - 2);
      return last < 0 ? Infinity : last + 7;
    };
    await this.#line.until(() => this.#line.received.length >= end(), this.#times.reaction);
    return Math.min(end(), this.#line.received.length);
  }

  async #untilPong(payload: Uint8Array, answer: AnswerAt): Promise<void> {
    await this.#line.until(
      () => this.#hasPong(payload, answer) || this.#judge(answer).closing.received,
      this.#times.reaction,
    );
  }

  #hasPong(payload: Uint8Array, answer: AnswerAt): boolean {
    return this.#judge(answer).events.some(
      (event) => event.type === 'pong' && Buffer.compare(event.payload, payload) === 0,
    );
  }

  #judge({ length, theirs }: AnswerAt): FrameJudgement {
    const { received } = this.#line;
    if (received.length !== this.#judged?.of) {
      const limits = theirs === undefined ? {} : { maxMessageBytes: MOST_INFLATED };
      const setup = { role: 'client', deflate: theirs, limits } as const;
      const judgement = judgeFrames(received.subarray(length), setup);
      this.#judged = { of: received.length, judgement };
    }
    return this.#judged.judgement;
  }
}

/** A message that we do not inflate to its end is no fault of the testee. */
function ruleOf(violation: FrameJudgement['violation']): string | undefined {
  return violation?.rule === 'message-too-long' ? undefined : violation?.rule;
}
