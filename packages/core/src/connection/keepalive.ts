/**
 * Our own pings, and the time until their pongs are received (RFC 6455 §5.5.2, §5.5.3).
 *
 * @module
 */

import type { PingState } from './snapshot.ts';

/** The pings of one connection and their latest latency. */
export class Keepalive {
  /** Position in the output at which the last keepalive ping ends: it was sent once as many bytes are reported sent. */
  end = 0;
  /** Pings sent. */
  sent = 0;
  #count = 0;
  #payload: Uint8Array | undefined;
  #sentAt = 0;
  #latency: number | undefined;

  /** Milliseconds from the last answered ping to its pong. */
  get latency(): number | undefined {
    return this.#latency;
  }

  /** @returns The payload for the next keepalive ping: a counter, so that each payload differs. */
  nextPayload(): Uint8Array {
    const count = this.#count++;
    return Uint8Array.of(count >>> 24, count >>> 16, count >>> 8, count);
  }

  /** A ping was sent. Only the last ping is measured. */
  pinged(payload: Uint8Array, now: number): void {
    this.sent++;
    this.#payload = payload;
    this.#sentAt = now;
  }

  snapshot(now: number): PingState {
    const payload = this.#payload;
    return {
      count: this.#count,
      last: payload && { payload, ageMs: now - this.#sentAt },
      latency: this.#latency,
      end: this.end,
    };
  }

  resume({ count, last, latency, end }: PingState, now: number): void {
    this.#count = count;
    this.#payload = last?.payload;
    this.#sentAt = now - (last?.ageMs ?? 0);
    this.#latency = latency;
    this.end = end;
  }

  /** @returns The latency, if the pong answers the last ping. */
  ponged(payload: Uint8Array, now: number): number | undefined {
    if (this.#payload === undefined || !equal(this.#payload, payload)) return undefined;
    this.#payload = undefined;
    this.#latency = now - this.#sentAt;
    return this.#latency;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
