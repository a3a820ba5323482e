/** Decoding and encoding beside another library, on the same bytes. @module */

export { type Comparison, compare, type Task } from './compare.ts';
export { decodeTasks } from './decode-tasks.ts';
export { encodeTasks } from './encode-tasks.ts';
