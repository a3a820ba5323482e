/** The vectors against a parser in any language, over standard input and output. @module */
export { Harness } from './harness.ts';
export { type CodecCase, codecCases, runCodec } from './run-codec.ts';
