/**
 * Vectors: bytes that a peer sends, and their meaning, for implementations in any language (RFC 6455).
 *
 * @module
 */

export { bytesOf } from './piece.ts';
export type {
  Piece,
  Vector,
  VectorEvent,
  VectorExtension,
  VectorFile,
  VectorOptions,
  VectorRequest,
  VectorViolation,
} from './vector.ts';
export { vectorFiles } from './vector-files.ts';
