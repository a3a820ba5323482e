/**
 * The page of violations.
 *
 * @module
 */
export { type Row, renderViolations, type Sources, violationsPage } from './render-page.ts';
