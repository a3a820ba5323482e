/**
 * Payload pieces to messages (RFC 6455 §5.4, §6.2), whole or as they come.
 *
 * A message that came in one piece is decoded where it stands. Otherwise its pieces are folded into
 * one buffer: what is kept is at most twice what has come, however small the fragments. Text fails at the
 * offending byte (§8.1): short pieces are validated as they come and decoded at the end, long ones decoded
 * as they come, which judges them by the way.
 *
 * @module
 */

import {
  type Allocate,
  ByteQueue,
  type DecodeText,
  decodeStrictUtf8,
  decodeUtf8,
  encodeUtf8,
  Utf8Validator,
  unfinishedBytes,
} from '../bytes/index.ts';
import { handOut } from './hand-out.ts';

/** What a message holds (RFC 6455 §5.6). */
export type MessageKind = 'text' | 'binary';

/** What is handed out, and when. */
export interface MessageAssemblerOptions {
  /**
   * `whole`: `take` is called once, after the last piece. `parts`: after every piece. Default: `whole`.
   */
  readonly mode?: 'whole' | 'parts' | undefined;
  /** What a text is handed out as: a string, or its validated UTF-8. Default: `string`. */
  readonly text?: 'string' | 'bytes' | undefined;
  /** Decodes a text that is in one piece. Default: the engine's decoder. */
  readonly decodeText?: DecodeText | undefined;
  /** Makes the arrays that pieces are folded into, and copies. Default: `new Uint8Array`. */
  readonly allocate?: Allocate | undefined;
  /** Lends arrays for what is long and comes in fragments. Default: they are made. */
  readonly memory?: Lender | undefined;
}

/** Lends arrays of at least `bytes` bytes, with any content, until they are given back. */
export interface Lender {
  take(bytes: number): Uint8Array;
  give(bytes: Uint8Array): void;
}

/** From here on, in bytes, a piece of a text is decoded by itself. */
const LONG = 512;

/** From here on, in bytes, a piece is kept where it is rather than copied behind others. */
const OWN_FROM = 4096;

/** Bytes that are folded into one array where nobody knows how many are to come. */
const BLOCK = 65_536;

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Assembles one message after the other: `MessageAssembler`, for options that somebody has checked. */
export class UncheckedMessageAssembler {
  readonly #parts: boolean;
  readonly #textAsBytes: boolean;
  readonly #decodeText: DecodeText | undefined;
  readonly #allocate: Allocate | undefined;
  readonly #memory: Lender | undefined;
  /** Made when they are needed: of many connections most are idle. */
  #itsQueue: ByteQueue | undefined;
  #itsUtf8: Utf8Validator | undefined;

  #kind: MessageKind = 'binary';
  /** A piece that need not be copied: nothing came before it, and it is taken before the next comes. */
  #piece = EMPTY;
  #pieceStart = 0;
  #pieceEnd = 0;
  /** The text in front of what is in the queue, decoded. */
  #text = '';
  /** Long pieces that are nobody else's, and full blocks, in front of the queue. */
  #owned: Uint8Array[] | undefined;
  #ownedLength = 0;
  /** Arrays that are to be given back. */
  #lent: Uint8Array[] | undefined;

  constructor(options: MessageAssemblerOptions = {}) {
    this.#decodeText = options.decodeText;
    this.#allocate = options.allocate;
    this.#memory = options.memory;
    this.#parts = options.mode === 'parts';
    this.#textAsBytes = options.text === 'bytes';
  }

  get #queue(): ByteQueue {
    return (this.#itsQueue ??= new ByteQueue(this.#allocate));
  }

  get #utf8(): Utf8Validator {
    return (this.#itsUtf8 ??= new Utf8Validator());
  }

  /** Of the message that was begun last. */
  get kind(): MessageKind {
    return this.#kind;
  }

  /** Whether pieces of the message that was begun last may be handed out as they are: text is decoded. */
  get keeps(): boolean {
    return this.#kind === 'binary' || this.#textAsBytes;
  }

  /** Bytes that wait to be taken, but for text that is decoded. */
  get length(): number {
    return this.#ownedLength + this.#queue.length + this.#pieceEnd - this.#pieceStart;
  }

  /** The bytes that wait to be taken and need not stand where they are, in a new array. */
  peek(): Uint8Array {
    return this.#join(encodeUtf8(this.#text));
  }

  /** Continuation bytes that the text so far still needs; 0 for binary (§8.1). */
  get neededBytes(): number {
    return this.#utf8.needed;
  }

  /** Begins a message. */
  begin(kind: MessageKind): void {
    this.#kind = kind;
    this.#utf8.reset();
  }

