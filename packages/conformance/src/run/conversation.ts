/**
 * The frames of a variant after the opening handshake, and the testee's reaction to them.
 *
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { FrameJudgement, ModelRole } from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import { type Expected, isDelivered, type Observation } from '../judge/index.ts';
import type { Line } from '../peer/index.ts';
import {
  type Action,
  closeOf,
  LAST,
  pingOf,
  type Script,
  scriptOf,
  sentinel,
} from '../script/index.ts';
import type { Opened, Scene } from './opened.ts';
import { Replies } from './replies.ts';

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

/** What is known of the testee. */
export interface Partner {
  readonly role: ModelRole;
  readonly isEcho: boolean;
  /** The length of the longest message that it takes, in bytes. */
  readonly limit: number | undefined;
}

/** The most milliseconds to wait where silence is right: a machine that is busy makes nobody fail there. */
const QUIET_MS = 1500;

/** A connection that is open. */
export class Conversation {
  readonly #scene: Scene;
  readonly #line: Line;
  readonly #partner: Partner;
  readonly #opened: Opened;
  readonly #replies: Replies;
  readonly #outcomes: readonly string[];
  readonly #trips: number[] = [];
  #isEndFirst = true;
  #isReading = true;
  #isBarred = false;
  #playedFrom = 0;

  constructor(scene: Scene, partner: Partner, opened: Opened) {
    this.#scene = scene;
    this.#line = scene.line;
    this.#partner = partner;
    this.#opened = opened;
    this.#replies = new Replies(scene.line, partner.role, opened);
    this.#outcomes = [...scene.variant.strict, ...scene.variant.tolerated];
  }

  /** Does the steps, and waits for the reaction. */
  async run(): Promise<Attempt> {
    const { variant, write, onPlayed } = this.#scene;
    const { steps = [], chunks } = variant;
    const { early, ours } = this.#opened;
    if (early !== undefined) {
      await write(early.script.bytes.slice(early.length));
      return this.#finish(early.script);
    }
    const { role, limit } = this.#partner;
    const script = scriptOf(steps, chunks, ours, role, limit);
    if (ours !== undefined && script.judgement.violation !== undefined) {
      const free = scriptOf(steps, chunks, {}, role, limit);
      this.#isBarred = free.judgement.violation === undefined;
    }
    await this.#play(script);
    await onPlayed();
    return this.#finish(script);
  }

