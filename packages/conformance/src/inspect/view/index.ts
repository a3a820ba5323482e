/** A capture in a terminal, and as a page. @module */
export { inspectPage, type PageOptions } from './page.ts';
export { Terminal } from './terminal.ts';
