/**
 * `pnpm structure`: import directions, cycles and the shape of every source file.
 *
 * @module
 */
import { helpWhereAsked, report, workspaceRoot } from '../shared/index.ts';
import { checkStructure, readSources } from '../structure/index.ts';

helpWhereAsked();

const sources = readSources(workspaceRoot);
const imports = sources.reduce((sum, source) => sum + source.imports.length, 0);
report(checkStructure(sources), `${sources.length} files with ${imports} imports keep the rules`);
