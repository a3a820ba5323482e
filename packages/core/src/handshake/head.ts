/**
 * The head of an HTTP message as a value (RFC 9112 §2): the result of the parser and the input of the writer.
 *
 * @module
 */

import type { Fields } from './fields.ts';

/** The head of a request: `GET /chat HTTP/1.1` and its fields. */
export interface RequestHead {
  readonly method: string;
  /** The target, unchanged from the request line (RFC 9112 §3.2). */
  readonly target: string;
  /** The digits of the version: `1.1`. */
  readonly httpVersion: string;
  readonly fields: Fields;
}

/** The head of a response: `HTTP/1.1 101 Switching Protocols` and its fields. */
export interface ResponseHead {
  /** Three digits, 0 to 999 as parsed. */
  readonly status: number;
  /** The reason phrase; can be empty. */
  readonly reason: string;
  /** The digits of the version: `1.1`. */
  readonly httpVersion: string;
  readonly fields: Fields;
}
