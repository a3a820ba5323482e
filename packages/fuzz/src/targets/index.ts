/** Every entry of core that takes bytes or text from outside, and its promise. @module */
export { targets } from './all-targets.ts';
export { BrokenPromise } from './expect.ts';
export type { Target } from './target.ts';
