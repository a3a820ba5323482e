/**
 * The page of the public names, from the sources and their doc comments.
 *
 * @module
 */
export { type EntryPoint, listEntryPoints } from './entry-point.ts';
export { apiPage, renderApi } from './render-page.ts';
