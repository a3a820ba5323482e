/**
 * The field names of the Hixie handshakes: those of hybi-00 have a prefix, those of hixie-75 do not.
 *
 * @module
 */

/** The prefix of the names `WebSocket-Origin`, `WebSocket-Location` and `WebSocket-Protocol`. */
export type Prefix = 'Sec-' | '';

/** Names of fields that the handshake of some version sets: an application must not add them. */
export const HANDSHAKE_NAME: RegExp = /^(?:upgrade|connection|(?:sec-)?websocket-.*)$/i;
