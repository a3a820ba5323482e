/** Masking of payloads and the keys for it (RFC 6455 §5.3). @module */
export {
  applyMask,
  keyToWord,
  LITTLE_ENDIAN,
  type MaskingKey,
  maskInPlace,
  WORDWISE_FROM,
  wordsOf,
  wordToKey,
} from './apply-mask.ts';
export { type Masker, maskWith } from './masker.ts';
export { defaultFillRandom, type FillRandom, MaskingKeys } from './masking-keys.ts';
export { gatherWords, moveBytes, moveWords, readKey } from './move-masked.ts';
export { createNativeMasker, type MaskingAddon } from './native-masker.ts';
export { decodeShortAscii, encodeShortAscii } from './short-text.ts';
export { createWasmMasker } from './wasm-masker.ts';
