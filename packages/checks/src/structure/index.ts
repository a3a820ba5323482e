/**
 * The structure of the sources: import directions, cycles, the shape of files.
 *
 * @module
 */
export { checkStructure, readSources } from './check-structure.ts';
export { findCycles } from './find-cycles.ts';
export { type FolderRow, importTable, type PackageRow } from './import-table.ts';
export { judgeDocs } from './judge-docs.ts';
export { judgeImport } from './judge-import.ts';
export { judgePurity } from './judge-purity.ts';
export { judgeShape, usualLines, warnOfLength } from './judge-shape.ts';
export { type Import, parseSource, type Source } from './source.ts';
