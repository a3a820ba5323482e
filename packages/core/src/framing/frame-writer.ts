/**
 * Frames into the output, one behind the other, each with a masking key of its own where this end masks
 * (RFC 6455 §5.2, §5.3): how a connection sends. What may be sent its caller has judged.
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
import { FIN, LENGTH_IN_2_BYTES, lengthOfHeader, MASK, writeHeader } from './frame-header.ts';
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

  /** @param fillRandom - Source of masking keys. Default: the engine's `crypto.getRandomValues`. */
  constructor(
    role: Role,
    fillRandom: FillRandom | undefined,
    options: FrameWriterOptions = NOTHING_BETTER,
  ) {
    this.#options = options;
    this.#keys = role === 'client' ? new MaskingKeys(fillRandom) : undefined;
  }

  /** Adds a whole frame to `target`, a copy of its payload in it. */
  append(target: FrameTarget, byte0: number, payload: Uint8Array): void {
    const word = this.#keys?.next();
    const { length } = payload;
    const at = target.reserve(lengthOfHeader(length, word !== undefined) + length);
    const start = writeHeader(target.bytes, at, byte0, length, word);
    copyInto(target.bytes, start, payload, 0, length);
    if (word === undefined) return;
    maskWith(this.#options.mask, target.bytes, start, start + length, word, 0, target.words);
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

/** From here on, in UTF-16 units, room is not made for the worst case at once. */
const LONG_TEXT = 2048;

const TEXT = FIN | Opcode.text;

const NOTHING_BETTER: FrameWriterOptions = {};

/** @returns Whether the text is ASCII; otherwise nothing was added. */
function appendShort(target: FrameTarget, text: string, word: number | undefined): boolean {
  const { length } = text;
  const at = target.reserve(length + (word === undefined ? 2 : 6));
  const { bytes } = target;
  const start = writeShortHeader(bytes, at, length, word);
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
  if (length < LENGTH_IN_2_BYTES) writeShortHeader(bytes, at, length, word);
  else writeHeader(bytes, at, TEXT, length, word);
  if (isMasked) maskWith(mask, bytes, start, start + length, word, 0, target.words);
  target.truncate(start + length);
  return true;
}

/** As `writeHeader` does, for a whole text that is short. */
function writeShortHeader(
  bytes: Uint8Array,
  at: number,
  length: number,
  word: number | undefined,
): number {
  bytes[at] = TEXT;
  if (word === undefined) {
    bytes[at + 1] = length;
    return at + 2;
  }
  bytes[at + 1] = MASK | length;
  bytes[at + 2] = word;
  bytes[at + 3] = word >>> 8;
  bytes[at + 4] = word >>> 16;
  bytes[at + 5] = word >>> 24;
  return at + 6;
}
