/**
 * Which bytes may stand where in a head: one bit for each place (RFC 9110 §5.5, §5.6.2; RFC 9112
 * §3.2, §4).
 *
 * @module
 */

import { isTokenCode } from '../extensions/index.ts';

/** In a method and a field name. */
export const TOKEN = 0b0001;
/** In a request target: visible ASCII; `#` would begin a fragment, which no target has. */
export const TARGET = 0b0010;
/** In a reason phrase and a field value: visible ASCII, space, tab, obs-text. */
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
