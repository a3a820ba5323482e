/**
 * The table of runtimes and features, from the reports of runs.
 *
 * @module
 */
export { judgeSupport } from './judge-support.ts';
export { currentRecord, recordOf } from './record-of.ts';
export { renderPage, renderTable, supportPage } from './render-table.ts';
export { type RuntimeResults, readResults } from './runtime-results.ts';
export {
  type Feature,
  type Reason,
  type Runtime,
  type RuntimeRecord,
  recordFile,
  type SupportList,
  type SupportRecord,
  supportFile,
} from './support-list.ts';
