/**
 * The pages of the public names, from the sources and their doc comments.
 *
 * @module
 */
export { docOf } from './doc-comment.ts';
export { type EntryPoint, listEntryPoints } from './entry-point.ts';
export { type ApiPage, apiPages, renderApi } from './render-page.ts';
