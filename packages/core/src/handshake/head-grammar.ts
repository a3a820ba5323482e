/**
 * The grammar of an HTTP/1.1 head as a table (RFC 9112 §2 to §5), in its strict form: every line
 * ends with CR LF, no line is folded, one space parts the request line, and at most two empty lines
 * come before a request.
 *
 *     request  = *2( CRLF ) method SP target SP "HTTP/" DIGIT "." DIGIT CRLF fields
 *     response = "HTTP/" DIGIT "." DIGIT SP 3DIGIT [ SP text ] CRLF fields
 *     fields   = *( name ":" text CRLF ) CRLF
 *     text     = *( HTAB / SP / VCHAR / obs-text )
 *
 * A step takes a run of bytes of its class, then looks at one more byte.
 *
 * @module
 */

import type { ViolationId } from '../violations/index.ts';
import { TARGET, TOKEN, VALUE } from './byte-classes.ts';

/** One step of the grammar. */
export interface Step {
  /** Class of the bytes that stay in this step; 0 for none. */
  readonly stay: number;
  /** The byte that ends the step and belongs to it. */
  readonly exit?: number;
  /** The bytes that make the step instead, `#` standing for a digit. */
  readonly literal?: string;
  readonly next: number;
  /** The step that begins with any other byte, or the rule that such a byte breaks. */
  readonly otherwise: number | ViolationId;
  /**
   * Whether `exit` ends a part of the head: its position is remembered. `token`: at least one byte
   * comes before.
   */
  readonly ends?: 'token' | 'text';
}

/** Where a request begins. */
export const REQUEST = 0;
const EMPTY_LINE = 1;
const SECOND_REQUEST = 2;
const SECOND_EMPTY_LINE = 3;
const METHOD = 4;
const TARGET_OF_REQUEST = 5;
const VERSION = 6;
const REQUEST_LINE_END = 7;
/** Where a response begins. */
export const RESPONSE = 8;
const STATUS_END = 9;
const REASON = 10;
const STATUS_LINE_END = 11;
const LINE_FEED = 12;
/** Where a field may begin. */
export const FIELD = 13;
export const NAME = 14;
const FIELD_VALUE = 15;
const LAST_LINE_FEED = 16;
/** Where the head is complete: there is no such step. */
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
 * Whether a byte ends a step or, in a literal, goes on with it.
 *
 * @param length - How many bytes of the step came before.
 */
export function exits({ exit, literal, ends }: Step, byte: number, length: number): boolean {
  if (literal === undefined) return byte === exit && (length > 0 || ends !== 'token');
  const isDigit = byte >= 0x30 && byte <= 0x39;
  return literal[length] === '#' ? isDigit : byte === literal.charCodeAt(length);
}

/**
 * The rule that a byte breaks which a step has no place for: where the byte itself tells more than
 * the step, its rule.
 *
 * @param length - How many bytes of the step came before.
 */
export function brokenRule(step: number, byte: number, length: number): ViolationId {
  if (byte === LF) return 'head-line-feed-without-carriage-return';
  if (step === NAME && (byte === SP || byte === HTAB)) {
    return length === 0 ? 'field-line-folded' : 'field-name-before-space';
  }
  return steps[step]!.otherwise as ViolationId;
}
