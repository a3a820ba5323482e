/**
 * One end of a wire in virtual time: a transport for a machine, which delays and cuts what it carries,
 * and lets itself be broken.
 *
 * @module
 */

import { type Connection, type ConnectionEvent, Driver, type Transport } from 'sansocket';
import { cut } from './arbitraries/cuts.ts';
import { concat } from './bytes.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What comes out of the wire. */
type Arrival = { readonly type: 'bytes'; readonly bytes: Uint8Array } | { readonly type: 'end' };

export interface WirePlan {
  /** Sizes of the chunks that each write is cut into. */
  readonly cuts: readonly number[];
  /** Milliseconds that chunks take, one after the other, again and again; at least one. */
  readonly delays: readonly number[];
}

export class WireEnd implements Transport {
  readonly connection: Connection;
  readonly events: ConnectionEvent[] = [];
  readonly driver: Driver;
  readonly #time: VirtualTime;
  readonly #plan: WirePlan;
  #peer: WireEnd | undefined;
  /** All that was written. */
  readonly writes: Uint8Array[] = [];
  readonly #waiting: Arrival[] = [];
  #reads = true;
  #isAlive = true;
  /** Nothing that is sent from here on arrives. */
  isSilent = false;
  /** What was sent last arrives then; nothing overtakes it. */
  #lastArrival = 0;
  #sent = 0;
  #wakeUps = 0;

  constructor(
    connection: Connection,
    time: VirtualTime,
    plan: WirePlan,
    application: (end: WireEnd, event: ConnectionEvent) => void,
  ) {
    this.connection = connection;
    this.#time = time;
    this.#plan = plan;
    this.driver = new Driver(connection, this, (event) => {
      this.events.push(event);
      application(this, event);
    });
  }

  joinTo(peer: WireEnd): void {
    this.#peer = peer;
  }

  // The transport of the machine

  write(pieces: readonly Uint8Array[]): void {
    const bytes = concat(...pieces);
    this.writes.push(bytes);
    for (const chunk of cut(bytes, this.#plan.cuts)) this.#carry({ type: 'bytes', bytes: chunk });
    this.#time.at(this.#lastArrival, () => {
      this.#input(() => this.connection.outputSent(bytes.length, this.#time.now));
    });
  }

  end(): void {
    this.#carry({ type: 'end' });
  }

  abort(): void {
    const arrival = this.#time.now + this.#delay();
    this.#isAlive = false;
    if (!this.isSilent) this.#time.at(arrival, () => this.#peer?.reset());
  }

  wakeAt(at: number | undefined): void {
    const wakeUp = ++this.#wakeUps;
    if (at === undefined) return;
    this.#time.at(at, () => {
      if (wakeUp !== this.#wakeUps) return;
      this.connection.handleTimeout(this.#time.now);
      this.driver.turn();
    });
  }

  read(wanted: boolean): void {
    this.#reads = wanted;
    if (wanted && this.#waiting.length > 0) this.#time.at(this.#time.now, () => this.#deliver());
  }

  // What happens to the wire

  /** Something that the peer sent is there. */
  arrive(arrival: Arrival): void {
    this.#waiting.push(arrival);
    this.#deliver();
  }

  /** The transport is reset. */
  reset(): void {
    this.#input(() => this.connection.receiveError(new Error('reset'), this.#time.now));
    this.#isAlive = false;
  }

  /** The peer's half of the stream is over, whatever was still to come. */
  cutOff(): void {
    this.#input(() => this.connection.receiveEnd(this.#time.now));
    if (this.#peer !== undefined) this.#peer.isSilent = true;
  }

  #carry(arrival: Arrival): void {
    if (this.isSilent) return;
    this.#lastArrival = Math.max(this.#lastArrival, this.#time.now + this.#delay());
    this.#time.at(this.#lastArrival, () => {
      if (this.isSilent) return;
      this.#peer?.arrive(arrival);
    });
  }

  #deliver(): void {
    while (this.#reads && this.#waiting.length > 0) {
      const arrival = this.#waiting.shift()!;
      this.#input(() => {
        if (arrival.type === 'end') this.connection.receiveEnd(this.#time.now);
        else this.connection.receive(arrival.bytes, this.#time.now);
      });
    }
  }

  #input(input: () => void): void {
    if (!this.#isAlive) return;
    input();
    this.driver.turn();
  }

  #delay(): number {
    const { delays } = this.#plan;
    return delays[this.#sent++ % delays.length]!;
  }
}
