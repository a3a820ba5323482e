/**
 * `pnpm check structure`: import directions, cycles and the shape of every source file.
 *
 * @module
 */
import { runCommand } from '@sansocket/command-line';
import { formatFinding, report, workspaceRoot } from '../shared/index.ts';
import { checkStructure, readSources, warnOfLength } from '../structure/index.ts';

await runCommand(
  {
    name: 'pnpm check structure',
    does: `Checks import directions, cycles and the shape of every source file. Warns of a file of more than 250 lines
that does not say why.`,
    options: {},
    example: 'pnpm check structure',
  },
  () => {
    const sources = readSources(workspaceRoot);
    const imports = sources.reduce((sum, source) => sum + source.imports.length, 0);
    const warnings = sources.flatMap(warnOfLength);
    for (const warning of warnings) console.error(`warning: ${formatFinding(warning)}`);
    const summary = `${sources.length} files with ${imports} imports keep the rules; ${warnings.length} are long`;
    report(checkStructure(sources), summary);
  },
);
