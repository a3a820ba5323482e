/**
 * The page of options.
 *
 * @module
 */

export { entries, type OptionsEntry, readTable } from './entries.ts';
export { docsOfOptions } from './option-docs.ts';
export { optionsPage, renderOptions, type Section } from './render-page.ts';
