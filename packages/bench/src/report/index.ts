/** What the figures look like. @module */

export { goalFor, judge, type Verdict } from './judge.ts';
export { amountOf, figure, tableHead, tableRows } from './table.ts';
