/** A stream of bytes, each with its meaning: for the demo, the playground, and whoever shows what passed. @module */
export { annotate, type StreamHints } from './annotate.ts';
export type { Field, FieldKind, Part } from './part.ts';
