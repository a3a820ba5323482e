/**
 * Frames to bytes (RFC 6455 §5.2, §5.3). A client masks each frame with a new masking key. The caller checks that a
 * frame may be sent.
 *
 * @module
 */

import { copyInto } from '../bytes/index.ts';
import { type FillRandom, type Masker, MaskingKeys, maskWith } from '../masking/index.ts';
import { lengthOfHeader, writeHeader } from './frame-header.ts';
import type { Role } from './role.ts';

/** A growing array that frames are written to. */
export interface FrameTarget {
  /** The array of the last `reserve`. */
  readonly bytes: Uint8Array;
  /** The result of `wordsOf(bytes)`, if the target keeps it. */
  readonly words?: Int32Array | undefined;
  /** Makes room for `count` bytes after the last ones, and returns its position in `bytes`. */
  reserve(count: number): number;
  /** Adds a copy of bytes. */
  append(bytes: Uint8Array): void;
  /** Removes the bytes from a position on. */
  truncate(position: number): void;
}

/** The part of a target that whole frames need. */
type Target = Pick<FrameTarget, 'bytes' | 'words' | 'reserve'>;

/** Encodes the frames of one end. Unlike `FrameEncoder` it does not check its arguments. */
export class UncheckedFrameEncoder {
  protected readonly keys: MaskingKeys | undefined;
  readonly #masker: Masker | undefined;
  /** The masking key of the last frame as a word. */
  #word: number | undefined;

  /**
   * @param fillRandom - Source of masking keys. Default: the engine's `crypto.getRandomValues`.
   * @param masker - Masks long payloads. Default: a loop.
   */
  constructor(role: Role, fillRandom?: FillRandom, masker?: Masker) {
    this.keys = role === 'client' ? new MaskingKeys(fillRandom) : undefined;
    this.#masker = masker;
  }

  /** Adds a whole frame to `target`, with a copy of its payload. */
  append(target: Target, byte0: number, payload: Uint8Array): void {
    const { length } = payload;
    const start = this.begin(target, byte0, length, length);
    copyInto(target.bytes, start, payload, 0, length);
    this.mask(target.bytes, start, start + length, 0, target.words);
  }

  /**
   * Adds a header to `target`, and after it room for the first `count` bytes of the payload.
   *
   * @returns The position of that room.
   */
  begin(target: Target, byte0: number, payloadLength: number, count: number): number {
    const word = this.keys?.next();
    const at = target.reserve(lengthOfHeader(payloadLength, word !== undefined) + count);
    this.#word = word;
    return writeHeader(target.bytes, at, byte0, payloadLength, word);
  }

  /**
   * Masks `bytes[start, end)` of the payload of the frame that was begun last, if this end masks.
   *
   * @param offset - Position of `start` in the payload, in bytes.
   * @param words - The result of `wordsOf(bytes)`, if the caller has it. Default: it is made when needed.
   */
  mask(bytes: Uint8Array, start: number, end: number, offset: number, words?: Int32Array): void {
    if (this.#word === undefined) return;
    maskWith(this.#masker, bytes, start, end, this.#word, offset, words);
  }
}
