/** The page of the matrix. @module */
export { pageFile, type Result, type Results, recordFile, renderPage } from './render-page.ts';
