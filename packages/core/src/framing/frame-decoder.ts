/**
 * Bytes to frames (RFC 6455 §5.2), one step at a time: the header before the payload, the payload in
 * the pieces that the transport delivered.
 *
 * One byte of a header is taken at a time, wherever the chunks are cut, so each rule is judged at the
 * byte that decides it and there is no second path for a header that came in two chunks. Payloads
 * are never gathered here: a piece is a range of the chunk.
 *
 * @module
 */

import { plainBytes } from '../bytes/index.ts';
import { maskInPlace, wordToKey } from '../masking/index.ts';
import { StateError, type Violation, type ViolationId } from '../violations/index.ts';
import {
  FIN,
  type FrameHeader,
  headerOf,
  LENGTH,
  LENGTH_IN_2_BYTES,
  MASK,
  OPCODE,
} from './frame-header.ts';
import type { FrameStep } from './frame-step.ts';
import { type FrameRules, HeaderRules, type JudgedHeaders } from './header-rules.ts';
import type { Opcode } from './opcode.ts';

/** Which frames are taken, and where they are unmasked. */
export interface FrameDecoderOptions extends JudgedHeaders {
  /** Unmask in the chunk itself, which the caller gives away then. Default: false. */
  readonly inPlace?: boolean | undefined;
}

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

type Stage = 'byte-0' | 'byte-1' | 'length' | 'masking-key' | 'payload' | 'end' | 'failed';

/** Decodes one direction of a connection: `push` a chunk, then `next` until it says `need-input`. */
export class FrameDecoder {
  readonly #rules: FrameRules;
  readonly #inPlace: boolean;

  #chunk = EMPTY;
  /** Whether the chunk may be changed. */
  #owned = false;
  #position = 0;
  /** Offset in the stream of the chunk's first byte. */
  #chunkOffset = 0;

  #stage: Stage = 'byte-0';
  /** Bytes of the length or the key that are still to come, in their stage. */
  #left = 0;
  #lengthSize = 0;
  #byte0 = 0;
  #masked = false;
  #maskingKey = 0;
  #payloadLength = 0;
  /** Payload bytes that have been given out. */
  #payloadTaken = 0;
  #headerOffset = 0;
  #violation: Violation | undefined;

  /** The bytes of the payload piece, unmasked, are `pieceBytes[pieceStart, pieceEnd)`. */
  pieceBytes: Uint8Array = EMPTY;
  pieceStart = 0;
  pieceEnd = 0;

  constructor(options: FrameDecoderOptions = {}) {
    this.#rules = options.rules?.(options) ?? new HeaderRules(options);
    this.#inPlace = options.inPlace ?? false;
  }

