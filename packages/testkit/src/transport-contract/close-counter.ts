/**
 * Counts the `close` events of one connection, and waits for what shall come before.
 *
 * @module
 */

import type { ConnectionEvent } from 'sansocket';
import type { OnEvent, Socket } from 'sansocket/driving';

/** Listens to one connection. */
export class CloseCounter {
  readonly #types: ConnectionEvent['type'][] = [];
  #socket: Socket | undefined;
  readonly #waiting: (() => void)[] = [];

  /** To be handed to whatever takes a listener. */
  readonly listen: OnEvent = (event, socket) => {
    this.#types.push(event.type);
    this.meet(socket);
  };

  /** The socket has come some other way. */
  meet(socket: Socket): void {
    this.#socket = socket;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** @throws Error before anything has come of the connection. */
  get socket(): Socket {
    if (this.#socket === undefined) throw new Error('No event has come');
    return this.#socket;
  }

  get isMet(): boolean {
    return this.#socket !== undefined;
  }

  get closes(): number {
    return this.#types.filter((type) => type === 'close').length;
  }

  /** The last event of all. */
  get last(): ConnectionEvent['type'] | undefined {
    return this.#types.at(-1);
  }

  /** Resolves once there is a socket. */
  async untilMet(): Promise<void> {
    while (this.#socket === undefined) await this.#news();
  }

  /** Resolves once an event has come, or `close`: on a machine that is busy, a timeout may be quicker than the case. */
  async until(type: ConnectionEvent['type']): Promise<void> {
    while (!this.#types.includes(type) && this.closes === 0) await this.#news();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
