/**
 * Annotates a stream of bytes with the meaning of each: for the demo, the playground, and tools that show traffic.
 * @module
 */
export { annotate, type StreamHints } from './annotate.ts';
export type { Field, FieldKind, Part } from './part.ts';
