/**
 * Every file that is generated from others.
 *
 * @module
 */
export { type GeneratedFile, generatedFiles } from './generated-files.ts';
