/** The vectors against a parser in any language, over standard input and output. @module */
export { Harness } from './harness.ts';
export {
  type CodecCase,
  type CodecOptions,
  type CodecResult,
  codecCases,
  runCodec,
} from './run-codec.ts';
