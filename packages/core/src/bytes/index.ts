/** Bytes, text and the engine: what every other folder stands on. @module */
export { ByteQueue } from './byte-queue.ts';
export { engineRandom } from './engine.ts';
export { copyBytes, plainBytes } from './plain-bytes.ts';
export { decodeLatin1, decodeUtf8, encodeUtf8, encodeUtf8Into } from './text.ts';
export { Utf8Validator } from './utf8-validator.ts';
