/** Masking of payloads and the keys for it (RFC 6455 §5.3). @module */
export {
  applyMask,
  createNativeMasker,
  createWasmMasker,
  defaultFillRandom,
  type FillRandom,
  keyToWord,
  type Masker,
  type MaskingAddon,
  type MaskingKey,
  maskInPlace,
  wordToKey,
} from '../masking/index.ts';
