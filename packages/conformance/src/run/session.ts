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
import { Line } from '../peer/index.ts';
import { closeOf, pingOf, type Script, scriptOf, sentinel } from '../script/index.ts';
import { ask, type ServerSetup } from './ask.ts';
import type { Opened, Times } from './opened.ts';
import { type ClientSetup, respond } from './respond.ts';

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
}

/** The number of the ping after all other frames. */
const LAST = 1_000_000;

/**
 * Runs one variant.
 *
 * @throws Error when no connection comes about, or a client has crashed: that is for the caller to judge.
 */
export async function attempt(setup: Setup, variant: Variant, times: Times): Promise<Attempt> {
  if ('target' in setup) {
    const line = await Line.open(setup.target, times.reaction * 4);
    return new Session(line, setup, variant, times).run();
  }
  const { line, leave } = await setup.visit();
  const seen = await new Session(line, setup, variant, times).run();
  await leave();
  return seen;
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
  #isEndFirst = true;
  #isBarred = false;
  #judged: Judged | undefined;

  constructor(line: Line, setup: Setup, variant: Variant, times: Times) {
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
    const scene = { line: this.#line, variant: this.#variant, times: this.#times, write };
    return 'target' in this.#setup ? ask(scene, this.#setup) : respond(scene, this.#setup);
  }

  async #converse(opened: Opened): Promise<Attempt> {
    const { steps = [], chunks } = this.#variant;
    if (opened.early !== undefined) {
      const { script, length } = opened.early;
      await this.#write(script.bytes.slice(length));
      return this.#finish(script, opened);
    }
    const script = scriptOf(steps, chunks, opened.ours, this.#testee);
    if (opened.ours !== undefined && script.judgement.violation !== undefined) {
      const free = scriptOf(steps, chunks, {}, this.#testee);
      this.#isBarred = free.judgement.violation === undefined;
    }
    await this.#play(script, opened);
    return this.#finish(script, opened);
  }

  async #play({ actions }: Script, opened: Opened): Promise<void> {
    const { chunks } = this.#variant;
    for (const [i, action] of actions.entries()) {
      if (action.kind === 'write') {
        await this.#write(action.bytes);
        const isCut = Array.isArray(chunks) && actions[i + 1]?.kind === 'write';
        if (isCut) await sleep(this.#times.beat);
      } else if (action.kind === 'fence') {
        const start = performance.now();
        await this.#untilPong(action.payload, opened);
        this.#trips.push(performance.now() - start);
      } else if (action.kind === 'fin') this.#line.finish();
      else this.#line.reset();
    }
  }

  /** Waits for the due reaction, and returns the observation. */
  async #finish(script: Script, opened: Opened): Promise<Attempt> {
    const start = performance.now();
    const { reaction } = this.#times;
    const hasEnd = script.actions.some(({ kind }) => kind === 'fin' || kind === 'rst');
    const ended = hasEnd || !opened.isWhole;
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

  #refused({ answer, second, ms }: Opened): Attempt {
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
    return this.#with(observation, { judgement: undefined, isEcho: this.#setup.isEcho });
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
      violation: opened.violation ?? violation?.rule ?? (hasData ? 'close-is-last' : undefined),
      repeatsItself: more !== undefined && !hasData,
      end,
      isEndFirst: this.#isEndFirst,
      ...seen,
    };
    return this.#with(observation, { judgement: script.judgement, isEcho: this.#setup.isEcho });
  }

  #with(observation: Observation, expected: Expected): Attempt {
    return {
      observation,
      expected,
      sent: concat(...this.#sent),
      received: this.#line.received,
      turns: this.#line.turns,
      isBarred: this.#isBarred,
      trips: this.#trips,
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
    const judgement = judgeFrames(received.subarray(length), { role, deflate: theirs });
    const frame = judgement.events.at(-1);
    // At the least: header and extended length come in addition.
    const missing = frame?.type === 'frame' ? frame.offset + frame.header.payloadLength : 0;
    this.#judged = { of: received.length, next: length + missing, judgement };
    return judgement;
  }
}
