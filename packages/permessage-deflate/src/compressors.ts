/**
 * The compressors of all connections of one extension: some connections have their own, others share one.
 *
 * @module
 */
import type { CompressionBackend, Compressor, CompressorOptions } from './deflate/index.ts';

/** A connection that holds a compressor. */
export interface Holder {
  /** Releases its compressor, unless it has used it since the last call. @returns The bytes that it held. */
  shedIfIdle(): number;
}

/** Lends compressors to connections. */
export class Compressors {
  readonly #backend: CompressionBackend;
  readonly #options: Omit<CompressorOptions, 'windowBits'>;
  readonly #holders = new Set<Holder>();
  /** One for each size of window, for messages that start with an empty one. */
  readonly #spare = new Map<number, Compressor>();

  constructor(backend: CompressionBackend, options: Omit<CompressorOptions, 'windowBits'>) {
    this.#backend = backend;
    this.#options = options;
  }

  /** The smallest window that compressors can keep to, as a power of 2. */
  get minWindowBits(): number {
    return this.#backend.minWindowBits;
  }

  /** A compressor for the messages of one connection. */
  create(windowBits: number, holder: Holder): Compressor {
    this.#holders.add(holder);
    return this.#backend.create({ ...this.#options, windowBits });
  }

  /** The holder has no compressor any more. */
  forget(holder: Holder): void {
    this.#holders.delete(holder);
  }

  /** A compressor for one message, which starts with an empty window. */
  borrow(windowBits: number): Compressor {
    const spare = this.#spare.get(windowBits);
    this.#spare.delete(windowBits);
    return spare ?? this.#backend.create({ ...this.#options, windowBits });
  }

  /** The message has ended. */
  giveBack(compressor: Compressor, windowBits: number): void {
    compressor.reset();
    this.#spare.set(windowBits, compressor);
  }

  /** Frees the compressors that were not used since the last call. @returns The bytes that they held. */
  shedIdle(): number {
    let bytes = 0;
    for (const holder of this.#holders) bytes += holder.shedIfIdle();
    return bytes;
  }
}
