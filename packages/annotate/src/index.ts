/**
 * Annotates a stream of bytes with the meaning of each: for the demo, the playground, and tools that show traffic.
 * @module
 */
export { annotate, type StreamHints } from './annotate.ts';
export { annotateFrame } from './annotate-frame.ts';
export { annotateHead } from './annotate-head.ts';
export { closeCodeName, opcodeName } from './names.ts';
export type { Field, FieldKind, FrameHeader, Part } from './part.ts';
