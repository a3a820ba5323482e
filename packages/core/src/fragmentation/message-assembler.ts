/**
 * Payload pieces to messages (RFC 6455 §5.4, §6.2), whole or in parts.
 *
 * A message that arrives in one piece is decoded in place. Otherwise its pieces are copied into one
 * buffer, which has at most twice the length of the bytes received, however small the fragments. Text fails
 * at the first invalid byte (§8.1): short pieces are validated when they arrive and decoded at the end; long
 * pieces are decoded when they arrive, which also validates them.
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
import { decodeShortAscii } from '../masking/index.ts';
import { handOut } from './hand-out.ts';

/** The kind of the data in a message (RFC 6455 §5.6). */
export type MessageKind = 'text' | 'binary';

/** The form in which messages are returned, and the means to make them. */
export interface MessageAssemblerOptions {
  /**
   * `whole`: call `take` once, after the last piece. `parts`: call it after every piece. Default: `whole`.
   */
  readonly mode?: 'whole' | 'parts' | undefined;
  /** The form of a text: a string, or its validated UTF-8. Default: `string`. */
  readonly text?: 'string' | 'bytes' | undefined;
  /** Decodes texts of more than 24 bytes that are in one piece. Default: the engine's decoder. */
  readonly decodeText?: DecodeText | undefined;
  /** Makes the arrays that pieces are copied into. Default: `new Uint8Array`. */
  readonly allocate?: Allocate | undefined;
  /** Lends arrays for long messages in fragments. Default: new arrays are made. */
  readonly memory?: Lender | undefined;
}

/** Lends arrays of at least `bytes` bytes, with any content: `take` borrows one, `give` returns it. */
export interface Lender {
  take(bytes: number): Uint8Array;
  give(bytes: Uint8Array): void;
}

/** From this length on, in bytes, a piece of a text is decoded on its own. */
const LONG = 512;

/** From this length on, in bytes, a piece is kept in its array instead of being copied after the others. */
const OWN_FROM = 4096;

/** Bytes that are copied into one array if the length of the message is not known. */
const BLOCK = 65_536;

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Assembles one message after the other. Unlike `MessageAssembler` it does not check its options. */
export class UncheckedMessageAssembler {
  readonly #parts: boolean;
  readonly #textAsBytes: boolean;
  readonly #decodeText: DecodeText | undefined;
  readonly #allocate: Allocate | undefined;
  readonly #memory: Lender | undefined;
  /** Made when they are first needed: most connections are idle. */
  #itsQueue: ByteQueue | undefined;
  #itsUtf8: Utf8Validator | undefined;

  #kind: MessageKind = 'binary';
  /** A piece that need not be copied: it has no bytes before it, and it is taken before the next piece is pushed. */
  #piece = EMPTY;
  #pieceStart = 0;
  #pieceEnd = 0;
  /** The decoded text before the bytes in the queue. */
  #text = '';
  /** Long pieces that belong to the assembler, and full blocks, before the bytes in the queue. */
  #owned: Uint8Array[] | undefined;
  #ownedLength = 0;
  /** Borrowed arrays, to be given back to `memory`. */
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

  /** The kind of the message that was begun last. */
  get kind(): MessageKind {
    return this.#kind;
  }

  /** Whether the message that was begun last is returned as bytes: binary, or text with the option `text: 'bytes'`. */
  get keeps(): boolean {
    return this.#kind === 'binary' || this.#textAsBytes;
  }

  /** Bytes that wait to be taken, without text that is decoded already. */
  get length(): number {
    return this.#ownedLength + this.#queue.length + this.#pieceEnd - this.#pieceStart;
  }

  /** @returns The bytes that wait to be taken, without a piece that has not been copied, in a new array. */
  peek(): Uint8Array {
    return this.#join(encodeUtf8(this.#text));
  }

  /** Continuation bytes that the text pushed so far still needs; 0 for binary (§8.1). */
  get neededBytes(): number {
    return this.#utf8.needed;
  }

  /** Begins a message. */
  begin(kind: MessageKind): void {
    this.#kind = kind;
    this.#utf8.reset();
  }

  /**
   * Adds `bytes[start, end)`, the next piece of the message, unmasked.
   *
   * @param toCome - Bytes of the message that follow this piece; `Infinity` until its last frame has
   *   arrived.
   * @param isOwned - Whether the piece belongs to the assembler: a long piece is then kept, not copied. Default: false.
   * @returns The index of the byte that is not UTF-8, or -1. The bytes before it can still be taken.
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
   * Returns the data that arrived since the last call: the message, or in the mode `parts` a part of it. A
   * part of a text ends with a whole code point.
   *
   * @returns The text, or bytes that belong to the caller; they may be a view of the piece.
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
   * Decoding a text also validates it; only if that fails, a second pass looks for the invalid byte.
   */
  #pushText(bytes: Uint8Array, start: number, end: number, toCome: number): number {
    const isLast = toCome === 0;
    const isFirst = this.#queue.length === 0;
    if (end - start < LONG && !(isLast && isFirst)) {
      return this.#collect(bytes, start, end, toCome);
    }
    // First the bytes that complete a code point in progress: a long piece, or a first one, has as many.
    const head = start + this.#utf8.needed;
    const offence = this.#collect(bytes, start, head, toCome);
    if (offence !== -1) return offence;
    const tail = isLast ? end : end - unfinishedBytes(bytes, head, end);
    const text =
      decodeShortAscii(bytes, head, tail, 0) ??
      decodeStrictUtf8(bytes, head, tail, this.#decodeText);
    if (text === undefined) return this.#collect(bytes, head, end, toCome);
    this.#text = this.#takeText() + text;
    return this.#collect(bytes, tail, end, toCome);
  }

  /** @returns The index of the byte that is not UTF-8, or -1. The bytes before it, or all, are in the queue. */
  #collect(bytes: Uint8Array, start: number, end: number, toCome: number): number {
    if (start === end) return -1;
    const offence = this.#utf8.push(bytes, start, end, toCome);
    this.#queue.append(bytes, start, offence === -1 ? end : offence);
    return offence;
  }

  /** @returns The text received so far, up to the last whole code point. */
  #takeText(): string {
    const text = this.#text;
    this.#text = '';
    const { bytes, length } = this.#queue;
    if (length === 0) return text;
    this.#queue.take();
    const end = length - this.#utf8.begun;
    if (end < length) this.#queue.append(bytes, end, length);
    return text + (decodeShortAscii(bytes, 0, end, 0) ?? decodeUtf8(bytes, 0, end));
  }

  /** Keeps a piece without a copy, after the bytes in the queue, which become one more kept piece. */
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

  /** @returns A new array of `first`, the kept pieces and the bytes in the queue. */
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

  /** Continues a long message in another block: a buffer that doubles would copy all its bytes and leave garbage. */
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

  /** Hands out bytes; for a text, up to its last whole code point, and the rest is kept. */
  #complete(bytes: Uint8Array, start: number, end: number): Uint8Array {
    if (this.#kind === 'binary') return handOut(bytes, start, end, this.#parts, this.#allocate);
    const begun = this.#utf8.begun;
    const complete = Math.max(end - begun, start);
    if (begun > 0) this.#queue.append(bytes, complete, end);
    return handOut(bytes, start, complete, this.#parts, this.#allocate);
  }
}
