/**
 * Bytes to frames (RFC 6455 §5.2), one step at a time: the header before the payload, the payload in
 * the pieces that the transport delivered.
 *
 * Payloads are never joined here: a piece is a range of the chunk. A frame that is whole in the chunk can be taken at
 * once.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: the fast way to a frame is next to the steps it replaces.

import { type Allocate, copyBytes, viewOf } from '../bytes/index.ts';
import { type Masker, maskWith, moveBytes, WORDWISE_FROM, wordsOf } from '../masking/index.ts';
import { StateError, type Violation, type ViolationId } from '../violations/index.ts';
import { FIN, type FrameHeader, isHandedOut, OPCODE } from './frame-header.ts';
import type { FrameStep } from './frame-step.ts';
import { HeaderDecoder } from './header-decoder.ts';
import type { JudgedHeaders } from './header-rules.ts';
import { Opcode } from './opcode.ts';
import type { TextRun } from './text-run.ts';

/** The rules that frames must keep, and the place and means of unmasking. */
export interface FrameDecoderOptions extends JudgedHeaders {
  /** Unmask in the chunk itself, which then belongs to the decoder. Default: false. */
  readonly inPlace?: boolean | undefined;
  /** Unmasks long payloads. Default: a loop. */
  readonly masker?: Masker | undefined;
  /**
   * After a violation, stop; or continue with the same frame, as long as its end is known, and tell every other rule
   * that is broken. Default: `stop`.
   */
  readonly afterViolation?: 'stop' | 'continue' | undefined;
  /** Makes the arrays that short payloads are unmasked into. Default: `new Uint8Array`. */
  readonly allocate?: Allocate | undefined;
}

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);
const TEXT = FIN | Opcode.text;

/** Decodes one direction of a connection. Unlike `FrameDecoder` it does not check its options. */
export class UncheckedFrameDecoder {
  readonly #header: HeaderDecoder;
  readonly #inPlace: boolean;
  readonly #continues: boolean;
  readonly #masker: Masker | undefined;
  readonly #allocate: Allocate | undefined;

  #chunk = EMPTY;
  /** A view of the chunk's buffer as 32-bit words, made when it is first needed. */
  #words: Int32Array | undefined;
  /** Whether the chunk may be changed. */
  #owned = false;
  #position = 0;
  /** Offset in the stream of the chunk's first byte. */
  #chunkOffset = 0;

  #stage: 'header' | 'told' | 'payload' | 'end' | 'failed' = 'header';
  /** Payload bytes of the current frame that have been returned. */
  #payloadTaken = 0;
  #headerOffset = 0;
  #violation: Violation | undefined;

  /** Frames whose header was read, and the bytes of their payloads. The owner may set them to 0. */
  frames = 0;
  payloadBytes = 0;

  /** The bytes of the payload piece, unmasked, are `pieceBytes[pieceStart, pieceEnd)`. */
  pieceBytes: Uint8Array = EMPTY;
  pieceStart = 0;
  pieceEnd = 0;
  /** Whether `pieceBytes` is a new array that holds the piece only: it may then be handed out without a copy. */
  pieceIsOwn = false;

  /** A masking key, as a word, that pieces of masked frames get in exchange for their own key, in one pass. */
  newKey = 0;

  constructor(options: FrameDecoderOptions = {}) {
    this.#header = new HeaderDecoder(options);
    this.#inPlace = options.inPlace ?? false;
    this.#continues = options.afterViolation === 'continue';
    this.#masker = options.masker;
    this.#allocate = options.allocate;
  }