  /**
   * Takes `bytes[start, end)`, the next piece of the message, unmasked.
   *
   * @param toCome - Bytes of the message that follow this piece, `Infinity` while its last frame has
   *   not come.
   * @param isOwned - Whether the piece is nobody else's: a long one is then kept as it is. Default: false.
   * @returns The index of the byte that is not UTF-8, or -1. What comes before that byte can still be taken.
   */
  push(
    bytes: Uint8Array,
    start: number,
    end: number,
    toCome: number,
    isOwned: boolean = false,
  ): number {
    if (!this.keeps) return this.#pushText(bytes, start, end, toCome);
    if (this.#kind === 'text') {
      const offence = this.#utf8.push(bytes, start, end, toCome);
      if (offence !== -1) {
        this.#keep(bytes, start, offence, Infinity);
        return offence;
      }
    }
    const isLong = end - start >= OWN_FROM && (toCome > 0 || this.length > 0);
    if (isOwned && isLong && !this.#parts) this.#own(bytes.subarray(start, end));
    else this.#keep(bytes, start, end, toCome);
    return -1;
  }

  /**
   * Hands out what has come since the last call: the message, or in the mode `parts` a part of it,
   * which for text ends with a whole code point.
   *
   * @returns Bytes are the receiver's for good; they may be a view of the piece.
   */
  take(): string | Uint8Array {
    if (!this.keeps) return this.#takeText();
    if (this.#ownedLength > 0) return this.#takeOwned();
    if (this.#queue.length === 0) {
      const data = this.#complete(this.#piece, this.#pieceStart, this.#pieceEnd);
      this.#piece = EMPTY;
      this.#pieceStart = 0;
      this.#pieceEnd = 0;
      return data;
    }
    const bytes = this.#queue.take();
    return this.#complete(bytes, 0, bytes.length);
  }

  /**
   * Text that is decoded is judged in the same pass; only where that fails somebody has to look for the offending
   * byte.
   */
  #pushText(bytes: Uint8Array, start: number, end: number, toCome: number): number {
    const isLast = toCome === 0;
    const isFirst = this.#queue.length === 0;
    if (end - start < LONG && !(isLast && isFirst)) {
      return this.#collect(bytes, start, end, toCome);
    }
    // First what a code point needs that has begun: in a piece that is long, or is the first one, that is there.
    const head = start + this.#utf8.needed;
    const offence = this.#collect(bytes, start, head, toCome);
    if (offence !== -1) return offence;
    const tail = isLast ? end : end - unfinishedBytes(bytes, head, end);
    const text = decodeStrictUtf8(bytes, head, tail, this.#decodeText);
    if (text === undefined) return this.#collect(bytes, head, end, toCome);
    this.#text = this.#takeText() + text;
    return this.#collect(bytes, tail, end, toCome);
  }

  /** @returns The index of the byte that is not UTF-8, or -1: then all bytes are in the queue, else those before it. */
  #collect(bytes: Uint8Array, start: number, end: number, toCome: number): number {
    if (start === end) return -1;
    const offence = this.#utf8.push(bytes, start, end, toCome);
    this.#queue.append(bytes, start, offence === -1 ? end : offence);
    return offence;
  }

  /** What has come, up to the last whole code point. */
  #takeText(): string {
    const text = this.#text;
    this.#text = '';
    const { bytes, length } = this.#queue;
    if (length === 0) return text;
    this.#queue.take();
    const end = length - this.#utf8.begun;
    if (end < length) this.#queue.append(bytes, end, length);
    return text + decodeUtf8(bytes, 0, end);
  }

  /** Behind what is in the queue, which makes one more of them. */
  #own(piece: Uint8Array): void {
    this.#ownedLength += this.#queue.length + piece.length;
    this.#owned ??= [];
    if (this.#queue.length > 0) this.#owned.push(this.#queue.take());
    this.#owned.push(piece);
  }

  #takeOwned(): Uint8Array {
    const bytes = this.#join(EMPTY);
    for (const block of this.#lent ?? []) this.#memory?.give(block);
    this.#lent = undefined;
    this.#queue.take();
    this.#owned = undefined;
    this.#ownedLength = 0;
    return this.#complete(bytes, 0, bytes.length);
  }

  /** @returns What is owned and what is in the queue, behind `first`. */
  #join(first: Uint8Array): Uint8Array {
    const { bytes: queued, length } = this.#queue;
    const joinedLength = first.length + this.#ownedLength + length;
    const joined = this.#allocate?.(joinedLength) ?? new Uint8Array(joinedLength);
    let at = 0;
    for (const piece of [first, ...(this.#owned ?? []), queued.subarray(0, length)]) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }

  /** A buffer that doubles copies, and leaves behind, as much as it holds: so what is long goes on in another block. */
  #turnOver(more: number): void {
    const queue = this.#queue;
    const { length } = queue;
    if (this.#memory === undefined || more > BLOCK || length + more <= BLOCK) return;
    const block = this.#memory.take(BLOCK);
    this.#lent = [...(this.#lent ?? []), block];
    this.#ownedLength += length;
    (this.#owned ??= []).push(queue.take());
    queue.adopt(block);
  }

  #keep(bytes: Uint8Array, start: number, end: number, toCome: number): void {
    if (this.#ownedLength + this.#queue.length === 0 && (this.#parts || toCome === 0)) {
      this.#piece = bytes;
      this.#pieceStart = start;
      this.#pieceEnd = end;
    } else {
      if (toCome === Infinity) this.#turnOver(end - start);
      this.#queue.append(bytes, start, end, this.#queue.length + end - start + toCome);
    }
  }

  /** Hands out bytes, of a text up to its last whole code point: the rest is kept. */
  #complete(bytes: Uint8Array, start: number, end: number): Uint8Array {
    if (this.#kind === 'binary') return handOut(bytes, start, end, this.#parts, this.#allocate);
    const begun = this.#utf8.begun;
    const complete = Math.max(end - begun, start);
    if (begun > 0) this.#queue.append(bytes, complete, end);
    return handOut(bytes, start, complete, this.#parts, this.#allocate);
  }
}
