/** The findings of a run, for people and for machines. @module */
export { type Baseline, blamedIn, parseBaseline, renderBaseline } from './baseline.ts';
export { type Format, formats, render } from './formats.ts';
export { countsText, failureOf, type Report } from './report.ts';
export { failureText, Progress, summaryText } from './terminal.ts';
