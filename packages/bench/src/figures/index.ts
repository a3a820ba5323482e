/** Figures that are kept. @module */

export { aboutMachine, libraryVersions, today, versionOf } from './about.ts';
export {
  type AllFigures,
  mergeFigures,
  type RowFigures,
  type RuntimeFigures,
  resultsOf,
} from './figures.ts';
export { readFigures, serializeFigures, writeFigures } from './file.ts';
