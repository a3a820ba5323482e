/** The matrix. @module */
export { type Cell, type Group, missingOf, runCell, type Shown } from './cell.ts';
export { cells } from './cells.ts';
