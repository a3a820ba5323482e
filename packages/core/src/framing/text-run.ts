/**
 * Short texts in whole frames, decoded many at a time (RFC 6455 §5.2, §5.3).
 *
 * A call into the engine's decoder costs more than a short text, and so does a view of its bytes. So
 * the payloads of frames that follow each other in a chunk are unmasked into one small memory, and
 * decoded by one call. Each message is a slice of that string:
 *
 *     chunk    .. 81 85 key key key key  h e l l o  81 82 key key key key  h i  89 80 ..
 *     memory             0 0 h e  l l o 0  h i 0 0
 *     words             |       ||       ||       |
 *
 * In the memory a payload stands at the same place in its 32-bit word as in the chunk: so it is copied
 * and unmasked word by word, and the other bytes of its first and last word are zero.
 *
 * A caller cannot observe the reading ahead: the chunk is not changed, the frames are taken one by one,
 * and a run holds no frame that breaks a rule, since the same reader of headers reads them ahead. A slice
 * keeps the whole string of the run alive: that is why the memory is small.
 *
 * @module
 */

import { type DecodeAscii, type DecodeText, decodeStrictUtf8 } from '../bytes/index.ts';
import {
  decodeShortAscii,
  gatherWords,
  LITTLE_ENDIAN,
  moveBytes,
  moveWords,
  readKey,
  wordsOf,
} from '../masking/index.ts';
import { FIN, LENGTH } from './frame-header.ts';
import type { HeaderDecoder } from './header-decoder.ts';
import { Opcode } from './opcode.ts';
import { Scratch } from './scratch.ts';

const TEXT = FIN | Opcode.text;
const PING = FIN | Opcode.ping;
const PONG = FIN | Opcode.pong;

/** Functions that decode text faster than portable code. */
export interface TextDecoders {
  readonly decodeText?: DecodeText | undefined;
  readonly decodeAscii?: DecodeAscii | undefined;
}

/** Decodes the texts of one chunk after the other. */
export class TextRun {
  readonly #decoders: TextDecoders;
  #scratch: Scratch | undefined;

  /** The texts of the run, and the position in the chunk where the run ends. */
  #run = '';
  #end = 0;
  /** The position in the run where the last text that was taken ends. */
  #taken = 0;
  #headerLength = 0;
  /** The position of the chunk in its buffer. */
  #base = 0;
  /** Whether a text of the chunk has been found not to be ASCII. */
  #isOther = false;

  /** The position in the chunk where the frame of the last text that was taken ends. */
  position = 0;

  /**
   * @param scratch - Default: its own, made when it is first needed.
   * @param decoders - Default: the decoders of the engine.
   */
  constructor(scratch?: Scratch, decoders: TextDecoders = {}) {
    this.#scratch = scratch;
    this.#decoders = decoders;
  }

  /** Drops the texts decoded ahead; to be called when the whole chunk has been decoded. */
  leave(): void {
    this.#run = '';
    this.#end = 0;
    this.#isOther = false;
  }

  /**
   * Takes the text of a frame, if it has been decoded ahead.
   *
   * @param position - Position of the frame in the chunk.
   */
  take(chunk: Uint8Array, position: number): string | undefined {
    if (position >= this.#end || chunk[position] !== TEXT) return undefined;
    const start = position + this.#headerLength;
    const length = chunk[position + 1]! & LENGTH;
    const at = placeFor(this.#base + start, this.#taken);
    this.#taken = at + length;
    this.position = start + length;
    return this.#run.slice(at, this.#taken);
  }

  /**
   * Takes the text of a frame that has not been decoded ahead, if the frame is whole in the chunk, and decodes the
   * texts after it ahead.
   *
   * @param header - Has read the plain header of the frame, up to `start`.
   * @param chunk - May be another chunk only after `leave`.
   * @param position - Position of the frame in the chunk.
   * @returns The text; `undefined` if the frame is not whole or the text is not UTF-8: then no text is taken.
   */
  first(
    header: HeaderDecoder,
    chunk: Uint8Array,
    position: number,
    start: number,
  ): string | undefined {
    const end = start + header.payloadLength;
    if (end > chunk.length) return undefined;
    if (end < chunk.length && isOfRun(chunk[end]!) && !this.#isOther) {
      this.#headerLength = start - position;
      if (this.#load(header, chunk, position)) return this.take(chunk, position);
    }
    this.position = end;
    return this.#decodeOne(chunk, start, end, header.masked ? readKey(chunk, start - 4) : 0);
  }

  /** Decodes a whole text of any length that is not masked. @returns `undefined` if it is not UTF-8. */
  decode(bytes: Uint8Array, start: number, end: number): string | undefined {
    return decodeStrictUtf8(bytes, start, end, this.#decoders.decodeText);
  }

  /** Decodes a single text, which cannot share a call into the engine with others. */
  #decodeOne(chunk: Uint8Array, start: number, end: number, word: number): string | undefined {
    const ascii = decodeShortAscii(chunk, start, end, word);
    if (ascii !== undefined) return ascii;
    if (word === 0) return this.decode(chunk, start, end);
    const length = end - start;
    const { bytes, words } = (this.#scratch ??= new Scratch());
    if (!LITTLE_ENDIAN) moveBytes(chunk, start, bytes, 0, 0, length, word);
    else if (gatherWords(chunk, start, words, length, word) && this.#decoders.decodeAscii) {
      return this.#decoders.decodeAscii(bytes, 0, length);
    }
    return this.decode(bytes, 0, length);
  }

  /**
   * Decodes the texts of consecutive frames from `position` on, as many as the memory holds. Pings and pongs between
   * them are skipped here: they are taken when their turn comes.
   *
   * @returns Whether all the texts are ASCII.
   */
  #load(header: HeaderDecoder, chunk: Uint8Array, position: number): boolean {
    const { bytes, words } = (this.#scratch ??= new Scratch());
    const base = chunk.byteOffset;
    const source = wordsOf(chunk);
    // The last bytes of a buffer can be too few for a word.
    const inWords = LITTLE_ENDIAN ? 4 * source.length - base : 0;
    let next = position;
    let taken = 0;
    for (let start; (start = header.readPlain(chunk, next)) !== -1; ) {
      const { byte0, payloadLength: length } = header;
      if (start + length > chunk.length || !isOfRun(byte0)) break;
      if (byte0 === TEXT) {
        const at = placeFor(base + start, taken);
        if (at + length > bytes.length) break;
        const word = header.masked ? readKey(chunk, start - 4) : 0;
        const byWords = Math.min(length, inWords - start);
        if (byWords > 0) moveWords(source, base + start, words, at, byWords, word);
        if (byWords < length) moveBytes(chunk, start, bytes, at, byWords, length, word);
        taken = at + length;
      }
      next = start + length;
    }
    header.readPlain(chunk, position);
    const text = this.decode(bytes, 0, taken);
    // There are as many characters as bytes: so each is ASCII, and its index is that of its byte.
    this.#isOther = text?.length !== taken;
    if (text === undefined || this.#isOther) return false;
    this.#run = text;
    this.#base = base;
    this.#end = next;
    this.#taken = 0;
    return true;
  }
}

/** Whether a frame may be part of a run, by its byte 0. */
function isOfRun(byte0: number): boolean {
  return byte0 === TEXT || byte0 === PING || byte0 === PONG;
}

/** The first place from `taken` on that begins in an unused word and is equal to `from` modulo 4. */
function placeFor(from: number, taken: number): number {
  return ((taken + 3) & ~3) | (from & 3);
}
