/** The findings of a run, for people and for machines. @module */
export { type Baseline, blamedIn, parseBaseline, renderBaseline } from './baseline.ts';
export type { Named } from './compare.ts';
export { failureOf } from './failure.ts';
export { type Format, formats, render } from './formats.ts';
export { type GridFormat, gridFormats, gridText, renderGrid } from './grid.ts';
export { countsText, type Report } from './report.ts';
export { parseSaved, type SavedReport, savedOf, toolVersion } from './saved.ts';
export { failureText, Progress, summaryText } from './terminal.ts';
