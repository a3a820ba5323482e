/**
 * The head of an HTTP/1.1 request or response (RFC 9112 §2), read from bytes in any pieces.
 *
 * Every byte is read once, or twice if its line is cut. Positions are counted from the first byte
 * pushed. Strings are made at the end: from the chunk itself if the whole head is in it, otherwise from
 * the one buffer that the bytes are copied to. A byte that nothing valid can follow is reported when it
 * arrives, so the result does not depend on how the bytes were cut.
 *
 * @module
 */

import { ByteQueue, decodeLatin1, decodeStrictUtf8 } from '../bytes/index.ts';
import { StateError, type Violation, type ViolationId } from '../violations/index.ts';
import { byteClasses, TOKEN, VALUE } from './byte-classes.ts';
import type { RequestHead, ResponseHead } from './head.ts';
import {
  brokenRule,
  DONE,
  exits,
  FIELD,
  NAME,
  REQUEST,
  RESPONSE,
  type Step,
  steps,
} from './head-grammar.ts';
import { requestOf, responseOf } from './head-strings.ts';

/** The two kinds of head. */
export interface Heads {
  readonly request: RequestHead;
  readonly response: ResponseHead;
}

/** The kind of head to read, and its limits. */
export interface HeadParserOptions<Kind extends keyof Heads> {
  readonly head: Kind;
  /** The longest head in bytes, with empty lines before it. Default: 16 KiB. */
  readonly maxBytes?: number | undefined;
  /** The most fields. Default: 100. */
  readonly maxFields?: number | undefined;
  /** The longest line in bytes, with its CR LF. Default: 16 KiB, or `maxBytes` if that is more. */
  readonly maxLineBytes?: number | undefined;
}

/** The result of a chunk. */
export type HeadResult<Head> =
  | { readonly kind: 'need-more' }
  | {
      readonly kind: 'done';
      readonly head: Head;
      /** Index in this chunk of the first byte after the head. */
      readonly rest: number;
      /** Length of the head in bytes, over all chunks. */
      readonly length: number;
    }
  | { readonly kind: 'violation'; readonly violation: Violation };

const NEED_MORE = { kind: 'need-more' } as const;
const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;

/** Reads one head. Unlike `HeadParser` it does not check its options. */
export class UncheckedHeadParser<Kind extends keyof Heads> {
  readonly #kind: Kind;
  readonly #maxBytes: number;
  readonly #maxFields: number;
  readonly #maxLineBytes: number;
  #step: number;
  /** The bytes of earlier chunks. */
  readonly #kept = new ByteQueue();
  /**
   * The positions where the parts of the head end, in order: method and target, or reason; then name and
   * value of each field.
   */
  readonly #ends: number[] = [];
  #partStart = 0;
  #lineStart = 0;
  #fieldCount = 0;
  #isOver = false;

  constructor(options: HeadParserOptions<Kind>) {
    this.#kind = options.head;
    this.#maxBytes = options.maxBytes ?? 16_384;
    this.#maxFields = options.maxFields ?? 100;
    this.#maxLineBytes = options.maxLineBytes ?? Math.max(16_384, this.#maxBytes);
    this.#step = options.head === 'request' ? REQUEST : RESPONSE;
  }

