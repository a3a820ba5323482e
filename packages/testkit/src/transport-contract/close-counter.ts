/**
 * Keeps the events of one connection, counts the `close` events, and waits for the events that must come before.
 *
 * @module
 */

import type { ConnectionEvent } from 'sansocket';
import type { OnEvent, Socket } from 'sansocket/driving';
import { CreditLedger } from './credit-ledger.ts';

type Type = ConnectionEvent['type'];
type EventOf<T extends Type> = Extract<ConnectionEvent, { type: T }>;

interface Met {
  readonly socket: Socket;
  readonly credit: CreditLedger;
}

/** Listens to one connection. */
export class CloseCounter {
  readonly #events: ConnectionEvent[] = [];
  #met: Met | undefined;
  readonly #waiting: (() => void)[] = [];
  /** No socket will be made. */
  isLost = false;

  /** Pass this to any function that takes a listener. */
  readonly listen: OnEvent = (event, socket) => {
    this.#events.push(event);
    this.meet(socket);
  };

  /** The socket was given in another way. */
  meet(socket: Socket): void {
    this.#met ??= { socket, credit: new CreditLedger(socket.connection) };
    this.#wake();
  }

  /** A timeout came before the socket was made. */
  lose(): void {
    this.isLost = true;
    this.#wake();
  }

  /** @throws Error before the connection has a socket. */
  get socket(): Socket {
    return this.#known.socket;
  }

  /** The bytes that have left since the two ends met. */
  get credit(): CreditLedger {
    return this.#known.credit;
  }

  get isMet(): boolean {
    return this.#met !== undefined;
  }

  get closes(): number {
    return this.all('close').length;
  }

  /** The last event of all. */
  get last(): Type | undefined {
    return this.#events.at(-1)?.type;
  }

  /** The events of a type, so far. */
  all<T extends Type>(type: T): readonly EventOf<T>[] {
    return this.#events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** Resolves once there is a socket, or it is certain that there will be none. */
  async untilMet(): Promise<void> {
    while (!this.isMet && !this.isLost) await this.#news();
  }

  /**
   * Resolves once so many events of a type have come, or `close`: on a busy machine a timeout may come before the case
   * is ready for it.
   */
  async until(type: Type, count = 1): Promise<void> {
    const isOver = (): boolean => this.closes > 0 || this.isLost;
    while (this.all(type).length < count && !isOver()) await this.#news();
  }

  get #known(): Met {
    if (this.#met === undefined) throw new Error('No event has come');
    return this.#met;
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
