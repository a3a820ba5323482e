/**
 * The page of all cases of conformance.
 *
 * @module
 */
export { casesPage, renderCases } from './render-page.ts';
