/**
 * The sizes of entry points, and their limits.
 *
 * @module
 */
export { judgeSizes, limitsFile, renderLimits, type SizeLimits, sizeTable } from './judge-sizes.ts';
export { listEntries } from './list-entries.ts';
export { type Entry, type FileSize, measure, type Size } from './measure.ts';
