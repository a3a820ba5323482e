/** The matrix of interoperation. @module */
export { type Cell, cells, type Group, missingOf, runCell, type Shown } from './matrix/index.ts';
export { pageFile, type Results, recordFile, renderPage } from './page/index.ts';
export { type Place, proxies } from './proxies/index.ts';
