/**
 * Every file that is generated from others.
 *
 * @module
 */
export { type GeneratedFile, generatedFiles } from './generated-files.ts';
export { limitsFile, renderLimits, type SizeLimits } from './render-limits.ts';
