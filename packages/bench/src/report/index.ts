/** The charts, tables and page of the figures. @module */

export { type Bar, type BarChart, type BarGroup, renderBarChart } from './bar-chart.ts';
export { renderCharts } from './charts.ts';
export { goalFor, isOpen, judge, missesGoal, type Verdict } from './judge.ts';
export { renderPage } from './page.ts';
export { renderProfile } from './profile.ts';
export { amountOf, figure, tableHead, tableRows } from './table.ts';
export { renderUpdates } from './updates-table.ts';
export { figuresFile, renderDocuments, writeDocuments } from './write-documents.ts';
