/**
 * One variant of a case on one connection: handshake, steps, and the testee's reaction.
 *
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type FrameJudgement, judgeFrames, type ModelRole } from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import type { Variant } from '../catalogue/index.ts';
import { type Expected, isDelivered, type Observation } from '../judge/index.ts';
import { Line, NoConnection } from '../peer/index.ts';
import {
  type Action,
  closeOf,
  LAST,
  MOST_INFLATED,
  pingOf,
  type Script,
  scriptOf,
  sentinel,
} from '../script/index.ts';
import { ask, type ServerSetup } from './ask.ts';
import type { Opened } from './opened.ts';
import { type ClientSetup, respond } from './respond.ts';
import { patient, type Times } from './times.ts';

/** A testee, and how a connection with it comes about. */
export type Setup = ServerSetup | ClientSetup;

/** The result of a variant. */
export interface Attempt {
  readonly observation: Observation;
  readonly expected: Expected;
  /** The bytes of the case, without the ping and the Close frame after them, and all bytes received. */
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  readonly turns: Line['turns'];
  /** Whether the agreed parameters of an extension forbid the frames of the case. */
  readonly isBarred: boolean;
  /** Milliseconds from the ping of each fence to its pong. */
  readonly trips: readonly number[];
  /** Milliseconds from the first byte after the handshake to the reaction. */
  readonly playMs: number;
}

/**
 * Runs one variant.
 *
 * @param onPlayed - Called when all steps are done; the connection stays open until its promise is fulfilled.
 * @throws NoConnection when the testee takes no connection, or a client has crashed: that is for the caller to judge.
 */
export async function attempt(
  setup: Setup,
  variant: Variant,
  times: Times,
  onPlayed: () => Promise<void> = () => Promise.resolve(),
): Promise<Attempt> {
  if ('target' in setup) {
    const line = await lineTo(setup, variant, times);
    if (line instanceof NoConnection) return noAttempt(setup);
    return new Session(line, setup, variant, times, onPlayed).run();
  }
  const { line, leave } = await setup.visit();
  const seen = await new Session(line, setup, variant, times, onPlayed).run();
  await leave();
  return seen;
}

/** @returns `NoConnection` where an alert of TLS is an answer: to ALPN. */
async function lineTo(
  { target }: ServerSetup,
  { request = {} }: Variant,
  times: Times,
): Promise<Line | NoConnection> {
  const { plain = false, alpn } = request;
  const isSecure = target.isSecure && !plain;
  return Line.open({ ...target, isSecure, alpn }, patient(times).reaction).catch(
    (error: unknown) => {
      if (alpn !== undefined && error instanceof NoConnection) return error;
      throw error;
    },
  );
}

/** The testee ends the connection before the request. */
function noAttempt({ isEcho }: Setup): Attempt {
  const none = new Uint8Array(0);
  const observation: Observation = {
    handshake: { kind: 'none' },
    second: undefined,
    events: [],
    violation: undefined,
    repeatsItself: false,
    isAlive: undefined,
    end: 'rst',
    isEndFirst: true,
    ms: 0,
  };
  const expected = { judgement: undefined, isEcho };
  const seen = { observation, expected, sent: none, received: none };
  return { ...seen, turns: [], isBarred: false, trips: [], playMs: 0 };
}

/** The last judgement: of how many bytes, and how many have to come until there is another one. */
interface Judged {
  readonly of: number;
  readonly next: number;
  readonly judgement: FrameJudgement;
}

