/**
 * The timeouts that are armed. Time is an argument everywhere: nobody here looks at a clock.
 *
 * @module
 */

export type TimeoutReason =
  | 'opening-handshake'
  | 'keepalive-ping'
  | 'keepalive-pong'
  | 'idle'
  | 'closing-handshake'
  | 'linger';

/** When to call `handleTimeout`, in milliseconds on the caller's clock. */
export interface Deadline {
  readonly at: number;
  readonly reason: TimeoutReason;
}

export class Deadlines {
  readonly #at = new Map<TimeoutReason, number>();

  /** Arms a timeout, or moves it. */
  set(reason: TimeoutReason, at: number): void {
    this.#at.set(reason, at);
  }

  clear(reason: TimeoutReason): void {
    this.#at.delete(reason);
  }

  clearAll(): void {
    this.#at.clear();
  }

  /** Those that are armed. */
  all(): Deadline[] {
    return [...this.#at].map(([reason, at]) => ({ at, reason }));
  }

  /** The one that comes first. */
  next(): Deadline | undefined {
    let next: Deadline | undefined;
    for (const [reason, at] of this.#at) {
      if (next === undefined || at < next.at) next = { at, reason };
    }
    return next;
  }

  /** Disarms and returns the first that is due. */
  takeDue(now: number): TimeoutReason | undefined {
    const next = this.next();
    if (next === undefined || next.at > now) return undefined;
    this.#at.delete(next.reason);
    return next.reason;
  }
}

/** @throws TypeError when the caller forgot to say what time it is. */
export function assertTime(now: number): number {
  if (!Number.isFinite(now)) {
    throw new TypeError(`now must be a finite number of milliseconds, got ${String(now)}`);
  }
  return now;
}
