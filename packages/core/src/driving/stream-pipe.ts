/**
 * A pipe over a stream whose calls return promises.
 *
 * @module
 */

import type { Pipe } from './driver.ts';
import type { Inputs } from './socket-transport.ts';
import { WriteQueue } from './write-queue.ts';

/**
 * Reads and writes bytes; a promise that is rejected means that the stream has failed.
 *
 * @typeParam Read - The value that a read resolves with.
 */
export interface ByteStream<Read = unknown> {
  /** The address of the other end, where the stream has one. */
  readonly remoteAddress?: string | undefined;
  /** Reads the next bytes. */
  read(): Promise<Read>;
  /** @returns The bytes of a read, which belong to the caller for good; `undefined` at the end. */
  chunk(read: Read): Uint8Array | undefined;
  /** Resolves with the number of bytes that were sent, at least one. */
  write(bytes: Uint8Array): Promise<number>;
  /** Closes our half. */
  closeWrite(): Promise<unknown>;
  /**
   * Closes the stream; called once.
   *
   * @param reason - Why it is dropped; `undefined` when both halves are closed.
   */
  close(reason?: unknown): void;
}

/** The most bytes in one write, so that the progress of a slow peer is seen. */
const MOST_WRITTEN = 262_144;

/**
 * Reads while input is wanted, writes queued bytes, and closes the stream when both halves are closed.
 *
 * An idle connection waits for a read, which costs only two functions that all reads share.
 */
export class StreamPipe implements Pipe {
  /** `undefined` until the stream is connected, and once it was closed. */
  #stream: ByteStream | undefined;
  readonly #inputs: Inputs;
  readonly #queue = new WriteQueue();
  /** A write is under way, or our half is closed. */
  #sending = false;
  /** A read is under way, or the peer's half is closed. */
  #receiving = false;
  #wanted = false;
  #ending = false;
  #openHalves = 2;
  /** The reason of the close, for a stream that is connected later. */
  #closed: { readonly reason: unknown } | undefined;

  /** @param stream - The stream, or the promise of a stream that is connected later. */
  constructor(stream: ByteStream | Promise<ByteStream>, inputs: Inputs) {
    this.#inputs = inputs;
    if ('then' in stream) stream.then((open) => this.#connect(open), this.#lose);
    else this.#stream = stream;
  }

  get remoteAddress(): string | undefined {
    return this.#stream?.remoteAddress;
  }

  write(pieces: readonly Uint8Array[]): void {
    this.#queue.add(pieces);
    this.#send();
  }

  end(): void {
    this.#ending = true;
    this.#send();
  }

  abort(reason: string): void {
    this.#close(reason);
  }

  read(wanted: boolean): void {
    this.#wanted = wanted;
    this.#receive();
  }

  #connect(stream: ByteStream): void {
    if (this.#closed !== undefined) {
      stream.close(this.#closed.reason);
      return;
    }
    this.#stream = stream;
    this.#send();
    this.#receive();
  }

  #send(): void {
    const stream = this.#stream;
    if (stream === undefined || this.#sending) return;
    const { head } = this.#queue;
    if (head === undefined && !this.#ending) return;
    // A call that throws has not begun.
    if (head === undefined) {
      const closed = stream.closeWrite();
      this.#sending = true;
      closed.then(() => this.#endHalf(), this.#lose);
    } else {
      const written = stream.write(head.subarray(0, MOST_WRITTEN));
      this.#sending = true;
      written.then((count) => this.#sent(count), this.#lose);
    }
  }

  #sent(count: number): void {
    this.#queue.sent(count);
    this.#inputs.outputSent(count);
    this.#sending = false;
    this.#send();
  }

  #receive(): void {
    const stream = this.#stream;
    if (stream === undefined || this.#receiving || !this.#wanted) return;
    const read = stream.read();
    this.#receiving = true;
    read.then(this.#received, this.#lose);
  }

  readonly #received = (read: unknown): void => {
    const chunk = this.#stream?.chunk(read);
    if (chunk === undefined) {
      this.#inputs.receiveEnd();
      this.#endHalf();
      return;
    }
    this.#inputs.receive(chunk);
    this.#receiving = false;
    this.#receive();
  };

  readonly #lose = (cause: unknown): void => {
    this.#inputs.receiveError(cause);
    this.#close(cause);
  };

  #endHalf(): void {
    this.#openHalves--;
    if (this.#openHalves === 0) this.#close();
  }

  #close(reason?: unknown): void {
    if (this.#closed !== undefined) return;
    this.#closed = { reason };
    const stream = this.#stream;
    this.#stream = undefined;
    stream?.close(reason);
  }
}
