/** What the figures look like. @module */

export { judge, type Verdict } from './judge.ts';
export { tableHead, tableRows } from './table.ts';
