/**
 * A pipe over a stream whose calls are promises, the same for every such stream.
 *
 * @module
 */

import type { Pipe } from './driver.ts';
import type { Inputs } from './socket-transport.ts';
import { WriteQueue } from './write-queue.ts';

/**
 * Reads and writes bytes; a promise that is rejected says that the stream is lost.
 *
 * @typeParam Read - What a read resolves with.
 */
export interface ByteStream<Read = unknown> {
  /** Reads what comes next. */
  read(): Promise<Read>;
  /** @returns The bytes that a read has brought, which are the reader's for good; `undefined` at the end. */
  chunk(read: Read): Uint8Array | undefined;
  /** Resolves with the number of bytes that have left, at least one. */
  write(bytes: Uint8Array): Promise<number>;
  /** Closes our half. */
  closeWrite(): Promise<unknown>;
  /**
   * Lets go of the stream, once.
   *
   * @param reason - Why it is dropped; `undefined` when both halves are closed.
   */
  close(reason?: unknown): void;
}

/** Reads while that is wanted, writes what is queued, and closes when both halves are closed. */
export class StreamPipe implements Pipe {
  /** A promise until it is connected. */
  #stream: ByteStream | Promise<ByteStream>;
  readonly #inputs: Inputs;
  readonly #queue = new WriteQueue();
  #sending = false;
  #receiving = false;
  #wanted = false;
  #ending = false;
  #openHalves = 2;
  #closed = false;

  /** @param stream - The stream, or the promise of one that is connected later. */
  constructor(stream: ByteStream | Promise<ByteStream>, inputs: Inputs) {
    this.#stream = stream;
    this.#inputs = inputs;
    if (!('then' in stream)) return;
    stream.then(
      (open) => {
        this.#stream = open;
      },
      (cause: unknown) => this.#lose(cause),
    );
  }

  write(pieces: readonly Uint8Array[]): void {
    this.#queue.add(pieces);
    if (!this.#sending) void this.#send();
  }

  end(): void {
    this.#ending = true;
    if (!this.#sending) void this.#send();
  }

  abort(reason: string): void {
    void this.#close(reason);
  }

  read(wanted: boolean): void {
    this.#wanted = wanted;
    if (wanted && !this.#receiving) void this.#receive();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    try {
      const stream = 'then' in this.#stream ? await this.#stream : this.#stream;
      for (let head; (head = this.#queue.head) !== undefined; ) {
        const count = await stream.write(head);
        this.#queue.sent(count);
        this.#inputs.outputSent(count);
      }
      this.#sending = this.#ending;
      if (!this.#ending) return;
      await stream.closeWrite();
      this.#endHalf();
    } catch (cause) {
      this.#lose(cause);
    }
  }

  async #receive(): Promise<void> {
    this.#receiving = true;
    try {
      const stream = await this.#stream;
      while (this.#wanted) {
        const chunk = stream.chunk(await stream.read());
        if (chunk === undefined) {
          this.#inputs.receiveEnd();
          this.#endHalf();
          return;
        }
        this.#inputs.receive(chunk);
      }
      this.#receiving = false;
    } catch (cause) {
      this.#lose(cause);
    }
  }

  #endHalf(): void {
    this.#openHalves--;
    if (this.#openHalves === 0) void this.#close();
  }

  #lose(cause: unknown): void {
    this.#inputs.receiveError(cause);
    void this.#close(cause);
  }

  async #close(reason?: unknown): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      (await this.#stream).close(reason);
    } catch {
      // It was never connected.
    }
  }
}
