/**
 * Short texts in whole frames, taken many at a time (RFC 6455 §5.2, §5.3).
 *
 * A call into the engine's decoder costs more than a short text, and so does a view of its bytes. So
 * the payloads of frames that follow each other in a chunk are unmasked into one small memory, and
 * decoded by one call. Each message is a slice of that string:
 *
 *     chunk    .. 81 85 key key key key  h e l l o  81 82 key key key key  h i  89 80 ..
 *     memory             0 0 h e  l l o 0  h i 0 0
 *     words             |       ||       ||       |
 *
 * In the memory a payload stands at the same place in its 32-bit word as in the chunk: so it is moved
 * and unmasked a word at a time, and what is not the payload's in its first and last word is zero.
 *
 * Nobody sees that it looks ahead: the chunk is not changed, the messages are taken one by one, and a
 * run holds no frame that breaks a rule. A slice keeps alive the string that it is of: that is what
 * bounds the memory.
 *
 * @module
 */

import {
  type DecodeAscii,
  type DecodeText,
  decodeShortAscii,
  decodeStrictUtf8,
  SHORT_TEXT,
} from '../bytes/index.ts';
import {
  gatherWords,
  LITTLE_ENDIAN,
  moveBytes,
  moveWords,
  readKey,
  wordsOf,
} from '../masking/index.ts';
import { FIN, MASK, MAX_SHORT_LENGTH } from './frame-header.ts';
import type { FrameRules } from './header-rules.ts';
import { Opcode } from './opcode.ts';
import { Scratch } from './scratch.ts';

const TEXT = FIN | Opcode.text;
const PING = FIN | Opcode.ping;
const PONG = FIN | Opcode.pong;

/** What somebody decodes better than portable code. */
export interface TextDecoders {
  readonly decodeText?: DecodeText | undefined;
  readonly decodeAscii?: DecodeAscii | undefined;
}

/** Takes the texts of one chunk that need no closer look. */
export class TextRun {
  readonly #mask: number;
  readonly #headerLength: number;
  readonly #decoders: TextDecoders;
  #scratch: Scratch | undefined;

  /** The text of the frames from the last one that was taken up to this position. */
  #text = '';
  #end = 0;
  /** Where in the text the message that was taken last ends. */
  #taken = 0;
  /** Where the chunk begins in its buffer. */
  #base = 0;
  /** The texts of the chunk are not ASCII alone, as far as one knows. */
  #isOther = false;

  /** Where in the chunk the frame behind the text that was taken last begins. */
  position = 0;

  /**
   * @param masked - Whether the frames have to be.
   * @param scratch - Default: one of its own, once there is a run.
   * @param decoders - Default: the engine's.
   */
  constructor(masked: boolean, scratch?: Scratch, decoders: TextDecoders = {}) {
    this.#decoders = decoders;
    this.#mask = masked ? MASK : 0;
    this.#headerLength = masked ? 6 : 2;
    this.#scratch = scratch;
  }

  /** Lets go of what it has decoded: the chunk is used up. */
  leave(): void {
    this.#text = '';
    this.#end = 0;
    this.#isOther = false;
  }

