/**
 * The timeouts that are armed. Time is an argument everywhere: nobody here looks at a clock.
 *
 * @module
 */

import { checkKind, type Kind } from '../options/index.ts';
import type { Timeouts } from './options.ts';

/** When to call `handleTimeout`, in milliseconds on the caller's clock. */
export interface Deadline {
  readonly at: number;
  readonly reason: TimeoutReason;
}

/** The option that says how long each takes, in the order in which they are acted on when they are due at the same time. */
const NAMES = {
  'opening-handshake': 'openingHandshakeMs',
  'keepalive-ping': 'keepalivePingMs',
  'keepalive-pong': 'keepalivePongMs',
  idle: 'idleMs',
  'closing-handshake': 'closingHandshakeMs',
  linger: 'lingerMs',
  'slow-peer': 'slowPeerMs',
} as const;

export type TimeoutReason = keyof typeof NAMES;

const REASONS = Object.keys(NAMES) as TimeoutReason[];

/** The place of the last. */
const SLOW_PEER = 6;

/** The clock of a connection, as its caller sets it, and what is due when. */
export class Deadlines {
  readonly #timeouts: Timeouts;
  #now: number;
  /** For each reason, by its place in `REASONS`, the time; `Infinity` when it is not armed. */
  readonly #at: number[] = [Infinity, Infinity, Infinity, Infinity, Infinity, Infinity, Infinity];

  /** @throws TypeError when `now` is no time. */
  constructor(timeouts: Timeouts, now: number) {
    this.#timeouts = timeouts;
    this.#now = assertTime(now);
  }

  get now(): number {
    return this.#now;
  }

  /** Time goes on, never back. */
  tick(now: number): void {
    if (assertTime(now) > this.#now) this.#now = now;
  }

  /** Arms a timeout, or moves it on: it is due when its time has passed from here. */
  arm(reason: TimeoutReason): void {
    this.armIn(reason, this.#timeouts[NAMES[reason]]);
  }

  /**
   * Moves a timeout on that is armed: what it waits for makes progress.
   *
   * @param least - It is due in so many milliseconds or later.
   */
  postpone(reason: TimeoutReason, least = 0): void {
    const ms = Math.max(least, this.#timeouts[NAMES[reason]]);
    if (this.#at[REASONS.indexOf(reason)] !== Infinity) this.armIn(reason, ms);
  }

  /** The peer has given a sign of life: for each chunk, so it goes the short way. @returns Whether it was waited for. */
  heard(): boolean {
    const wasAwaited = this.#at[2] !== Infinity;
    this.#at[1] = this.#now + this.#timeouts.keepalivePingMs;
    this.#at[2] = Infinity;
    return wasAwaited;
  }

  /** Whether the idle timeout is ever due. */
  get hasIdle(): boolean {
    return this.#timeouts.idleMs !== Infinity;
  }

  /** Whether the timeout for a pong is ever due. */
  get hasPong(): boolean {
    return this.#timeouts.keepalivePongMs !== Infinity;
  }

  /** Arms a timeout that is due in `ms` milliseconds. */
  armIn(reason: TimeoutReason, ms: number): void {
    this.#at[REASONS.indexOf(reason)] = this.#now + ms;
  }

  /** Brings a timeout forward that is due later than in `ms` milliseconds, or never. */
  hasten(reason: TimeoutReason, ms: number): void {
    const place = REASONS.indexOf(reason);
    this.#at[place] = Math.min(this.#at[place]!, this.#now + ms);
  }

  clear(reason: TimeoutReason): void {
    this.#at[REASONS.indexOf(reason)] = Infinity;
  }

  clearAll(): void {
    this.#at.fill(Infinity);
  }

  /** The connection comes to its end: this is waited for next. The bound on all of it goes on. */
  awaitEnd(reason: 'closing-handshake' | 'linger'): void {
    this.#at.fill(Infinity, 0, SLOW_PEER);
    this.arm(reason);
  }

  /** Those that are armed. */
  all(): Deadline[] {
    return REASONS.map((reason, i) => ({ at: this.#at[i]!, reason })).filter(
      ({ at }) => at !== Infinity,
    );
  }

  /** The one that comes first. */
  next(): Deadline | undefined {
    const first = this.#first();
    return first === -1 ? undefined : { at: this.#at[first]!, reason: REASONS[first]! };
  }

  /** Disarms and returns the first that is due. */
  takeDue(): TimeoutReason | undefined {
    const first = this.#first();
    if (first === -1 || this.#at[first]! > this.#now) return undefined;
    this.#at[first] = Infinity;
    return REASONS[first];
  }

  #first(): number {
    let first = -1;
    let at = Infinity;
    for (let i = 0; i <= SLOW_PEER; i++) {
      if (this.#at[i]! < at) {
        first = i;
        at = this.#at[i]!;
      }
    }
    return first;
  }
}

const aTime: Kind<number> = ['a finite number of milliseconds', Number.isFinite];

/** @throws TypeError when the caller forgot to say what time it is. */
export function assertTime(now: number): number {
  if (!Number.isFinite(now)) checkKind('now', now, aTime, TypeError);
  return now;
}