  /**
   * Reads the next bytes.
   *
   * @param chunk - Not modified, and not kept after the call.
   * @throws StateError after the head was done or a violation was reported.
   */
  push(chunk: Uint8Array): HeadResult<Heads[Kind]> {
    if (this.#isOver) throw new StateError('Cannot read more of a head that is over');
    let at = 0;
    while (this.#step !== DONE) {
      if (this.#step === FIELD) at = this.#takeFields(chunk, at);
      const step = steps[this.#step]!;
      const end = this.#endOfRoom(chunk.length);
      at = skip(chunk, at, end, step.stay);
      if (at === chunk.length) {
        this.#kept.append(chunk);
        return NEED_MORE;
      }
      const outcome = at < end ? this.#take(step, chunk[at]!, at) : this.#brokenLimit(at);
      if (typeof outcome === 'string') return this.#fail(outcome, chunk[at]!, at);
      at += outcome;
    }
    return this.#finish(chunk, at);
  }

  /**
   * Reads whole and valid fields at once: most heads have only such fields. The rest is read step by step, from
   * the start of its line up to the byte at which it fails.
   *
   * @returns The position of the first byte after the fields read.
   */
  #takeFields(chunk: Uint8Array, start: number): number {
    const kept = this.#kept.length;
    const room = Math.min(chunk.length, this.#maxBytes - kept);
    let at = start;
    for (;;) {
      const end = Math.min(room, at + this.#maxLineBytes);
      const nameEnd = skip(chunk, at, end, TOKEN);
      if (nameEnd === at || chunk[nameEnd] !== COLON) return at;
      const lineEnd = skip(chunk, nameEnd + 1, end, VALUE);
      if (lineEnd + 2 > end || chunk[lineEnd] !== CR || chunk[lineEnd + 1] !== LF) return at;
      if (this.#fieldCount === this.#maxFields) return at;
      this.#fieldCount++;
      this.#ends.push(kept + nameEnd, kept + lineEnd);
      at = lineEnd + 2;
      this.#lineStart = this.#partStart = kept + at;
    }
  }

  /** @returns The end of the part of a chunk to read: its end, or the first byte over a limit. */
  #endOfRoom(length: number): number {
    const limit = Math.min(this.#maxBytes, this.#lineStart + this.#maxLineBytes);
    return Math.min(length, limit - this.#kept.length);
  }

  /** If a request line reaches both limits, the line is reported as too long: status 414 is more precise. */
  #brokenLimit(at: number): ViolationId {
    const position = this.#kept.length + at;
    const isLine = position === this.#lineStart + this.#maxLineBytes;
    if (isLine && this.#kind === 'request' && this.#fieldCount === 0)
      return 'request-line-too-long';
    return position === this.#maxBytes ? 'head-too-long' : 'head-line-too-long';
  }

  /**
   * Goes to the next step of the grammar, which a byte decides.
   *
   * @returns The number of bytes read, 0 or 1, or the rule that the byte breaks.
   */
  #take(step: Step, byte: number, at: number): number | ViolationId {
    const position = this.#kept.length + at;
    const length = position - this.#partStart;
    if (!exits(step, byte, length)) {
      if (typeof step.otherwise === 'string') return brokenRule(this.#step, byte, length);
      this.#step = step.otherwise;
      return this.#step === NAME && ++this.#fieldCount > this.#maxFields ? 'too-many-fields' : 0;
    }
    if (step.literal !== undefined && length + 1 < step.literal.length) return 1;
    if (step.ends !== undefined) this.#ends.push(position);
    if (byte === LF) this.#lineStart = position + 1;
    this.#partStart = position + 1;
    this.#step = step.next;
    return 1;
  }

  #fail(rule: ViolationId, byte: number, at: number): HeadResult<never> {
    this.#isOver = true;
    const limit = this.#limitOf(rule);
    const what = limit ? `More than ${limit}` : `Byte 0x${byte.toString(16).padStart(2, '0')}`;
    const detail = `${what} came in a head`;
    return { kind: 'violation', violation: { rule, offset: this.#kept.length + at, detail } };
  }

  #limitOf(rule: ViolationId): string | undefined {
    if (rule === 'too-many-fields') return `${this.#maxFields} fields`;
    if (rule === 'head-too-long') return `${this.#maxBytes} bytes`;
    return rule.endsWith('line-too-long') ? `${this.#maxLineBytes} bytes in a line` : undefined;
  }

  #finish(chunk: Uint8Array, rest: number): HeadResult<Heads[Kind]> {
    this.#isOver = true;
    let bytes = chunk;
    let length = rest;
    if (this.#kept.length > 0) {
      this.#kept.append(chunk, 0, rest);
      bytes = this.#kept.take();
      length = bytes.length;
    }
    const build = this.#kind === 'request' ? requestOf : responseOf;
    const head = build(textOf(bytes, length), this.#ends) as Heads[Kind];
    return { kind: 'done', head, rest, length };
  }
}

/** @returns The position of the first byte that is not of a class. */
function skip(chunk: Uint8Array, start: number, end: number, byteClass: number): number {
  // A local constant: the module's variable is read once, not for each byte.
  const classes = byteClasses;
  let at = start;
  while (at < end && (classes[chunk[at]!]! & byteClass) !== 0) at++;
  return at;
}

/** Decodes each byte to one character. Engines decode UTF-8 fastest, and a text of the same length is ASCII. */
function textOf(bytes: Uint8Array, length: number): string {
  const text = decodeStrictUtf8(bytes, 0, length);
  return text?.length === length ? text : decodeLatin1(bytes, 0, length);
}
