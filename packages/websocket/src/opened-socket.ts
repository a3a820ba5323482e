/**
 * The socket that a class uses, and one that is opened later, such as by `connect` of an adapter for HTTP/2.
 *
 * @module
 */

import type { ConnectionEvent, SendStatus } from 'sansocket/connection';

/** The calls of a socket that are used: those of a `Socket` of `sansocket/driving`. */
export interface OpenedSocket {
  readonly connection: { readonly bufferedAmount: number };
  send(data: string | Uint8Array): SendStatus;
  close(code?: number, reason?: string): void;
  pauseReceiving(): void;
  resumeReceiving(): void;
}

type Receive = (event: ConnectionEvent) => void;

/** Stands for the socket until it is there. */
export class LaterSocket implements OpenedSocket {
  #socket: OpenedSocket | undefined;
  /** The arguments of a `close` that came too early. */
  #closing: readonly [code: number | undefined, reason: string | undefined] | undefined;
  readonly #receive: Receive;

  constructor(receive: Receive) {
    this.#receive = receive;
  }

  /** Gets an event of the socket, which may come before the promise of the socket is resolved. */
  receive(event: ConnectionEvent, socket: OpenedSocket): void {
    this.#socket = socket;
    if (this.#closing !== undefined && event.type === 'open') socket.close(...this.#closing);
    this.#receive(event);
  }

  /** The socket cannot be opened. */
  fail(cause: unknown): void {
    this.#receive({
      type: 'close',
      code: 1006,
      reason: '',
      wasClean: false,
      endedBy: 'local',
      cause,
    });
  }

  get connection(): OpenedSocket['connection'] {
    return this.#socket?.connection ?? { bufferedAmount: 0 };
  }

  send(data: string | Uint8Array): SendStatus {
    return this.#socket?.send(data) ?? 'closing';
  }

  close(code?: number, reason?: string): void {
    if (this.#socket === undefined) this.#closing = [code, reason];
    else this.#socket.close(code, reason);
  }

  pauseReceiving(): void {
    this.#socket?.pauseReceiving();
  }

  resumeReceiving(): void {
    this.#socket?.resumeReceiving();
  }
}
