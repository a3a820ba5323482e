/**
 * A stream in memory whose calls are promises, and whose writes are short.
 *
 * @module
 */

import type { ByteStream } from 'sansocket/driving';
import type { MemoryStream } from './memory-stream.ts';

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (cause: unknown) => void;
}

/** What a write takes at most, in bytes. */
const MOST_TAKEN = 100_000;

export class MemoryBytes implements ByteStream<Uint8Array | undefined> {
  static readonly #closed = new WeakSet();
  readonly #stream: MemoryStream;
  readonly #untaken: (Uint8Array | undefined)[] = [];
  readonly #writing = new Set<Settle<number>>();
  #reading: Settle<Uint8Array | undefined> | undefined;
  #lost: Error | undefined;

  constructor(stream: MemoryStream) {
    this.#stream = stream;
    stream.read(false);
    stream.listen({
      chunk: (bytes) => this.#bring(bytes),
      end: () => this.#bring(undefined),
      reset: (cause) => this.#lose(cause),
    });
  }

  read(): Promise<Uint8Array | undefined> {
    return this.#unlessLost((settle) => {
      if (this.#untaken.length > 0) settle.resolve(this.#untaken.shift());
      else {
        this.#reading = settle;
        this.#stream.read(true);
      }
    });
  }

  chunk(read: Uint8Array | undefined): Uint8Array | undefined {
    return read;
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#unlessLost((settle) => {
      const taken = bytes.subarray(0, MOST_TAKEN);
      this.#writing.add(settle);
      this.#stream.write(taken, () => {
        this.#writing.delete(settle);
        settle.resolve(taken.length);
      });
    });
  }

  closeWrite(): Promise<void> {
    return this.#unlessLost((settle) => {
      this.#stream.end();
      settle.resolve();
    });
  }

  /** Whether `close` was called for a stream. */
  static isClosed(stream: unknown): boolean {
    return MemoryBytes.#closed.has(stream as object);
  }

  /** With both halves closed, the peer still reads all. */
  close(reason?: unknown): void {
    MemoryBytes.#closed.add(this.#stream);
    if (reason !== undefined) this.#stream.reset();
  }

  #unlessLost<T>(begin: (settle: Settle<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#lost === undefined) begin({ resolve, reject });
      else reject(this.#lost);
    });
  }

  #bring(bytes: Uint8Array | undefined): void {
    const reading = this.#reading;
    this.#reading = undefined;
    this.#stream.read(false);
    if (reading === undefined) this.#untaken.push(bytes);
    else reading.resolve(bytes);
  }

  #lose(cause: Error): void {
    this.#lost = cause;
    this.#reading?.reject(cause);
    for (const { reject } of this.#writing) reject(cause);
    this.#writing.clear();
  }
}
