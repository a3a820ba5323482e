/**
 * `pnpm check structure`: import directions, cycles and the shape of every source file.
 *
 * @module
 */
import { runCommand } from '@sansocket/command-line';
import { report, workspaceRoot } from '../shared/index.ts';
import { checkStructure, readSources } from '../structure/index.ts';

await runCommand(
  {
    name: 'pnpm check structure',
    does: 'Checks import directions, cycles and the shape of every source file.',
    options: {},
    example: 'pnpm check structure',
  },
  () => {
    const sources = readSources(workspaceRoot);
    const imports = sources.reduce((sum, source) => sum + source.imports.length, 0);
    const summary = `${sources.length} files with ${imports} imports keep the rules`;
    report(checkStructure(sources), summary);
  },
);
