/**
 * One connection to the testee: writes bytes, keeps all bytes received, and waits for a condition.
 *
 * @module
 */

import type { Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { concat } from '@sansocket/testkit/wire';
import { openTransport, type Target } from './target.ts';

/** How the testee ended the stream. */
export type StreamEnd = 'fin' | 'rst';

/** The most bytes that are read, four times the longest message of a case. */
const MOST_BYTES = 4_194_304;

/** A connection on which any bytes can be sent. */
export class Line {
  readonly #socket: Socket;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #end: StreamEnd | undefined;
  #error: Error | undefined;
  #wake: (() => void) | undefined;
  #bytes: Uint8Array | undefined;

  /** @param socket - Not connected yet; nobody else listens to it. */
  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#bytes = undefined;
      this.#length += chunk.length;
      // All bytes are judged again after each chunk: a flood is not read on.
      if (this.#length > MOST_BYTES) socket.destroy();
      this.#wake?.();
    });
    socket.on('end', () => this.#ended('fin'));
    socket.on('error', (error) => {
      this.#error = error;
      this.#ended('rst');
    });
    socket.on('close', () => this.#ended('rst'));
  }

  /**
   * Connects.
   *
   * @param ms - Time limit in milliseconds.
   * @throws Error when nobody listens there, or nobody answers in time.
   */
  static async open(target: Target, ms: number): Promise<Line> {
    const opening = { isDone: false, line: undefined as Line | undefined };
    const socket = openTransport(target, () => {
      opening.isDone = true;
      opening.line?.wake();
    });
    const line = new Line(socket);
    opening.line = line;
    if (await line.until(() => opening.isDone, ms)) return line;
    socket.destroy();
    throw line.#error ?? new Error(`No connection to ${target.url} within ${Math.round(ms)} ms`);
  }

  /** All bytes that have come. */
  get received(): Uint8Array {
    this.#bytes ??= concat(...this.#chunks);
    if (this.#chunks.length > 1) this.#chunks.splice(0, Infinity, this.#bytes);
    return this.#bytes;
  }

  /** `undefined` while the testee may send more. */
  get end(): StreamEnd | undefined {
    return this.#end;
  }

  /** Writes, and flushes to the system. After the testee has gone nothing is written. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    const hasRoom = this.#socket.write(bytes);
    await setImmediate();
    if (hasRoom || this.#end !== undefined) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done).off('close', done);
        clearTimeout(timer);
        resolve();
      };
      // A testee that does not read shows as one that does not answer.
      const timer = setTimeout(done, 5000);
      this.#socket.on('drain', done).on('close', done);
    });
  }

  /** Ends our half. */
  finish(): void {
    this.#socket.end();
  }

  /** Ends both halves at once. */
  reset(): void {
    try {
      this.#socket.resetAndDestroy();
    } catch {
      // Only a TCP socket can be reset: one of TLS or of Unix just goes away.
      this.#socket.destroy();
    }
  }

  /** Releases the connection. */
  close(): void {
    this.#socket.destroy();
  }

  /**
   * Waits until a condition on the bytes received holds, or the stream ends, or the time is over.
   *
   * @returns Whether it holds.
   */
  async until(holds: () => boolean, ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    for (let start = performance.now(); !holds(); start = performance.now()) {
      const cost = performance.now() - start;
      const left = deadline - performance.now();
      if (left <= 0 || this.#end !== undefined) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
      // A condition that takes long is not asked for each chunk of a long message.
      if (cost > 2) await sleep(Math.min(2 * cost, left));
    }
    return true;
  }

  /** Waits for the end of the stream. */
  async untilEnd(ms: number): Promise<boolean> {
    await this.until(() => this.#end !== undefined, ms);
    return this.#end !== undefined;
  }

  /** Checks the condition again. */
  wake(): void {
    this.#wake?.();
  }

  #ended(how: StreamEnd): void {
    this.#end ??= how;
    this.#wake?.();
  }
}
