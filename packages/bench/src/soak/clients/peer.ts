/**
 * A bare TCP socket that may send anything. It uses no code of Sansocket: the clients judge the server independently.
 *
 * @module
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Longer than anything on the way takes on a machine that is busy, in milliseconds. */
export const PATIENCE = 60_000;

/** Writing and reading never throw: whether the server is still there shows in `isGone`. */
export class Peer {
  readonly #socket: Socket;
  /** Aborts when the connection is closed in both directions, or the soak ends. */
  readonly #gone = new AbortController();
  #onChunk: (chunk: Buffer) => void = () => undefined;
  #onEnd: () => void = () => undefined;
  #hasEnded = false;

  constructor(socket: Socket, stop: AbortSignal | undefined) {
    this.#socket = socket;
    const drop = (): void => {
      socket.destroy();
    };
    stop?.addEventListener('abort', drop);
    socket.on('data', (chunk: Buffer) => this.#onChunk(chunk));
    socket.on('end', () => this.#end());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      stop?.removeEventListener('abort', drop);
      this.#end();
      this.#gone.abort();
    });
    if (stop?.aborted === true) drop();
  }

  /**
   * @param stop - Drops the connection. Default: nothing does.
   * @throws Error with a `code` when it cannot connect, in a minute or before `stop`.
   */
  static async open(port: number, stop?: AbortSignal): Promise<Peer> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const late = AbortSignal.timeout(PATIENCE);
    try {
      const signal = stop === undefined ? late : AbortSignal.any([stop, late]);
      await once(socket, 'connect', { signal });
    } catch (error) {
      socket.on('error', () => undefined).destroy();
      throw error;
    }
    return new Peer(socket, stop);
  }

  get isGone(): boolean {
    return this.#gone.signal.aborted;
  }

  /** Whether the server has closed its half; nothing comes any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Sets the receiver of bytes; before that, they are discarded. */
  listen(onChunk: (chunk: Buffer) => void, onEnd: () => void): void {
    this.#onChunk = onChunk;
    this.#onEnd = onEnd;
    if (this.#hasEnded) onEnd();
  }

  /** @returns Whether there is room for more. */
  write(bytes: Uint8Array): boolean {
    return this.#socket.writable && this.#socket.write(bytes);
  }

  /** Writes as fast as the server reads, until enough or `ms` have passed: a server may stop to read. */
  async flood(bytes: Uint8Array, times: number, ms: number): Promise<void> {
    const late = AbortSignal.any([this.#gone.signal, AbortSignal.timeout(ms)]);
    for (let i = 0; i < times && !late.aborted; i++) {
      if (this.write(bytes)) continue;
      await once(this.#socket, 'drain', { signal: late }).catch(() => undefined);
    }
  }

  /** Resolves after `ms`, or as soon as the connection has ended. */
  async wait(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.#gone.signal }).catch(() => undefined);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Closes our half. */
  end(): void {
    this.#socket.end();
  }

  reset(): void {
    this.#socket.resetAndDestroy();
  }

  drop(): void {
    this.#socket.destroy();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#onEnd();
  }
}