  /**
   * Takes the text whose frame begins at `position`.
   *
   * @param chunk - Another one only after `leave`.
   * @returns `undefined` when there is none, or it needs a closer look: then nothing is taken.
   */
  take(chunk: Uint8Array, position: number, rules: FrameRules): string | undefined {
    if (position >= this.#end) return this.#first(chunk, position, rules.longestWhole ?? -1);
    return this.takeLoaded(chunk, position);
  }

  /** Whether texts of the chunk have been decoded ahead; all of them may be taken. */
  get isLoaded(): boolean {
    return this.#end > 0;
  }

  /** As `take`, for a text that is decoded already. */
  takeLoaded(chunk: Uint8Array, position: number): string | undefined {
    if (position >= this.#end || chunk[position] !== TEXT) return undefined;
    return this.#next(chunk, position);
  }

  #first(chunk: Uint8Array, position: number, longest: number): string | undefined {
    const start = position + this.#headerLength;
    if (start > chunk.length || chunk[position] !== TEXT) return undefined;
    const length = chunk[position + 1]! ^ this.#mask;
    const end = start + length;
    if (length > longest || length > MAX_SHORT_LENGTH || end > chunk.length) return undefined;
    if (end < chunk.length && isShortFrame(chunk[end]!) && !this.#isOther) {
      if (this.#load(chunk, position, longest)) return this.#next(chunk, position);
    }
    this.position = end;
    return this.#decodeOne(chunk, start, end);
  }

  /** @returns A whole text of any length that is not masked; `undefined` when it is not UTF-8. */
  decode(bytes: Uint8Array, start: number, end: number): string | undefined {
    return decodeStrictUtf8(bytes, start, end, this.#decoders.decodeText);
  }

  /** A text that has nobody to share a call with. */
  #decodeOne(chunk: Uint8Array, start: number, end: number): string | undefined {
    const word = this.#mask === 0 ? 0 : readKey(chunk, start - 4);
    const length = end - start;
    if (length <= SHORT_TEXT) {
      const ascii = decodeShortAscii(chunk, start, end, word);
      if (ascii !== undefined) return ascii;
    }
    if (word === 0) return this.decode(chunk, start, end);
    const { bytes, words } = (this.#scratch ??= new Scratch());
    if (!LITTLE_ENDIAN) moveBytes(chunk, start, bytes, 0, 0, length, word);
    else if (gatherWords(chunk, start, words, length, word) && this.#decoders.decodeAscii) {
      return this.#decoders.decodeAscii(bytes, 0, length);
    }
    return this.decode(bytes, 0, length);
  }

  #next(chunk: Uint8Array, position: number): string {
    const start = position + this.#headerLength;
    const end = start + (chunk[position + 1]! ^ this.#mask);
    const at = placeFor(this.#base + start, this.#taken);
    this.#taken = at + end - start;
    this.position = end;
    return this.#text.slice(at, this.#taken);
  }

  /**
   * Decodes the texts whose frames begin at `position` and behind each other, as many as the memory holds. Pings and
   * pongs between them are passed over: who takes the texts takes those as well, each in its turn.
   *
   * @returns Whether they are ASCII.
   */
  #load(chunk: Uint8Array, position: number, longest: number): boolean {
    const { bytes, words } = (this.#scratch ??= new Scratch());
    const base = chunk.byteOffset;
    const source = wordsOf(chunk);
    // The last bytes of a buffer can be too few for a word.
    const inWords = LITTLE_ENDIAN ? 4 * source.length - base : 0;
    const mask = this.#mask;
    const header = this.#headerLength;
    let next = position;
    let taken = 0;
    while (next + header <= chunk.length && isShortFrame(chunk[next]!)) {
      const length = chunk[next + 1]! ^ mask;
      const start = next + header;
      if (length > MAX_SHORT_LENGTH || start + length > chunk.length) break;
      if (chunk[next] !== TEXT) {
        next = start + length;
        continue;
      }
      const at = placeFor(base + start, taken);
      if (length > longest || at + length > bytes.length) break;
      const word = mask === 0 ? 0 : readKey(chunk, start - 4);
      const byWords = Math.min(length, inWords - start);
      if (byWords > 0) moveWords(source, base + start, words, at, byWords, word);
      if (byWords < length) moveBytes(chunk, start, bytes, at, byWords, length, word);
      next = start + length;
      taken = at + length;
    }
    const text = this.decode(bytes, 0, taken);
    // As many characters as bytes: so each is ASCII, and stands where its byte does.
    this.#isOther = text?.length !== taken;
    if (text === undefined || this.#isOther) return false;
    this.#text = text;
    this.#base = base;
    this.#end = next;
    this.#taken = 0;
    return true;
  }
}

/** Whether a frame may be part of a run, by its byte 0. */
function isShortFrame(byte0: number): boolean {
  return byte0 === TEXT || byte0 === PING || byte0 === PONG;
}

/** The first place behind `taken` in a word of its own, at the same place in the word as `from`. */
function placeFor(from: number, taken: number): number {
  return ((taken + 3) & ~3) | (from & 3);
}
