/**
 * The key of the opening handshake and the accept value that proves a WebSocket server (RFC 6455
 * §1.3, §4.2.2).
 *
 *     Sec-WebSocket-Key     base64( 16 random bytes )
 *     Sec-WebSocket-Accept  base64( SHA-1( key as text + GUID ) )
 *
 * @module
 */

import { sha1 } from '@noble/hashes/legacy.js';
import { encodeUtf8 } from '../bytes/index.ts';
import { encodeBase64 } from './base64.ts';

/** A constant that only WebSocket servers use (RFC 6455 §1.3). */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Returns the SHA-1 of a text's UTF-8, in base64. */
export type Sha1 = (text: string) => string;

/**
 * Makes the value of Sec-WebSocket-Accept that answers a key.
 *
 * @param key - The value of Sec-WebSocket-Key as received: it is hashed as text, never decoded
 *   (§4.2.2).
 * @param hash - Computes the SHA-1. Default: portable code.
 */
export function acceptValue(key: string, hash: Sha1 = portableSha1): string {
  return hash(key + GUID);
}

function portableSha1(text: string): string {
  return encodeBase64(sha1(encodeUtf8(text)));
}

/**
 * Whether a text is base64 of 16 bytes, as a key has to be (§4.2.1).
 *
 * The last letter carries two bits; its other four bits may be set, as in the RFC's own example
 * (erratum 3150).
 */
export function isKey(text: string): boolean {
  return /^[\dA-Za-z+/]{22}==$/.test(text);
}