  /** FIN of the current frame. */
  get fin(): boolean {
    return (this.#header.byte0 & FIN) !== 0;
  }

  get opcode(): Opcode {
    return (this.#header.byte0 & OPCODE) as Opcode;
  }

  /** Byte 0 of the current frame: FIN, reserved bits, opcode. */
  get byte0(): number {
    return this.#header.byte0;
  }

  /** Bytes of the extended payload length: 0, 2 or 8. */
  get lengthSize(): number {
    return this.#header.lengthSize;
  }

  /** Payload length of the current frame, in bytes. */
  get payloadLength(): number {
    return this.#header.payloadLength;
  }

  /** Payload bytes of the current frame that have not been returned yet. */
  get payloadLeft(): number {
    return this.isBetween ? 0 : this.#header.payloadLength - this.#payloadTaken;
  }

  /** The current frame's header, in a new object. */
  get header(): FrameHeader {
    return this.#header.header;
  }

  /** Offset in the stream of the current frame's byte 0. */
  get headerOffset(): number {
    return this.#headerOffset;
  }

  /** Whether the decoder is between two frames. */
  get isBetween(): boolean {
    return this.#stage === 'header' && this.#header.isBetween;
  }

  /** Offset in the stream of the next byte to decode; the first byte pushed is 0. */
  get offset(): number {
    return this.#chunkOffset + this.#position;
  }

  /** Bytes of the chunk that are not decoded yet. */
  get unread(): number {
    return this.#chunk.length - this.#position;
  }

  /** Whether the next step is `need-input`. */
  get isUsedUp(): boolean {
    return this.unread === 0 && (this.#stage === 'header' || this.#stage === 'payload');
  }

  /** Whether a violation has ended decoding: no later step is another one than `violation`. */
  get isStopped(): boolean {
    return this.#stage === 'failed';
  }

  /** The rule that the peer broke, after the step `violation`. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /** Continuation bytes that a text message still needs after a fragment to be complete UTF-8 (§8.1). */
  set neededBytes(count: number) {
    this.#header.rules.neededBytes = count;
  }

  /**
   * Adds the next chunk of the stream.
   *
   * @param chunk - Used until `next` returns `need-input`; changed only with the option `inPlace`.
   * @throws StateError if bytes of the last chunk are not decoded yet.
   */
  push(chunk: Uint8Array): void {
    if (this.unread > 0) throw new StateError(`Cannot push: ${this.unread} bytes are unread`);
    this.release();
    this.#chunk = chunk;
    this.#owned = this.#inPlace;
  }

  /**
   * Decodes the next frame at once, if it is a short text message, is whole in the chunk and breaks no rule.
   *
   * @param texts - Used for this decoder only; call its `leave` after the step `need-input`.
   * @returns The text; `undefined` if no frame was decoded.
   */
  takeText(texts: TextRun): string | undefined {
    const chunk = this.#chunk;
    const position = this.#position;
    const header = this.#header;
    let text = texts.take(chunk, position);
    if (text === undefined && this.isBetween) {
      const start = header.readPlain(chunk, position);
      if (start === -1 || header.byte0 !== TEXT) return undefined;
      text = texts.first(header, chunk, position, start);
    }
    if (text === undefined) return undefined;
    this.frames++;
    this.payloadBytes += texts.position - position - header.plainLength;
    this.#position = texts.position;
    return text;
  }

  /**
   * Decodes the next frame at once, if it is whole in the chunk and its header breaks no rule. The decoder is then in
   * the state after the last step of the frame, and `payload` returns the whole payload as one piece.
   *
   * @returns Whether a frame was decoded. If not, use `next`.
   */
  takeFrame(): boolean {
    if (!this.isBetween) return false;
    const header = this.#header;
    const start = header.readQuickly(this.#chunk, this.#position);
    const end = start + header.payloadLength;
    if (start === -1 || end > this.#chunk.length) return false;
    header.accept(this.#chunk, start);
    this.#headerOffset = this.offset;
    this.#payloadTaken = 0;
    this.frames++;
    this.payloadBytes += header.payloadLength;
    this.#position = start;
    const isCopied = header.masked && header.lengthSize === 0 && isHandedOut(header.byte0);
    if (isCopied && this.newKey === 0) this.#copyPiece(end);
    else this.#takePiece(end);
    return true;
  }

  /** Decodes up to the next step. */
  next(): FrameStep {
    switch (this.#stage) {
      case 'header':
        return this.#takeHeader();
      case 'told':
        return this.#goOn();
      case 'payload':
        return this.#takePayload();
      case 'end':
        this.#stage = 'header';
        return 'end';
      case 'failed':
        return 'violation';
    }
  }

  /**
   * The current piece of the payload, unmasked.
   *
   * @returns A view of the chunk, or of a copy if the piece had to be unmasked and the chunk must not change.
   */
  payload(): Uint8Array {
    return viewOf(this.pieceBytes, this.pieceStart, this.pieceEnd);
  }

  #takeHeader(): FrameStep {
    const header = this.#header;
    if (this.unread === 0) return this.release();
    if (header.isBetween) {
      this.#payloadTaken = 0;
      this.#headerOffset = this.offset;
    }
    this.#position = header.read(this.#chunk, this.#position);
    return this.#judged();
  }

  /** Goes on after a violation that was told. */
  #goOn(): FrameStep {
    this.#stage = 'header';
    const header = this.#header;
    const isRead = header.rule !== undefined || header.isBetween;
    return isRead ? this.#judged() : this.#takeHeader();
  }

  #judged(): FrameStep {
    const header = this.#header;
    if (header.rule !== undefined) return this.#fail(header.rule);
    if (!header.isBetween) return this.release();
    this.frames++;
    this.payloadBytes += header.payloadLength;
    this.#stage = header.payloadLength === 0 ? 'end' : 'payload';
    return 'header';
  }

  #takePayload(): FrameStep {
    const available = this.unread;
    if (available === 0) return this.release();
    const left = this.#header.payloadLength - this.#payloadTaken;
    this.#takePiece(this.#position + Math.min(available, left));
    if (available >= left) this.#stage = 'end';
    return 'payload';
  }

  #takePiece(end: number): void {
    const start = this.#position;
    if (this.#header.masked && end > start) this.#unmask(start, end);
    this.pieceBytes = this.#chunk;
    this.pieceStart = start;
    this.pieceEnd = end;
    this.pieceIsOwn = false;
    this.#position = end;
    this.#payloadTaken += end - start;
  }

  /** As `#takePiece`, but copies the piece to a new array: the receiver would have to copy it anyway. */
  #copyPiece(end: number): void {
    const length = end - this.#position;
    this.pieceBytes = this.#allocate?.(length) ?? new Uint8Array(length);
    moveBytes(this.#chunk, this.#position, this.pieceBytes, 0, 0, length, this.#header.word);
    this.pieceStart = 0;
    this.pieceEnd = length;
    this.pieceIsOwn = true;
    this.#position = end;
    this.#payloadTaken = length;
  }

  /** Stops decoding: every further step is `violation`. */
  stop(): void {
    this.#stage = 'failed';
  }

  /** Drops a chunk that has been decoded, so that an idle connection keeps no chunk. @returns `need-input`. */
  release(): FrameStep {
    if (this.#chunk === EMPTY) return 'need-input';
    this.#chunkOffset += this.#position;
    this.#position = 0;
    this.#chunk = EMPTY;
    this.#words = undefined;
    this.pieceBytes = EMPTY;
    return 'need-input';
  }

  /** Unmasks in the chunk, or in a copy of the chunk, made once for all its frames, if the chunk must not change. */
  #unmask(start: number, end: number): void {
    if (!this.#owned) {
      this.#chunk = copyBytes(this.#chunk);
      this.#words = undefined;
      this.#owned = true;
    }
    if (end - start >= WORDWISE_FROM) this.#words ??= wordsOf(this.#chunk);
    const word = this.#header.word ^ this.newKey;
    maskWith(this.#masker, this.#chunk, start, end, word, this.#payloadTaken, this.#words);
  }

  #fail(rule: ViolationId): FrameStep {
    const { byte0, payloadLength } = this.#header;
    const offset = this.offset - 1;
    const length = offset === this.#headerOffset ? '' : `, payload length ${payloadLength}`;
    const detail = `Frame begins with 0x${byte0.toString(16)}${length}`;
    this.#violation = { rule, offset, detail };
    this.#stage = this.#continues && this.#header.goOn() ? 'told' : 'failed';
    return 'violation';
  }
}
