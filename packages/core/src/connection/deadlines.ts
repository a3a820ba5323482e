/**
 * The timeouts that are armed. Time is an argument everywhere: this code reads no clock.
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

/** The option with the duration of each timeout; timeouts that are due at the same time are acted on in this order. */
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

/** The index of the last reason. */
const SLOW_PEER = 6;

/** The time of a connection, as its caller sets it, and the timeouts that are armed. */
export class Deadlines {
  readonly #timeouts: Timeouts;
  #now: number;
  /** The time of each timeout, in the order of `REASONS`; `Infinity` when it is not armed. */
  readonly #at: number[] = [Infinity, Infinity, Infinity, Infinity, Infinity, Infinity, Infinity];

  /** @throws TypeError when `now` is not finite. */
  constructor(timeouts: Timeouts, now: number) {
    this.#timeouts = timeouts;
    this.#now = assertTime(now);
  }

  get now(): number {
    return this.#now;
  }

  /** Moves the time on, never back. */
  tick(now: number): void {
    if (assertTime(now) > this.#now) this.#now = now;
  }

  /** Arms a timeout, or postpones it: it is due its whole duration from now. */
  arm(reason: TimeoutReason): void {
    this.armIn(reason, this.#timeouts[NAMES[reason]]);
  }

  /**
   * Postpones a timeout that is armed, since the peer or the transport makes progress.
   *
   * @param least - The timeout is due in this many milliseconds or later. Default: 0.
   */
  postpone(reason: TimeoutReason, least = 0): void {
    const ms = Math.max(least, this.#timeouts[NAMES[reason]]);
    if (this.#at[REASONS.indexOf(reason)] !== Infinity) this.armIn(reason, ms);
  }

  /** The peer is alive. Called for each chunk, so without a search. @returns Whether a sign of life was awaited. */
  received(): boolean {
    const wasAwaited = this.#at[2] !== Infinity;
    this.#at[1] = this.#now + this.#timeouts.keepalivePingMs;
    this.#at[2] = Infinity;
    return wasAwaited;
  }

  /** Whether the idle timeout is on. */
  get hasIdle(): boolean {
    return this.#timeouts.idleMs !== Infinity;
  }

  /** Whether the timeout for a pong is on. */
  get hasPong(): boolean {
    return this.#timeouts.keepalivePongMs !== Infinity;
  }

  /** Arms a timeout that is due in `ms` milliseconds. */
  armIn(reason: TimeoutReason, ms: number): void {
    this.#at[REASONS.indexOf(reason)] = this.#now + ms;
  }

  /** Makes a timeout due in `ms` milliseconds at the latest. */
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

  /** Arms the timeout for the next step of the end. Others are cleared, except for the bound on the whole end. */
  awaitEnd(reason: 'closing-handshake' | 'linger'): void {
    this.#at.fill(Infinity, 0, SLOW_PEER);
    this.arm(reason);
  }

  /** The timeouts that are armed. */
  all(): Deadline[] {
    return REASONS.map((reason, i) => ({ at: this.#at[i]!, reason })).filter(
      ({ at }) => at !== Infinity,
    );
  }

  /** The timeout that is due first. */
  next(): Deadline | undefined {
    const first = this.#first();
    return first === -1 ? undefined : { at: this.#at[first]!, reason: REASONS[first]! };
  }

  /** Disarms and returns the first timeout that is due. */
  nextDue(): TimeoutReason | undefined {
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

/** @throws TypeError when the caller has not passed a time. */
export function assertTime(now: number): number {
  if (!Number.isFinite(now)) checkKind('now', now, aTime, TypeError);
  return now;
}
