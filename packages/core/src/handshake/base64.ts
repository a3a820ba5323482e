/**
 * Base64 with padding (RFC 4648 §4), encoding only: a server hashes the key as text and never decodes
 * it.
 *
 * @module
 */

import { decodeUtf8 } from '../bytes/index.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const PADDING = 0x3d;

/** Encodes bytes; the unused bits of the last letter are 0. */
export function encodeBase64(bytes: Uint8Array): string {
  const { length } = bytes;
  const letters = new Uint8Array(4 * Math.ceil(length / 3));
  for (let i = 0, at = 0; i < length; i += 3, at += 4) {
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    letters[at] = ALPHABET.charCodeAt(group >> 18);
    letters[at + 1] = ALPHABET.charCodeAt((group >> 12) & 0b11_1111);
    letters[at + 2] = i + 1 < length ? ALPHABET.charCodeAt((group >> 6) & 0b11_1111) : PADDING;
    letters[at + 3] = i + 2 < length ? ALPHABET.charCodeAt(group & 0b11_1111) : PADDING;
  }
  return decodeUtf8(letters);
}
