/**
 * The grammar of an HTTP/1.1 head as a table (RFC 9112 §2 to §5), in its strict form: every line
 * ends with CR LF, no line is folded, one space separates the parts of the request line, and at most
 * two empty lines come before a request.
 *
 *     request  = *2( CRLF ) method SP target SP "HTTP/" DIGIT "." DIGIT CRLF fields
 *     response = "HTTP/" DIGIT "." DIGIT SP 3DIGIT [ SP text ] CRLF fields
 *     fields   = *( name ":" text CRLF ) CRLF
 *     text     = *( HTAB / SP / VCHAR / obs-text )
 *
 * A step reads a run of bytes of its class, then one more byte.
 *
 * @module
 */

import type { ViolationId } from '../violations/index.ts';
import { TARGET, TOKEN, VALUE } from './byte-classes.ts';

/** One step of the grammar. */
export interface Step {
  /** Class of the bytes that stay in this step; 0 for no bytes. */
  readonly stay: number;
  /** The byte that ends the step and belongs to it. */
  readonly exit?: number;
  /** Instead of `exit`: the bytes of the step, where `#` stands for a digit. */
  readonly literal?: string;
  readonly next: number;
  /** The step that begins with any other byte, or the rule that such a byte breaks. */
  readonly otherwise: number | ViolationId;
  /**
   * Present if `exit` ends a part of the head: its position is recorded. `token`: the part has at least
   * one byte.
   */
  readonly ends?: 'token' | 'text';
}

/** The first step of a request. */
export const REQUEST = 0;
const EMPTY_LINE = 1;
const SECOND_REQUEST = 2;
const SECOND_EMPTY_LINE = 3;
const METHOD = 4;
const TARGET_OF_REQUEST = 5;
const VERSION = 6;
const REQUEST_LINE_END = 7;
/** The first step of a response. */
export const RESPONSE = 8;
const STATUS_END = 9;
const REASON = 10;
const STATUS_LINE_END = 11;
const LINE_FEED = 12;
/** The step at which a field may begin. */
export const FIELD = 13;
export const NAME = 14;
const FIELD_VALUE = 15;
const LAST_LINE_FEED = 16;
/** The number after the last step: the head is complete. */
export const DONE = 17;

const CR = 0x0d;
const LF = 0x0a;
const SP = 0x20;
const HTAB = 0x09;
const COLON = 0x3a;

const inRequestLine = 'request-line-malformed';
const inStatusLine = 'status-line-malformed';
const noLineFeed = 'head-carriage-return-without-line-feed';
const inName = 'field-name-malformed';
const inValue = 'field-value-with-control';

/** The steps by their number. */
export const steps: Readonly<Record<number, Step>> = {
  [REQUEST]: { stay: 0, exit: CR, next: EMPTY_LINE, otherwise: METHOD },
  [EMPTY_LINE]: { stay: 0, exit: LF, next: SECOND_REQUEST, otherwise: noLineFeed },
  [SECOND_REQUEST]: { stay: 0, exit: CR, next: SECOND_EMPTY_LINE, otherwise: METHOD },
  [SECOND_EMPTY_LINE]: { stay: 0, exit: LF, next: METHOD, otherwise: noLineFeed },
  [METHOD]: {
    stay: TOKEN,
    exit: SP,
    next: TARGET_OF_REQUEST,
    otherwise: inRequestLine,
    ends: 'token',
  },
  [TARGET_OF_REQUEST]: {
    stay: TARGET,
    exit: SP,
    next: VERSION,
    otherwise: inRequestLine,
    ends: 'token',
  },
  [VERSION]: { stay: 0, literal: 'HTTP/#.#', next: REQUEST_LINE_END, otherwise: inRequestLine },
  [REQUEST_LINE_END]: { stay: 0, exit: CR, next: LINE_FEED, otherwise: inRequestLine },
  [RESPONSE]: { stay: 0, literal: 'HTTP/#.# ###', next: STATUS_END, otherwise: inStatusLine },
  [STATUS_END]: { stay: 0, exit: SP, next: REASON, otherwise: STATUS_LINE_END },
  [REASON]: { stay: VALUE, exit: CR, next: LINE_FEED, otherwise: inStatusLine, ends: 'text' },
  [STATUS_LINE_END]: { stay: 0, exit: CR, next: LINE_FEED, otherwise: inStatusLine, ends: 'text' },
  [LINE_FEED]: { stay: 0, exit: LF, next: FIELD, otherwise: noLineFeed },
  [FIELD]: { stay: 0, exit: CR, next: LAST_LINE_FEED, otherwise: NAME },
  [NAME]: { stay: TOKEN, exit: COLON, next: FIELD_VALUE, otherwise: inName, ends: 'token' },
  [FIELD_VALUE]: { stay: VALUE, exit: CR, next: LINE_FEED, otherwise: inValue, ends: 'text' },
  [LAST_LINE_FEED]: { stay: 0, exit: LF, next: DONE, otherwise: noLineFeed },
};

/**
 * Whether a byte ends a step or, in a literal, is its next byte.
 *
 * @param length - The number of bytes of the step before this one.
 */
export function exits({ exit, literal, ends }: Step, byte: number, length: number): boolean {
  if (literal === undefined) return byte === exit && (length > 0 || ends !== 'token');
  const isDigit = byte >= 0x30 && byte <= 0x39;
  return literal[length] === '#' ? isDigit : byte === literal.charCodeAt(length);
}

/**
 * Finds the rule that a byte breaks if its step does not allow it: the rule about the byte itself, if
 * there is one, otherwise the rule of the step.
 *
 * @param length - The number of bytes of the step before this one.
 */
export function brokenRule(step: number, byte: number, length: number): ViolationId {
  if (byte === LF) return 'head-line-feed-without-carriage-return';
  if (step === NAME && (byte === SP || byte === HTAB)) {
    return length === 0 ? 'field-line-folded' : 'field-name-before-space';
  }
  return steps[step]!.otherwise as ViolationId;
}