  async #play({ actions }: Script): Promise<void> {
    const { variant, times } = this.#scene;
    this.#playedFrom = performance.now();
    const mayCut = Array.isArray(variant.chunks);
    for (const [i, action] of actions.entries()) {
      await this.#do(action);
      const isCut = mayCut && action.kind === 'write' && actions[i + 1]?.kind === 'write';
      if (isCut) await sleep(times.beat);
    }
  }

  async #do(action: Action): Promise<void> {
    const { times, write } = this.#scene;
    const start = performance.now();
    switch (action.kind) {
      case 'write':
        return write(action.bytes);
      case 'fence':
        await this.#untilPong(action.payload);
        this.#trips.push(performance.now() - start);
        return;
      case 'wait-close':
        await this.#line.until(() => this.#replies.isClosed, times.reaction);
        return;
      case 'beats':
        return sleep(times.beat * action.count);
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
  async #finish(script: Script): Promise<Attempt> {
    const start = performance.now();
    const { variant, times } = this.#scene;
    const isSilenceRight = variant.strict.includes('silent');
    const reaction = isSilenceRight ? Math.min(times.reaction, QUIET_MS) : times.reaction;
    const replies = this.#replies;
    const hasEnd = script.actions.some(({ kind }) => kind === 'fin' || kind === 'rst');
    const ended = hasEnd || !this.#opened.isWhole;
    const isDeaf = !this.#isReading && !ended;
    if (isDeaf) return this.#attempt(script, { isAlive: undefined, ms: 0 });
    const mayPing = !ended && script.isWhole && !script.judgement.closing.received;
    const payload = sentinel(LAST);
    const ping = script.judgement.events.filter(({ type }) => type === 'ping').at(-1);
    if (ping?.type === 'ping' && this.#outcomes.some((outcome) => outcome.endsWith('pong'))) {
      await this.#untilPong(ping.payload);
    }
    // Bytes after a fatal frame may turn the end of the stream into a reset (RFC 9293 §3.6.1): they wait a while. So
    // does the ping that shows whether a client has taken a response that it has to refuse.
    const isFatal = script.judgement.violation !== undefined;
    if (isFatal || variant.strict.includes('refuse')) {
      await this.#line.until(() => replies.isClosed, reaction / 3);
    }
    if (mayPing && !replies.isClosed) {
      await this.#line.write(pingOf(payload, LAST, this.#partner.role));
    }
    // An echo may come after the pong (§5.5.2): a server is free to answer a ping first.
    const isDone = (): boolean =>
      replies.isClosed || (mayPing && replies.hasPong(payload) && this.#isDelivered(script));
    await this.#line.until(isDone, reaction);
    const ms = performance.now() - start;
    if (replies.isClosed) {
      if (!script.judgement.closing.received && !ended) await this.#close();
      await this.#endStream();
    } else if (!mayPing && !this.#isQuiet) await this.#line.untilEnd(reaction);
    const isAlive = mayPing ? replies.hasPong(payload) : undefined;
    const seen = this.#attempt(script, { isAlive, ms });
    if (isAlive === true && !replies.isClosed) {
      await this.#close();
      // A client that is cut off may not come back for its next case.
      const isClient = this.#partner.role === 'client';
      const isClosed = (): boolean => replies.isClosed;
      if (isClient && (await this.#line.until(isClosed, reaction))) await this.#endStream();
    }
    return seen;
  }

  async #close(): Promise<void> {
    await this.#line.write(closeOf(1000, this.#partner.role));
  }

  /** The server ends TCP first (§7.1.1). A server that waits for us gets the end from us. */
  async #endStream(): Promise<void> {
    const { reaction } = this.#scene.times;
    const isServer = this.#partner.role === 'server';
    const mayEnd = isServer || this.#outcomes.some((it) => it.endsWith(' last'));
    const patience = isServer ? reaction : reaction / 3;
    if (mayEnd && (await this.#line.untilEnd(patience))) return;
    this.#isEndFirst = this.#line.end !== undefined;
    this.#line.finish();
    await this.#line.untilEnd(reaction);
  }

  #isDelivered({ judgement }: Script): boolean {
    const { isEcho } = this.#partner;
    return isDelivered(this.#replies.judge().events, { judgement, isEcho });
  }

  /** Whether nothing may happen: then nobody waits twice for it. */
  get #isQuiet(): boolean {
    return this.#outcomes.includes('silent');
  }

  #attempt({ judgement }: Script, seen: Pick<Observation, 'isAlive' | 'ms'>): Attempt {
    const { sent } = this.#scene;
    const { answer, violation: before, version } = this.#opened;
    const { events, violation } = this.#replies.judge(true);
    const more = this.#replies.byteAfterClose;
    const hasData = more !== undefined && (more & 0x0f) < 8;
    const { end, received, turns } = this.#line;
    const observation: Observation = {
      handshake: answer,
      second: undefined,
      events,
      violation: before ?? ruleOf(violation) ?? (hasData ? 'close-is-last' : undefined),
      repeatsItself: more !== undefined && !hasData,
      end,
      isEndFirst: this.#isEndFirst,
      ...seen,
    };
    return {
      observation,
      expected: { judgement, isEcho: this.#partner.isEcho, version },
      sent: concat(...sent),
      received,
      turns,
      isBarred: this.#isBarred,
      trips: this.#trips,
      playMs: performance.now() - this.#playedFrom,
    };
  }

  async #untilPong(payload: Uint8Array): Promise<void> {
    const replies = this.#replies;
    const isOver = (): boolean => replies.hasPong(payload) || replies.isClosed;
    await this.#line.until(isOver, this.#scene.times.reaction);
  }
}

/** A message that we do not inflate to its end is no fault of the testee. */
function ruleOf(violation: FrameJudgement['violation']): string | undefined {
  return violation?.rule === 'message-too-long' ? undefined : violation?.rule;
}
