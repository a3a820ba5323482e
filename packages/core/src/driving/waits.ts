/**
 * What code waits for on one socket: its next message, room in its output, its end. Made for the first wait, so that a
 * socket without any costs nothing.
 *
 * @module
 */

import type {
  CloseEvent,
  ConnectionEvent,
  MessageEvent,
  MessagePartEvent,
} from '../connection/index.ts';
import { onAbort, type Signal } from './abort-signal.ts';

/** A message as a loop over a socket gets it: whole, or with the option `messages: 'parts'` in parts. */
export type Message = MessageEvent | MessagePartEvent;

type Result = IteratorResult<Message, undefined>;

/** The reader that a loop pauses. */
interface Reader {
  readonly connection: { readonly readyState: string };
  pauseReceiving(): void;
  resumeReceiving(): void;
}

/** The waits of one socket. */
export class Waits implements AsyncIterableIterator<Message, undefined> {
  readonly #socket: Reader;
  #closed: CloseEvent | undefined;
  /** Functions to call at the end. */
  readonly #ends = new Set<(event: CloseEvent) => void>();
  /** Functions to call once there is room. */
  readonly #drains = new Set<(hasRoom: boolean) => void>();
  /** The messages that wait for a loop; `undefined` without one. */
  #messages: Message[] | undefined;
  /** The loop that waits for a message. */
  readonly #nexts: ((result: Result) => void)[] = [];

  constructor(socket: Reader) {
    this.#socket = socket;
  }

  /** Calls back at the end; at once when the socket has closed. @returns A function that stops it. */
  atEnd(act: (event: CloseEvent) => void): () => void {
    if (this.#closed !== undefined) act(this.#closed);
    else this.#ends.add(act);
    return () => this.#ends.delete(act);
  }

  /** Resolves with `true` at the next `drain` event, with `false` at the end. */
  drained(signal: Signal | undefined): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const end = (hasRoom: boolean): void => {
        stop?.();
        this.#drains.delete(end);
        resolve(hasRoom);
      };
      const stop =
        signal &&
        onAbort(signal, (reason) => {
          stop?.();
          this.#drains.delete(end);
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal may have any reason
          reject(reason);
        });
      if (this.#closed === undefined) this.#drains.add(end);
      else end(false);
    });
  }

  // Messages

  [Symbol.asyncIterator](): this {
    this.#messages ??= [];
    return this;
  }

  /** Asks for the next message: reading goes on when none waits. */
  next(): Promise<Result> {
    const message = this.#messages?.shift();
    if (message !== undefined) return Promise.resolve({ done: false, value: message });
    if (this.#closed !== undefined) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#nexts.push(resolve);
      this.#socket.resumeReceiving();
    });
  }

  /** Gets each event of the socket, before the listener. */
  receive(event: ConnectionEvent): void {
    if (event.type === 'drain') for (const drain of this.#drains) drain(true);
    else if (event.type === 'close') this.#end(event);
    else if (event.type === 'message' || event.type === 'message-part') this.#keep(event);
  }

  /** Reading stops until the loop asks again. After our own close, nobody may come for a message that waits. */
  #keep(message: Message): void {
    if (this.#messages === undefined) return;
    const next = this.#nexts.shift();
    if (next !== undefined) next({ done: false, value: message });
    else if (this.#socket.connection.readyState === 'open') this.#messages.push(message);
    this.#socket.pauseReceiving();
  }

  #end(event: CloseEvent): void {
    this.#closed = event;
    for (const end of this.#ends) end(event);
    this.#ends.clear();
    for (const drain of this.#drains) drain(false);
    for (const next of this.#nexts.splice(0)) next({ done: true, value: undefined });
  }
}
