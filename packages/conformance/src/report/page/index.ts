/** The report as an HTML page. @module */
export { page } from './page.ts';
