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
  /** What messages for many connections became, for each size of window, as long as there are these messages. */
  readonly #prepared = new WeakMap<Uint8Array, Map<number, Uint8Array | undefined>>();

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

  /**
   * Compresses a message for many connections once, with an empty window.
   *
   * @param bytes - The same array each time.
   * @returns The same array each time; `undefined` when it would not be shorter.
   */
  prepared(bytes: Uint8Array, windowBits: number): Uint8Array | undefined {
    const known = this.#prepared.get(bytes) ?? new Map<number, Uint8Array | undefined>();
    if (known.has(windowBits)) return known.get(windowBits);
    const compressor = this.borrow(windowBits);
    compressor.begin();
    const compressed = compressor.push(bytes, true);
    this.giveBack(compressor, windowBits);
    known.set(windowBits, compressed.length < bytes.length ? compressed : undefined);
    this.#prepared.set(bytes, known);
    return known.get(windowBits);
  }

  /** Frees the compressors that were not used since the last call. @returns The bytes that they held. */
  shedIdle(): number {
    let bytes = 0;
    for (const holder of this.#holders) bytes += holder.shedIfIdle();
    return bytes;
  }
}
