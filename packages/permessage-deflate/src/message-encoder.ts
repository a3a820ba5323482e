/**
 * Messages to compressed ones (RFC 7692 §7.2.1).
 *
 * @module
 */
import type { EncoderResult, MessageEncoder, MessageHead } from 'sansocket/extensions';
import type { Compressors, Holder } from './compressors.ts';
import type { Compressor } from './deflate/index.ts';
import type { Direction } from './negotiation.ts';

/**
 * A window with less than this, in bytes, is worth filling: there, with context takeover, a message may get
 * longer by a few bytes, since those after it can refer to it.
 */
const FILL_UP_TO = 1024;
const FILL_AT = 4;

/** The encoder of one connection. Its compressor exists from the first message that needs it. */
export class DeflateEncoder implements MessageEncoder, Holder {
  readonly #direction: Direction;
  readonly #compressors: Compressors;
  readonly #threshold: number;
  #compressor: Compressor | undefined;
  /** A message has begun and has not ended. */
  #inMessage = false;
  #isFirst = false;
  #isIdle = false;
  /** Bytes of messages that the next one can refer to; and what they were where the message began. */
  #remembered = 0;
  #rememberedBefore = 0;

  constructor(direction: Direction, compressors: Compressors, threshold: number) {
    this.#direction = direction;
    this.#compressors = compressors;
    this.#threshold = threshold;
  }

  begin({ compress, length = Infinity }: MessageHead): boolean {
    this.#isFirst = true;
    this.#rememberedBefore = this.#remembered;
    return compress ?? length >= this.#threshold;
  }

  push(bytes: Uint8Array, fin: boolean): EncoderResult {
    const isWhole = this.#isFirst && fin;
    if (isWhole && bytes.length === 0) return { kind: 'unchanged' };
    const compressor = this.#compressorInUse();
    if (this.#isFirst) compressor.begin();
    this.#isFirst = false;
    const compressed = compressor.push(bytes, fin);
    if (isWhole && !this.#isWorth(compressed.length, bytes.length)) {
      compressor.takeBack();
      this.#endMessage(compressor);
      return { kind: 'unchanged' };
    }
    this.#remembered += bytes.length;
    if (fin) this.#endMessage(compressor);
    return { kind: 'bytes', bytes: compressed };
  }

  #isWorth(compressed: number, length: number): boolean {
    const fills = !this.#direction.noContextTakeover && this.#remembered < FILL_UP_TO;
    return compressed < length + (fills ? FILL_AT : 0);
  }

  /** As a block that stands alone, which the peer's window takes in: what follows it refers to nothing before. */
  prepared(bytes: Uint8Array): Uint8Array | undefined {
    if (bytes.length < this.#threshold) return undefined;
    const compressed = this.#compressors.prepared(bytes, this.#direction.windowBits);
    if (compressed !== undefined) {
      this.#compressor?.reset();
      this.#remembered = 0;
    }
    return compressed;
  }

  /** If nothing of the message has been compressed, the peer has received the previous message, which stays. */
  takeBack(): void {
    if (!this.#isFirst) this.#compressor?.takeBack();
    this.#isFirst = true;
    this.#inMessage = false;
    this.#remembered = this.#rememberedBefore;
  }

  shedIfIdle(): number {
    const compressor = this.#compressor;
    if (compressor === undefined || this.#inMessage) return 0;
    if (!this.#isIdle) {
      this.#isIdle = true;
      return 0;
    }
    this.close();
    return compressor.heldBytes;
  }

  /** Frees the compressor: later messages refer to nothing before. */
  close(): void {
    this.#compressors.forget(this);
    this.#compressor = undefined;
    this.#remembered = 0;
  }

  #compressorInUse(): Compressor {
    const { windowBits, noContextTakeover } = this.#direction;
    this.#inMessage = true;
    this.#isIdle = false;
    this.#compressor ??= noContextTakeover
      ? this.#compressors.borrow(windowBits)
      : this.#compressors.create(windowBits, this);
    return this.#compressor;
  }

  #endMessage(compressor: Compressor): void {
    this.#inMessage = false;
    if (!this.#direction.noContextTakeover) return;
    this.#compressors.giveBack(compressor, this.#direction.windowBits);
    this.#compressor = undefined;
  }
}