class Session {
  readonly #line: Line;
  readonly #setup: Setup;
  readonly #testee: ModelRole;
  readonly #variant: Variant;
  readonly #outcomes: readonly string[];
  readonly #times: Times;
  readonly #sent: Uint8Array[] = [];
  readonly #trips: number[] = [];
  readonly #onPlayed: () => Promise<void>;
  #isEndFirst = true;
  #isReading = true;
  #isBarred = false;
  #playedFrom = 0;
  #judged: Judged | undefined;

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
    this.#testee = 'target' in setup ? 'server' : 'client';
    this.#variant = variant;
    this.#times = times;
    this.#outcomes = [...variant.strict, ...variant.tolerated];
  }

  async run(): Promise<Attempt> {
    try {
      const opened = await this.#open();
      const { kind } = opened.answer;
      if (kind !== 'established' && kind !== 'requested') return this.#refused(opened);
      return await this.#converse(opened);
    } finally {
      this.#line.close();
    }
  }

  #open(): Promise<Opened> {
    const write = (bytes: Uint8Array): Promise<void> => this.#write(bytes);
    const scene = {
      line: this.#line,
      variant: this.#variant,
      times: this.#times,
      write,
      onPlayed: this.#onPlayed,
    };
    return 'target' in this.#setup ? ask(scene, this.#setup) : respond(scene, this.#setup);
  }

  async #converse(opened: Opened): Promise<Attempt> {
    const { steps = [], chunks } = this.#variant;
    if (opened.early !== undefined) {
      const { script, length } = opened.early;
      await this.#write(script.bytes.slice(length));
      return this.#finish(script, opened);
    }
    const limit = 'target' in this.#setup ? this.#setup.limit : undefined;
    const script = scriptOf(steps, chunks, opened.ours, this.#testee, limit);
    if (opened.ours !== undefined && script.judgement.violation !== undefined) {
      const free = scriptOf(steps, chunks, {}, this.#testee, limit);
      this.#isBarred = free.judgement.violation === undefined;
    }
    await this.#play(script, opened);
    await this.#onPlayed();
    return this.#finish(script, opened);
  }

  async #play({ actions }: Script, opened: Opened): Promise<void> {
    this.#playedFrom = performance.now();
    const mayCut = Array.isArray(this.#variant.chunks);
    for (const [i, action] of actions.entries()) {
      await this.#do(action, opened);
      const isCut = mayCut && action.kind === 'write' && actions[i + 1]?.kind === 'write';
      if (isCut) await sleep(this.#times.beat);
    }
  }

  async #do(action: Action, opened: Opened): Promise<void> {
    const start = performance.now();
    switch (action.kind) {
      case 'write':
        return this.#write(action.bytes);
      case 'fence':
        await this.#untilPong(action.payload, opened);
        this.#trips.push(performance.now() - start);
        return;
      case 'wait-close':
        await this.#line.until(() => this.#judge(opened).closing.received, this.#times.reaction);
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
  async #finish(script: Script, opened: Opened): Promise<Attempt> {
    const start = performance.now();
    const { reaction } = this.#times;
    const hasEnd = script.actions.some(({ kind }) => kind === 'fin' || kind === 'rst');
    const ended = hasEnd || !opened.isWhole;
    const isDeaf = !this.#isReading && !ended;
    if (isDeaf) return this.#attempt(opened, script, { isAlive: undefined, ms: 0 });
    const mayPing = !ended && script.isWhole && !script.judgement.closing.received;
    const payload = sentinel(LAST);
    const ping = script.judgement.events.filter(({ type }) => type === 'ping').at(-1);
    if (ping?.type === 'ping' && this.#outcomes.some((outcome) => outcome.endsWith('pong'))) {
      await this.#untilPong(ping.payload, opened);
    }
    const closed = (): boolean => this.#judge(opened).closing.received;
    // Bytes after a fatal frame may turn the end of the stream into a reset (RFC 9293 §3.6.1): they wait a while. So
    // does the ping that shows whether a client has taken a response that it has to refuse.
    const isFatal = script.judgement.violation !== undefined;
    if (isFatal || this.#variant.strict.includes('refuse')) {
      await this.#line.until(closed, reaction / 3);
    }
    if (mayPing && !closed()) await this.#line.write(pingOf(payload, LAST, this.#testee));
    // An echo may come after the pong (§5.5.2): a server is free to answer a ping first.
    const isDone = (): boolean =>
      closed() || (mayPing && this.#hasPong(payload, opened) && this.#isDelivered(script, opened));
    await this.#line.until(isDone, reaction);
    const ms = performance.now() - start;
    if (closed()) {
      if (!script.judgement.closing.received && !ended) await this.#close();
      await this.#endStream();
    } else if (!mayPing && !this.#isQuiet) await this.#line.untilEnd(reaction);
    const isAlive = mayPing ? this.#hasPong(payload, opened) : undefined;
    const seen = this.#attempt(opened, script, { isAlive, ms });
    if (isAlive === true && !closed()) {
      await this.#close();
      // A client that is cut off may not come back for its next case.
      if (this.#testee === 'client' && (await this.#line.until(closed, reaction))) {
        await this.#endStream();
      }
    }
    return seen;
  }

  async #close(): Promise<void> {
    await this.#line.write(closeOf(1000, this.#testee));
  }

  /** The server ends TCP first (§7.1.1). A server that waits for us gets the end from us. */
  async #endStream(): Promise<void> {
    const { reaction } = this.#times;
    const mayEnd = this.#testee === 'server' || this.#outcomes.some((it) => it.endsWith(' last'));
    const patience = this.#testee === 'server' ? reaction : reaction / 3;
    if (mayEnd && (await this.#line.untilEnd(patience))) return;
    this.#isEndFirst = this.#line.end !== undefined;
    this.#line.finish();
    await this.#line.untilEnd(reaction);
  }

  #isDelivered({ judgement }: Script, opened: Opened): boolean {
    const { isEcho } = this.#setup;
    return isDelivered(this.#judge(opened).events, { judgement, isEcho });
  }

  /** Whether nothing may happen: then nobody waits twice for it. */
  get #isQuiet(): boolean {
    return this.#outcomes.includes('silent');
  }

  #refused(opened: Opened): Attempt {
    const { answer, second, ms } = opened;
    const observation: Observation = {
      handshake: answer,
      second,
      events: [],
      violation: undefined,
      repeatsItself: false,
      isAlive: undefined,
      end: this.#line.end,
      isEndFirst: true,
      ms,
    };
    return this.#with(observation, opened, undefined);
  }

  #attempt(opened: Opened, script: Script, seen: Pick<Observation, 'isAlive' | 'ms'>): Attempt {
    const { events, violation } = this.#judge(opened, true);
    const more = this.#afterClose(opened);
    const hasData = more !== undefined && (more & 0x0f) < 8;
    const { end } = this.#line;
    const observation = {
      handshake: opened.answer,
      second: undefined,
      events,
      violation: opened.violation ?? ruleOf(violation) ?? (hasData ? 'close-is-last' : undefined),
      repeatsItself: more !== undefined && !hasData,
      end,
      isEndFirst: this.#isEndFirst,
      ...seen,
    };
    return this.#with(observation, opened, script.judgement);
  }

  #with(
    observation: Observation,
    { version }: Opened,
    judgement: FrameJudgement | undefined,
  ): Attempt {
    const { isEcho } = this.#setup;
    const expected: Expected = { judgement, isEcho, version };
    return {
      observation,
      expected,
      sent: concat(...this.#sent),
      received: this.#line.received,
      turns: this.#line.turns,
      isBarred: this.#isBarred,
      trips: this.#trips,
      playMs: performance.now() - this.#playedFrom,
    };
  }

  /** The first byte after the testee's Close frame, if there is one (RFC 6455 §5.5.1). */
  #afterClose(opened: Opened): number | undefined {
    const { events } = this.#judge(opened);
    const frame = events.filter((event) => event.type === 'frame').at(-1);
    if (events.at(-1)?.type !== 'close-received' || frame?.type !== 'frame') return undefined;
    const { header, offset } = frame;
    const head = header.maskingKey === undefined ? 2 : 6;
    return this.#line.received[opened.length + offset + head + header.payloadLength];
  }

  /** Writes bytes of the case. */
  async #write(bytes: Uint8Array): Promise<void> {
    this.#sent.push(bytes);
    await this.#line.write(bytes);
  }

  async #untilPong(payload: Uint8Array, opened: Opened): Promise<void> {
    await this.#line.until(
      () => this.#hasPong(payload, opened) || this.#judge(opened).closing.received,
      this.#times.reaction,
    );
  }

  #hasPong(payload: Uint8Array, opened: Opened): boolean {
    return this.#judge(opened).events.some(
      (event) => event.type === 'pong' && Buffer.compare(event.payload, payload) === 0,
    );
  }

  /** The testee's frames so far; while a frame is on its way, those before it. */
  #judge({ length, theirs }: Opened, isFinal = false): FrameJudgement {
    const { received, end } = this.#line;
    const { of = -1, next = 0, judgement: last } = this.#judged ?? {};
    const isOnItsWay = received.length < next && end === undefined && !isFinal;
    if (last !== undefined && (received.length === of || isOnItsWay)) return last;
    const role = this.#testee === 'server' ? 'client' : 'server';
    const limits = theirs === undefined ? {} : { maxMessageBytes: MOST_INFLATED };
    const judgement = judgeFrames(received.subarray(length), { role, deflate: theirs, limits });
    const frame = judgement.events.at(-1);
    // At the least: header and extended length come in addition.
    const missing = frame?.type === 'frame' ? frame.offset + frame.header.payloadLength : 0;
    this.#judged = { of: received.length, next: length + missing, judgement };
    return judgement;
  }
}

/** A message that we do not inflate to its end is no fault of the testee. */
function ruleOf(violation: FrameJudgement['violation']): string | undefined {
  return violation?.rule === 'message-too-long' ? undefined : violation?.rule;
}
