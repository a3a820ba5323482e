/**
 * One connection to the testee: writes bytes, keeps all bytes received, and waits for a condition.
 *
 * @module
 */

import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { concat } from '@sansocket/testkit/wire';
import { openTransport, type Target } from './target.ts';

/** How the testee ended the stream. */
export type StreamEnd = 'fin' | 'rst';

/** The most bytes that are read, and twice those that are written: a testee may send them back. */
const MOST_BYTES = 4_194_304;

/** Checking a condition takes long from so many milliseconds on. */
const LONG_MS = 5;

/** A testee that sends so many bytes back in a millisecond is slow. */
const BYTES_PER_MS = 4096;

/** The testee takes no connection. */
export class NoConnection extends Error {
  override readonly name = 'NoConnection';
}

/** Codes of errors that this side causes: it has no more files, ports or memory. */
const ownTroubles: readonly string[] = ['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM'];

/** A connection on which any bytes can be sent. */
export class Line {
  readonly #socket: Duplex;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #written = 0;
  #end: StreamEnd | undefined;
  #error: Error | undefined;
  #wake: (() => void) | undefined;
  #bytes: Uint8Array | undefined;
  readonly #turns: (readonly [sent: number, received: number])[] = [];

  /** @param socket - Not connected yet; nobody else listens to it. */
  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#bytes = undefined;
      this.#length += chunk.length;
      // All bytes are judged again after each chunk: a flood is not read on.
      if (this.#length > MOST_BYTES + 2 * this.#written) socket.destroy();
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
   * @throws NoConnection when nobody listens there, or nobody answers in time; any other error is our own.
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
    const { code } = (line.#error ?? {}) as { readonly code?: string };
    // Of these the testee knows nothing.
    if (code !== undefined && ownTroubles.includes(code)) throw line.#error!;
    const reason = line.#error?.message ?? `nobody answers within ${Math.round(ms)} ms`;
    throw new NoConnection(`No connection to ${target.url}: ${reason}`);
  }

  /** All bytes that have come. */
  get received(): Uint8Array {
    this.#bytes ??= concat(...this.#chunks);
    if (this.#chunks.length > 1) this.#chunks.splice(0, Infinity, this.#bytes);
    return this.#bytes;
  }

  /** When the byte at the position `sent` was written, so many bytes had been received; only where they had grown. */
  get turns(): readonly (readonly [sent: number, received: number])[] {
    return this.#turns;
  }

  /** `undefined` while the testee may send more. */
  get end(): StreamEnd | undefined {
    return this.#end;
  }

  /** Writes, and flushes to the system. After the testee has gone nothing is written. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    const [, before] = this.#turns.at(-1) ?? [0, 0];
    if (this.#length > before) this.#turns.push([this.#written, this.#length]);
    this.#written += bytes.length;
    this.#socket.write(bytes);
    await setImmediate();
    // It may have drained meanwhile.
    if (!this.#socket.writableNeedDrain || this.#end !== undefined) return;
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

  /** Stops reading: the testee's bytes wait in the system's buffers. */
  pause(): void {
    this.#socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket.resume();
  }

  /** Ends our half. */
  finish(): void {
    this.#socket.end();
  }

  /** Ends both halves at once. */
  reset(): void {
    const socket = this.#socket;
    try {
      if (socket instanceof Socket) socket.resetAndDestroy();
    } catch {
      // Only a TCP socket can be reset: one of TLS or of Unix just goes away, and a stream is cancelled.
    }
    socket.destroy();
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
    // What was written takes its time, and so does our own work.
    let deadline = performance.now() + ms + this.#written / BYTES_PER_MS;
    for (;;) {
      const start = performance.now();
      if (holds()) return true;
      const cost = performance.now() - start;
      deadline += cost;
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
      // All bytes are judged again each time: of a long message many are waited for.
      if (cost > LONG_MS) await sleep(cost);
    }
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
