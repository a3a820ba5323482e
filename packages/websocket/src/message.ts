/**
 * What `send` and a writer are given (WHATWG WebSockets §3.1): a string, or bytes.
 *
 * @module
 */

import { toText } from './web-idl.ts';

/**
 * A message for a connection, and its size in bytes; of a text, in UTF-8. Bytes are copied, since the caller may change
 * them at once. What is neither becomes a string, as Web IDL has it.
 */
export function messageOf(data: unknown): {
  readonly data: string | Uint8Array;
  readonly size: number;
} {
  if (ArrayBuffer.isView(data)) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    return { data: bytes, size: bytes.length };
  }
  const isBuffer = Object.prototype.toString.call(data) === '[object ArrayBuffer]';
  if (isBuffer) return messageOf(new Uint8Array(data as ArrayBuffer));
  const text = toText(data);
  return { data: text, size: utf8Length(text) };
}

/** A lone surrogate is sent as U+FFFD, which has three bytes as well. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) length++;
    if (unit > 0x7ff && !isPairAt(text, i)) length++;
  }
  return length;
}

/** Whether a code unit is half of a pair: such a pair has four bytes. */
function isPairAt(text: string, at: number): boolean {
  const isHigh = (i: number): boolean => (text.charCodeAt(i) & 0xfc00) === 0xd800;
  const isLow = (i: number): boolean => (text.charCodeAt(i) & 0xfc00) === 0xdc00;
  return (isHigh(at) && isLow(at + 1)) || (isLow(at) && isHigh(at - 1));
}
