/** The command line of the fuzzer. @module */
export { Campaign, type Row } from './campaign.ts';
export { type FuzzOptions, fuzzCommand } from './options.ts';
export { Progress } from './progress.ts';
export { reproduce } from './reproduce.ts';
export { renderMarkdown, renderProgress, renderTable } from './table.ts';
