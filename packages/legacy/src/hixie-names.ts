/**
 * The field names of the Hixie handshakes: hixie-75 has them without the prefix that hybi-00 brought.
 *
 * @module
 */

/** What stands before `WebSocket-Origin`, `WebSocket-Location` and `WebSocket-Protocol`. */
export type Prefix = 'Sec-' | '';

/** Names that the handshake sets, whatever the version: no application adds them. */
export const HANDSHAKE_NAME: RegExp = /^(?:upgrade|connection|(?:sec-)?websocket-.*)$/i;