  /** FIN of the current frame. */
  get fin(): boolean {
    return (this.#byte0 & FIN) !== 0;
  }

  get opcode(): Opcode {
    return (this.#byte0 & OPCODE) as Opcode;
  }

  /** Byte 0 of the current frame: FIN, reserved bits, opcode. */
  get byte0(): number {
    return this.#byte0;
  }

  /** Bytes of the extended payload length: 0, 2 or 8. */
  get lengthSize(): number {
    return this.#lengthSize;
  }

  /** In bytes. */
  get payloadLength(): number {
    return this.#payloadLength;
  }

  /** Payload bytes of the current frame that have not been given out yet. */
  get payloadLeft(): number {
    return this.#payloadLength - this.#payloadTaken;
  }

  /** The current frame's header, in a new object. */
  get header(): FrameHeader {
    const key = this.#masked ? wordToKey(this.#maskingKey) : undefined;
    return headerOf(this.#byte0, key, this.#payloadLength);
  }

  /** Offset in the stream of the current frame's byte 0. */
  get headerOffset(): number {
    return this.#headerOffset;
  }

  /** Offset in the stream of the next byte to take; the first byte pushed is 0. */
  get offset(): number {
    return this.#chunkOffset + this.#position;
  }

  /** Bytes of the chunk that are not taken yet. */
  get unread(): number {
    return this.#chunk.length - this.#position;
  }

  /** The rule that the peer broke, after the step `violation`. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /** Continuation bytes that a text message needs to be complete UTF-8, after a fragment of it (§8.1). */
  set neededBytes(count: number) {
    this.#rules.neededBytes = count;
  }

  /**
   * Takes the next chunk of the stream.
   *
   * @param chunk - Borrowed until `need-input`; changed only with the option `inPlace`.
   * @throws StateError while a chunk is not used up; TypeError when it is not a Uint8Array.
   */
  push(chunk: Uint8Array): void {
    if (this.unread > 0) throw new StateError(`Cannot push: ${this.unread} bytes are unread`);
    const bytes = plainBytes(chunk, 'chunk');
    this.#release();
    this.#chunk = bytes;
    this.#owned = this.#inPlace;
  }

  /** Goes on to the next step. */
  next(): FrameStep {
    switch (this.#stage) {
      case 'failed':
        return 'violation';
      case 'payload':
        return this.#takePayload();
      case 'end':
        this.#stage = 'byte-0';
        return 'end';
      default:
        return this.#takeHeader();
    }
  }

  /**
   * The piece of payload at hand, unmasked.
   *
   * @returns A view of the chunk, or, where something had to be unmasked and not in place, of a copy of it.
   */
  payload(): Uint8Array {
    return this.pieceBytes.subarray(this.pieceStart, this.pieceEnd);
  }

  #takeHeader(): FrameStep {
    const chunk = this.#chunk;
    while (this.#position < chunk.length) {
      const byte = chunk[this.#position++]!;
      const rule = this.#takeHeaderByte(byte);
      if (rule !== undefined) return this.#fail(rule);
      if (this.#stage === 'payload' || this.#stage === 'end') {
        this.#rules.accept(this.#payloadLength);
        return 'header';
      }
    }
    return this.#release();
  }

  #takeHeaderByte(byte: number): ViolationId | undefined {
    switch (this.#stage) {
      case 'byte-0':
        this.#byte0 = byte;
        this.#payloadTaken = 0;
        this.#headerOffset = this.offset - 1;
        return this.#takeByte0(byte);
      case 'byte-1':
        return this.#takeByte1(byte);
      case 'length':
        return this.#takeLengthByte(byte);
      default:
        this.#maskingKey = (this.#maskingKey >>> 8) | (byte << 24);
        if (--this.#left === 0) this.#endHeader();
        return undefined;
    }
  }

  #takeByte0(byte: number): ViolationId | undefined {
    const rule = this.#rules.judgeByte0(byte);
    if (rule === undefined) this.#stage = 'byte-1';
    return rule;
  }

  #takeByte1(byte: number): ViolationId | undefined {
    const length = byte & LENGTH;
    this.#masked = (byte & MASK) !== 0;
    this.#payloadLength = length;
    this.#lengthSize = length < LENGTH_IN_2_BYTES ? 0 : length === LENGTH_IN_2_BYTES ? 2 : 8;
    const rule = this.#rules.judgeByte1(byte);
    if (rule !== undefined) return rule;
    if (this.#lengthSize === 0) {
      this.#endLength();
    } else {
      this.#payloadLength = 0;
      this.#left = this.#lengthSize;
      this.#stage = 'length';
    }
    return undefined;
  }

  #takeLengthByte(byte: number): ViolationId | undefined {
    this.#payloadLength = this.#payloadLength * 256 + byte;
    this.#left--;
    const rule = this.#rules.judgeLength(this.#payloadLength, this.#left, this.#lengthSize);
    if (rule === undefined && this.#left === 0) this.#endLength();
    return rule;
  }

  #endLength(): void {
    if (!this.#masked || this.#takeKey()) {
      this.#endHeader();
    } else {
      this.#left = 4;
      this.#stage = 'masking-key';
    }
  }

  /** The usual case, in one go: no rule looks at the bytes of a key. */
  #takeKey(): boolean {
    const chunk = this.#chunk;
    const at = this.#position;
    if (at + 4 > chunk.length) return false;
    this.#maskingKey =
      chunk[at]! | (chunk[at + 1]! << 8) | (chunk[at + 2]! << 16) | (chunk[at + 3]! << 24);
    this.#position = at + 4;
    return true;
  }

  #endHeader(): void {
    this.#stage = this.#payloadLength === 0 ? 'end' : 'payload';
  }

  #takePayload(): FrameStep {
    const start = this.#position;
    const available = this.#chunk.length - start;
    if (available === 0) return this.#release();
    const taken = Math.min(available, this.#payloadLength - this.#payloadTaken);
    this.#position = start + taken;
    this.#unmask(start, start + taken);
    this.#payloadTaken += taken;
    if (this.#payloadTaken === this.#payloadLength) this.#stage = 'end';
    return 'payload';
  }

  /** Lets go of a chunk that is used up: an idle connection keeps none. */
  #release(): FrameStep {
    this.#chunkOffset += this.#position;
    this.#position = 0;
    this.#chunk = EMPTY;
    this.pieceBytes = EMPTY;
    return 'need-input';
  }

  /** Unmasks in the chunk, or in a copy of it that serves all its frames. */
  #unmask(start: number, end: number): void {
    if (this.#masked) {
      if (!this.#owned) {
        this.#chunk = this.#chunk.slice();
        this.#owned = true;
      }
      maskInPlace(this.#chunk, start, end, this.#maskingKey, this.#payloadTaken);
    }
    this.pieceBytes = this.#chunk;
    this.pieceStart = start;
    this.pieceEnd = end;
  }

  #fail(rule: ViolationId): FrameStep {
    const length = this.#stage === 'byte-0' ? '' : `, payload length ${this.#payloadLength}`;
    const detail = `Frame begins with 0x${this.#byte0.toString(16)}${length}`;
    this.#violation = { rule, offset: this.offset - 1, detail };
    this.#stage = 'failed';
    return 'violation';
  }
}
