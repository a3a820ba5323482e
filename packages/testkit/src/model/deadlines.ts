/**
 * The timeouts of a connection and when each is due, as plainly as can be.
 *
 * @module
 */

/** The duration of each, in milliseconds, more than 0. Default: for ever. */
export interface ModelTimeouts {
  /** The opening handshake. */
  readonly openingHandshakeMs?: number | undefined;
  /** Silence of the peer before a ping. */
  readonly keepalivePingMs?: number | undefined;
  /** Silence after that ping. */
  readonly keepalivePongMs?: number | undefined;
  /** Time without data. */
  readonly idleMs?: number | undefined;
  /** The wait for the peer's Close frame, and of a client for the end of the transport. */
  readonly closingHandshakeMs?: number | undefined;
  /** The wait for the end of the transport. */
  readonly lingerMs?: number | undefined;
  /** The whole closing of the connection; also the time that output may wait while it stays at its high water. */
  readonly slowPeerMs?: number | undefined;
}

/** A timeout, by the name of the option for its duration. */
export type ModelTimeout = keyof ModelTimeouts;

/** In the order in which they count when several are due at the same time. */
const ORDER: readonly ModelTimeout[] = [
  'openingHandshakeMs',
  'keepalivePingMs',
  'keepalivePongMs',
  'idleMs',
  'closingHandshakeMs',
  'lingerMs',
  'slowPeerMs',
];

/** A clock that never goes back, and the timeouts. */
export class ModelDeadlines {
  /** In milliseconds. */
  now: number;
  readonly #timeouts: ModelTimeouts;
  readonly #due = new Map<ModelTimeout, number>();

  constructor(timeouts: ModelTimeouts, now: number) {
    this.#timeouts = timeouts;
    this.now = now;
  }

  /** The duration of a timeout. */
  lengthOf(timeout: ModelTimeout): number {
    return this.#timeouts[timeout] ?? Infinity;
  }

  /** The time of the caller's clock, which may stop or go back; the time of the model does not go back. */
  tick(now: number): void {
    this.now = Math.max(this.now, now);
  }

  /**
   * A timeout begins, or begins again.
   *
   * @param least - The shortest duration. Default: that of the option.
   */
  begin(timeout: ModelTimeout, least = 0): void {
    this.#due.set(timeout, this.now + Math.max(this.lengthOf(timeout), least));
  }

  /** As `begin`, if it is running. */
  beginAgain(timeout: ModelTimeout, least = 0): void {
    if (this.#due.has(timeout)) this.begin(timeout, least);
  }

  stop(...timeouts: readonly ModelTimeout[]): void {
    for (const timeout of timeouts) this.#due.delete(timeout);
  }

  /** Stops all but one. */
  stopAllBut(timeout: ModelTimeout): void {
    this.stop(...ORDER.filter((one) => one !== timeout));
  }

  stopAll(): void {
    this.#due.clear();
  }

  /** The time of the first deadline; `undefined` when no timeout runs. */
  get next(): number | undefined {
    const first = Math.min(...this.#due.values());
    return first === Infinity ? undefined : first;
  }

  /** Stops the first timeout that is due. @returns Which one. */
  takeDue(): ModelTimeout | undefined {
    const { next } = this;
    if (next === undefined || next > this.now) return undefined;
    const first = ORDER.find((timeout) => this.#due.get(timeout) === next);
    if (first !== undefined) this.stop(first);
    return first;
  }
}
