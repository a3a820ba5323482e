/** Bytes, text and the engine: every other folder uses them. @module */
export { ByteQueue } from './byte-queue.ts';
export { compileWebAssembly, engineRandom } from './engine.ts';
export {
  type Allocate,
  assertBytes,
  copyBytes,
  copyInto,
  plainBytes,
  viewOf,
} from './plain-bytes.ts';
export { shareArrays } from './share-arrays.ts';
export {
  type DecodeAscii,
  type DecodeText,
  decodeLatin1,
  decodeStrictUtf8,
  decodeUtf8,
  type EncodeText,
  encodeUtf8,
  encodeUtf8Into,
  SHORT_TEXT,
} from './text.ts';
export { Utf8Validator, unfinishedBytes } from './utf8-validator.ts';
