/**
 * A client and a server joined by a wire in memory, on virtual time. Nothing happens by itself: the caller decides each
 * step.
 *
 *                 ┌──── link to the server ────►┐
 *     client end ─┤                             ├─ server end
 *                 └◄─── link to the client ─────┘
 *
 * @module
 */

import type { ClientOptions, ConnectionEvent, Role, ServerOptions } from 'sansocket';
import { type ConnectionFactory, plainFactory } from '../record/index.ts';
import type { Link } from './link.ts';
import { type EndInput, PairEnd, type Reaction } from './pair-end.ts';
import type { PairStep, WireStep } from './step.ts';
import { carry, effectOf, emptyWire, peerOf, type Wire } from './wire.ts';

/** The options of a pair. */
export interface PairOptions {
  /** Default: `fillRandom` gives zeros, so that masked bytes read as if they were not. */
  readonly client?: ClientOptions | undefined;
  readonly server?: ServerOptions | undefined;
  /** Default: `ws://example.com/`. */
  readonly url?: string | undefined;
  /** Makes the connections. Default: those of core. */
  readonly factory?: ConnectionFactory | undefined;
  /** When bytes count as sent: once written, or once they have arrived. Default: `written`. */
  readonly credit?: 'written' | 'delivered' | undefined;
  /** Whether applications take all events after each step, or by separate steps. Default: true. */
  readonly prompt?: boolean | undefined;
  /** The reactions of the applications to events. Default: the server accepts every request. */
  readonly onEvent?: Reaction | undefined;
}

/** Steps that a pair that comes to rest never needs. */
const MANY_STEPS = 100_000;

/**
 * Two connections of core and a wire.
 *
 * @example
 * ```ts
 * import { ConnectionPair } from '@sansocket/testkit/pair';
 *
 * const pair = new ConnectionPair();
 * pair.open();
 * pair.step({ type: 'call', by: 'client', call: { type: 'send', data: 'Hello' } });
 * pair.step({ type: 'deliver', to: 'server', bytes: 1 });
 * pair.step({ type: 'deliver', to: 'server' });
 * console.log(pair.server.events.at(-1)); // { type: 'message', kind: 'text', data: 'Hello' }
 * ```
 */
export class ConnectionPair {
  readonly client: PairEnd;
  readonly server: PairEnd;
  readonly #options: PairOptions;
  #wire: Wire = emptyWire;

  /** @throws As the constructors of the connections. */
  constructor(options: PairOptions = {}) {
    this.#options = options;
    this.client = createEnd('client', options);
    this.server = createEnd('server', options);
    this.#wire = carry(emptyWire, 'client', this.client.output());
  }

  /** The end of a role. */
  end(role: Role): PairEnd {
    return role === 'client' ? this.client : this.server;
  }

  /** The half of the wire that leads to an end. */
  linkTo(role: Role): Link {
    return this.#wire[role];
  }

  /** Both ends have given their last event, and the transports have no work left. */
  get isOver(): boolean {
    return this.#ends.every(({ isClosed, dueIn }) => isClosed && dueIn === undefined);
  }

  /**
   * Does a step.
   *
   * @returns Whether there was anything to do.
   * @throws Error when a timeout stays due after it was handled.
   */
  step(step: PairStep): boolean {
    const isDone = this.#perform(step);
    if (isDone && this.#options.prompt !== false) this.#takeAll();
    return isDone;
  }

  /** Does the steps in order; skips those that have no effect. */
  run(steps: readonly PairStep[]): void {
    for (const step of steps) this.step(step);
  }

  /** Does the opening handshake, as far as the application of the server answers. */
  open(): void {
    for (const to of ['server', 'client'] as const) {
      this.step({ type: 'deliver', to });
      this.step({ type: 'take', by: to });
    }
  }

  /**
   * Lets all pending events happen: everything under way arrives, all events are taken, timeouts come at their time.
   *
   * @returns Whether that led to the end of both. If not, nothing happens any more: both are open, an application has
   * paused, or an end waits for ever.
   * @throws As `step`; Error when it never ends, such as two open ends that keep each other alive.
   */
  settle(): boolean {
    for (let i = 0; i < MANY_STEPS; i++) {
      this.#takeAll();
      const arrivals = this.#ends.map(({ role }) => this.#perform({ type: 'deliver', to: role }));
      if (arrivals.includes(true)) continue;
      if (this.isOver) return true;
      const due = this.#dueIn();
      if (due === undefined) return false;
      this.#wait(due, false);
    }
    throw new Error(`Pair did not come to rest in ${MANY_STEPS} steps`);
  }

  get #ends(): readonly PairEnd[] {
    return [this.client, this.server];
  }

  #perform(step: PairStep): boolean {
    switch (step.type) {
      case 'wait':
        this.#wait(step.ms, step.late ?? false);
        return true;
      case 'wake':
        return this.end(step.end).dueIn !== undefined && this.#wake(step.end);
      case 'take':
        return this.#tell(step.by, { type: 'take', events: step.events });
      case 'call':
        return this.#tell(step.by, { type: 'call', call: step.call });
      default:
        return this.#performOnWire(step);
    }
  }

  #performOnWire(step: WireStep): boolean {
    const { connection } = this.end(step.to);
    const effect = effectOf(this.#wire, step, connection.wantsInput);
    if (effect === undefined) return false;
    const { wire, input, arrived = 0 } = effect;
    this.#wire = wire;
    if (input !== undefined) this.#tell(step.to, input);
    if (arrived > 0 && this.#options.credit === 'delivered') {
      this.#tell(peerOf(step.to), { type: 'credit', bytes: arrived });
    }
    return true;
  }

  #tell(role: Role, input: EndInput): boolean {
    const outputs = this.end(role).perform(input);
    if (outputs === undefined) return false;
    this.#wire = carry(this.#wire, role, outputs);
    return true;
  }

  #takeAll(): void {
    for (const { role } of this.#ends) this.#tell(role, { type: 'take' });
  }

  /** Milliseconds to the next timeout of either end. */
  #dueIn(): number | undefined {
    const due = this.#ends.flatMap(({ dueIn }) => dueIn ?? []);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  #wait(ms: number, isLate: boolean): void {
    let left = ms;
    do {
      const next = isLate ? left : Math.min(left, this.#dueIn() ?? left);
      for (const end of this.#ends) end.now += next;
      for (const { role, dueIn } of this.#ends) if (dueIn === 0) this.#wake(role);
      left -= next;
    } while (left > 0);
  }

  #wake(role: Role): boolean {
    this.#tell(role, { type: 'wake' });
    if (this.#options.prompt !== false) this.#tell(role, { type: 'take' });
    return true;
  }
}

/** Makes one end of a pair, without a wire. Its first output waits. */
export function createEnd(role: Role, options: PairOptions): PairEnd {
  const { url = 'ws://example.com/', factory = plainFactory, onEvent = acceptAll } = options;
  const random = { fillRandom: zeroRandom };
  const connection =
    role === 'client'
      ? factory.client(url, { ...random, ...options.client }, 0)
      : factory.server({ ...random, ...options.server }, 0);
  return new PairEnd(connection, options.credit !== 'delivered', onEvent);
}

function acceptAll(end: PairEnd, { type }: ConnectionEvent): void {
  if (type === 'handshake-request') end.call({ type: 'accept' });
}

function zeroRandom(bytes: Uint8Array): void {
  bytes.fill(0);
}
