/** DEFLATE decompressed as RFC 7692 has it: strictly, synchronously, within a budget. @module */

export { Inflater, type InflaterOptions, type Inflation } from './inflater.ts';
export { InflateWorkspace } from './workspace.ts';
