/** Bytes, text and the engine: what every other folder stands on. @module */
export {
  type Allocate,
  assertBytes,
  ByteQueue,
  copyBytes,
  copyInto,
  type DecodeAscii,
  type DecodeText,
  decodeLatin1,
  decodeStrictUtf8,
  decodeUtf8,
  type EncodeText,
  encodeUtf8,
  encodeUtf8Into,
  shareArrays,
  Utf8Validator,
  viewOf,
} from '../bytes/index.ts';
