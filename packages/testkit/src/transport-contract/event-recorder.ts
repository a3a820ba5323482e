/**
 * Keeps the events of sockets, and waits for those that have not come yet.
 *
 * @module
 */

import type { Connection, ConnectionEvent } from 'sansocket';
import type { OnEvent, Socket } from 'sansocket/driving';

type Type = ConnectionEvent['type'];
type EventOf<T extends Type> = Extract<ConnectionEvent, { type: T }>;
type Waiting = { readonly type: Type; readonly resolve: (event: ConnectionEvent) => void };

/** One listener for all sockets of an end. */
export class EventRecorder<Stream = unknown> {
  readonly #types = new Set<Type>();
  readonly #untaken: ConnectionEvent[] = [];
  readonly #waiting: Waiting[] = [];
  #socket: Socket<Connection, Stream> | undefined;

  /** Pass this to any function that takes a listener; `also` gets the event too. */
  listen(also?: OnEvent<Stream>): OnEvent<Stream> {
    return (event, socket) => {
      this.#socket = socket;
      this.#types.add(event.type);
      const at = this.#waiting.findIndex(({ type }) => type === event.type);
      if (at < 0) this.#untaken.push(event);
      else this.#waiting.splice(at, 1)[0]!.resolve(event);
      return also?.(event, socket);
    };
  }

  /**
   * The socket whose event came last.
   *
   * @throws Error before the first event.
   */
  get socket(): Socket<Connection, Stream> {
    if (this.#socket === undefined) throw new Error('No event has come');
    return this.#socket;
  }

  /** Takes the next event of a type that has not been taken yet, waiting if there is none. */
  next<T extends Type>(type: T): Promise<EventOf<T>> {
    const at = this.#untaken.findIndex((event) => event.type === type);
    if (at >= 0) return Promise.resolve(this.#untaken.splice(at, 1)[0] as EventOf<T>);
    return new Promise((resolve) => {
      this.#waiting.push({
        type,
        resolve: (event) => {
          resolve(event as EventOf<T>);
        },
      });
    });
  }

  /** Whether an event of a type has come, taken or not. */
  has(type: Type): boolean {
    return this.#types.has(type);
  }
}
