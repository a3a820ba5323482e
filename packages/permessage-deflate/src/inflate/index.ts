/** Decompression of DEFLATE for RFC 7692: strict, synchronous, within a budget. @module */

export { Inflater, type InflaterOptions, type Inflation } from './inflater.ts';
export { InflateWorkspace } from './workspace.ts';
