/**
 * Every file that is generated from others.
 *
 * @module
 */
export { generatedFiles } from './generated-files.ts';
export { limitsFile, renderLimits, type SizeLimits } from './render-limits.ts';
