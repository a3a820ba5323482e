/**
 * The page of violations.
 *
 * @module
 */
export { type Row, renderViolations, violationsPage } from './render-page.ts';
