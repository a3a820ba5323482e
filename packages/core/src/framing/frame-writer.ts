/**
 * Frames to bytes (RFC 6455 §5.2, §5.3), one behind the other, each with a masking key of its own where this end masks.
 * What may be sent its caller has judged: a connection, or `FrameEncoder`.
 *
 * Every payload is written where it will stand, and masked there. A text has as many bytes as letters, mostly:
 * so it is encoded behind a header for that length, and moved only when it turns out to need another.
 *
 * @module
 */

import {
  copyInto,
  type EncodeText,
  encodeShortAscii,
  encodeUtf8Into,
  SHORT_TEXT,
} from '../bytes/index.ts';
import { type FillRandom, type Masker, MaskingKeys, maskWith } from '../masking/index.ts';
import { FIN, lengthOfHeader, writeHeader } from './frame-header.ts';
import { Opcode } from './opcode.ts';
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

/** What somebody does better than portable code. */
export interface FrameWriterOptions {
  /** Masks long payloads. Default: a loop. */
  readonly mask?: Masker | undefined;
  /** Encodes text that is not short. Default: the engine's encoder. */
  readonly encodeText?: EncodeText | undefined;
}

/** Writes the frames of one end. */
export class FrameWriter {
  readonly #keys: MaskingKeys | undefined;
  readonly #options: FrameWriterOptions;
  /** The masking key of the last frame as a word. */
  #word: number | undefined;

  /** @param fillRandom - Source of masking keys. Default: the engine's `crypto.getRandomValues`. */
  constructor(role: Role, fillRandom?: FillRandom, options: FrameWriterOptions = NOTHING_BETTER) {
    this.#options = options;
    this.#keys = role === 'client' ? new MaskingKeys(fillRandom) : undefined;
  }

  /** Whether this end masks. */
  get masks(): boolean {
    return this.#keys !== undefined;
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
    const word = this.#keys?.next();
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
    maskWith(this.#options.mask, bytes, start, end, this.#word, offset, words);
  }

  /** @returns A whole frame, in an array of its own. */
  frame(byte0: number, payload: Uint8Array): Uint8Array {
    const target = new Alone();
    this.append(target, byte0, payload);
    return target.bytes;
  }

  /** @returns A header, in an array of its own. */
  header(byte0: number, payloadLength: number): Uint8Array {
    const target = new Alone();
    this.begin(target, byte0, payloadLength, 0);
    return target.bytes;
  }

  /** Adds a whole text to `target`. */
  appendText(target: FrameTarget, text: string): void {
    const word = this.#keys?.next();
    const { length } = text;
    if (length <= SHORT_TEXT && appendShort(target, text, word)) return;
    // Three bytes for each UTF-16 unit are the most. Long text gets that room only when it needs it.
    if (length > LONG_TEXT && appendLong(target, text, length, word, this.#options)) return;
    appendLong(target, text, 3 * length, word, this.#options);
  }
}

type Target = Pick<FrameTarget, 'bytes' | 'words' | 'reserve'>;

/** A target for one frame, which fills it. */
class Alone implements Target {
  bytes = new Uint8Array(0);

  reserve(count: number): number {
    this.bytes = new Uint8Array(count);
    return 0;
  }
}

/** From here on, in UTF-16 units, room is not made for the worst case at once. */
const LONG_TEXT = 2048;

const TEXT = FIN | Opcode.text;

const NOTHING_BETTER: FrameWriterOptions = {};

/** @returns Whether the text is ASCII; otherwise nothing was added. */
function appendShort(target: FrameTarget, text: string, word: number | undefined): boolean {
  const { length } = text;
  const at = target.reserve(length + (word === undefined ? 2 : 6));
  const { bytes } = target;
  const start = writeHeader(bytes, at, TEXT, length, word);
  if (encodeShortAscii(text, bytes, start, word ?? 0)) return true;
  target.truncate(at);
  return false;
}

/** @returns Whether the payload fits `most` bytes; otherwise nothing was added. */
function appendLong(
  target: FrameTarget,
  text: string,
  most: number,
  word: number | undefined,
  { mask, encodeText }: FrameWriterOptions,
): boolean {
  const isMasked = word !== undefined;
  const at = target.reserve(lengthOfHeader(most, isMasked) + most);
  const { bytes } = target;
  const guess = at + lengthOfHeader(text.length, isMasked);
  const length = encodeUtf8Into(text, bytes, guess, most, encodeText);
  if (length === -1) {
    target.truncate(at);
    return false;
  }
  const start = at + lengthOfHeader(length, isMasked);
  if (start !== guess) bytes.copyWithin(start, guess, guess + length);
  writeHeader(bytes, at, TEXT, length, word);
  if (isMasked) maskWith(mask, bytes, start, start + length, word, 0, target.words);
  target.truncate(start + length);
  return true;
}
