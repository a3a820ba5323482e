/**
 * Writes frames, including text frames, into the output of a connection (RFC 6455 §5.2, §5.3).
 *
 * Every payload is written to its final place in the output and masked there. Most texts have as many bytes as
 * letters: so a text is encoded after a header for that length, and moved only if the header has another length.
 *
 * @module
 */

import { type EncodeText, encodeUtf8Into, SHORT_TEXT } from '../bytes/index.ts';
import { encodeShortAscii, type FillRandom, type Masker, maskWith } from '../masking/index.ts';
import { FIN, lengthOfHeader, writeHeader } from './frame-header.ts';
import { Opcode } from './opcode.ts';
import type { Role } from './role.ts';
import { type FrameTarget, UncheckedFrameEncoder } from './unchecked-frame-encoder.ts';

/** Functions that do parts of the work faster than portable code. */
export interface FrameWriterOptions {
  /** Masks long payloads. Default: a loop. */
  readonly mask?: Masker | undefined;
  /** Encodes texts of more than 24 UTF-16 units. Default: the engine's encoder. */
  readonly encodeText?: EncodeText | undefined;
}

/** Writes the frames of a connection. */
export class FrameWriter extends UncheckedFrameEncoder {
  readonly #options: FrameWriterOptions;

  /** @param fillRandom - Source of masking keys. Default: the engine's `crypto.getRandomValues`. */
  constructor(role: Role, fillRandom?: FillRandom, options: FrameWriterOptions = {}) {
    super(role, fillRandom, options.mask);
    this.#options = options;
  }

  /** Adds a whole text to `target`. @returns The length of its payload in bytes. */
  appendText(target: FrameTarget, text: string): number {
    const word = this.keys?.next();
    const { length } = text;
    if (length <= SHORT_TEXT && appendShort(target, text, word)) return length;
    // A UTF-16 unit takes at most three bytes. Long text gets that room only if it needs it.
    const bytes = length > LONG_TEXT ? appendLong(target, text, length, word, this.#options) : -1;
    return bytes === -1 ? appendLong(target, text, 3 * length, word, this.#options) : bytes;
  }
}

/** From this length on, in UTF-16 units, room for the longest encoding is not reserved at once. */
const LONG_TEXT = 2048;

const TEXT = FIN | Opcode.text;

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

/** @returns The length of the payload in bytes; -1 if it does not fit into `most` bytes: then nothing was added. */
function appendLong(
  target: FrameTarget,
  text: string,
  most: number,
  word: number | undefined,
  { mask, encodeText }: FrameWriterOptions,
): number {
  const isMasked = word !== undefined;
  const at = target.reserve(lengthOfHeader(most, isMasked) + most);
  const { bytes } = target;
  const guess = at + lengthOfHeader(text.length, isMasked);
  const length = encodeUtf8Into(text, bytes, guess, most, encodeText);
  if (length === -1) {
    target.truncate(at);
    return -1;
  }
  const start = at + lengthOfHeader(length, isMasked);
  if (start !== guess) bytes.copyWithin(start, guess, guess + length);
  writeHeader(bytes, at, TEXT, length, word);
  if (isMasked) maskWith(mask, bytes, start, start + length, word, 0, target.words);
  target.truncate(start + length);
  return length;
}
