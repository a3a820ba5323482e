/**
 * Byte builders that write exactly what they are given, legal or not: frames (RFC 6455 §5.2), heads of
 * HTTP/1.1 (RFC 9112), DEFLATE blocks (RFC 1951), UTF-8. They know nothing of core.
 *
 * @module
 */

export { BitWriter } from './bit-writer.ts';
export { bigEndian, concat, hex, latin1, toHex } from './bytes.ts';
export { type DeflateBlock, plainOf, serializeDeflate } from './deflate-block.ts';
export type { DeflateToken } from './deflate-symbols.ts';
export { landmarksOf } from './landmarks.ts';
export { positionBytes, positionText } from './position-bytes.ts';
export { utf8 } from './utf8.ts';
export {
  type LengthForm,
  serializeFrame,
  serializeFrames,
  serializeHeader,
  shortestForm,
  type WireFrame,
} from './wire-frame.ts';
export { fieldLine, headText, serializeHead, type WireField, type WireHead } from './wire-head.ts';
