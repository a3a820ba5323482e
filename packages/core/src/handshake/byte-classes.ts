/**
 * The bytes allowed in each part of a head: one bit for each class (RFC 9110 §5.5, §5.6.2; RFC 9112
 * §3.2, §4).
 *
 * @module
 */

import { isTokenCode } from '../extensions/index.ts';

/** Bytes of a method and a field name. */
export const TOKEN = 0b0001;
/** Bytes of a request target: visible ASCII without `#`, which would begin a fragment. */
export const TARGET = 0b0010;
/** Bytes of a reason phrase and a field value: visible ASCII, space, tab, obs-text. */
export const VALUE = 0b0100;

/** The classes of each byte. */
export const byteClasses: Uint8Array = /* @__PURE__ */ classify();

function classify(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const isVisible = byte > 0x20 && byte < 0x7f;
    const isSpace = byte === 0x20 || byte === 0x09;
    if (isTokenCode(byte)) classes[byte]! |= TOKEN;
    if (isVisible && byte !== 0x23) classes[byte]! |= TARGET;
    if (isVisible || isSpace || byte >= 0x80) classes[byte]! |= VALUE;
  }
  return classes;
}
