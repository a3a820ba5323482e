/**
 * Frames to bytes (RFC 6455 §5.2, §5.3), each with a masking key of its own where this end masks. What may be sent its
 * caller has judged.
 *
 * @module
 */

import { copyInto } from '../bytes/index.ts';
import { type FillRandom, type Masker, MaskingKeys, maskWith } from '../masking/index.ts';
import { lengthOfHeader, writeHeader } from './frame-header.ts';
import type { Role } from './role.ts';

/** Where frames are written to. */
export interface FrameTarget {
  /** The array that was reserved in last. */
  readonly bytes: Uint8Array;
  /** What `wordsOf` gives for it, if somebody keeps that. */
  readonly words?: Int32Array | undefined;
  /** Makes room for `count` bytes behind the last ones, and returns its position in `bytes`. */
  reserve(count: number): number;
  /** Adds a copy of bytes. */
  append(bytes: Uint8Array): void;
  /** Takes back what was reserved from a position on. */
  truncate(position: number): void;
}

/** Where whole frames are written to. */
type Target = Pick<FrameTarget, 'bytes' | 'words' | 'reserve'>;

/** Encodes the frames of one end: `FrameEncoder`, for what somebody has checked. */
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

  /** Adds a whole frame to `target`, a copy of its payload in it. */
  append(target: Target, byte0: number, payload: Uint8Array): void {
    const { length } = payload;
    const start = this.begin(target, byte0, length, length);
    copyInto(target.bytes, start, payload, 0, length);
    this.mask(target.bytes, start, start + length, 0, target.words);
  }

  /**
   * Adds a header to `target`, and behind it room for the first `count` bytes of the payload.
   *
   * @returns The position of those.
   */
  begin(target: Target, byte0: number, payloadLength: number, count: number): number {
    const word = this.keys?.next();
    const at = target.reserve(lengthOfHeader(payloadLength, word !== undefined) + count);
    this.#word = word;
    return writeHeader(target.bytes, at, byte0, payloadLength, word);
  }

  /**
   * Masks `bytes[start, end)` of the payload of the frame that was begun last, where this end masks.
   *
   * @param offset - Position of `start` in the payload, in bytes.
   * @param words - What `wordsOf` gives for `bytes`, if somebody has it.
   */
  mask(bytes: Uint8Array, start: number, end: number, offset: number, words?: Int32Array): void {
    if (this.#word === undefined) return;
    maskWith(this.#masker, bytes, start, end, this.#word, offset, words);
  }
}
