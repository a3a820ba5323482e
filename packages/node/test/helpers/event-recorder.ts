/**
 * Keeps the events of a socket, and waits for those that have not come yet.
 *
 * @module
 */

import type { OnEvent, Socket } from '@sansocket/node';
import type { ConnectionEvent } from 'sansocket';

type Type = ConnectionEvent['type'];
type EventOf<T extends Type> = Extract<ConnectionEvent, { type: T }>;

export class EventRecorder {
  /** All, in order. */
  readonly events: ConnectionEvent[] = [];
  readonly #untaken: ConnectionEvent[] = [];
  readonly #waiting: { readonly type: Type; readonly resolve: (event: ConnectionEvent) => void }[] =
    [];
  #socket: Socket | undefined;

  /** To be handed to whatever takes a listener; `also` gets the event too. */
  listen(also?: OnEvent): OnEvent {
    return (event, socket) => {
      this.#socket = socket;
      this.events.push(event);
      const at = this.#waiting.findIndex(({ type }) => type === event.type);
      if (at < 0) this.#untaken.push(event);
      else this.#waiting.splice(at, 1)[0]!.resolve(event);
      also?.(event, socket);
    };
  }

  /** The socket whose event came last. */
  get socket(): Socket {
    if (this.#socket === undefined) throw new Error('No event has come');
    return this.#socket;
  }

  /** Takes the next event of a type that nobody has taken, waiting if there is none. */
  next<T extends Type>(type: T): Promise<EventOf<T>> {
    const at = this.#untaken.findIndex((event) => event.type === type);
    if (at >= 0) return Promise.resolve(this.#untaken.splice(at, 1)[0] as EventOf<T>);
    return new Promise((resolve) => {
      this.#waiting.push({ type, resolve: (event) => resolve(event as EventOf<T>) });
    });
  }

  has(type: Type): boolean {
    return this.events.some((event) => event.type === type);
  }
}
