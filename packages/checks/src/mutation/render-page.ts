/**
 * The page of mutants: a row for each folder that has been measured, then the survivors.
 *
 * @module
 */
import { cell } from '../shared/index.ts';
import { equivalentsOf } from './judge-scores.ts';
import { type FolderResult, type MutationList, type Survivor, scoreOf } from './mutation-list.ts';

/** Where the page is, relative to the workspace. */
export const mutationPage = 'docs/reference/mutation.md';

/** The page, from the list alone. */
export function renderMutation({ folders, survivors }: MutationList): string {
  const rows = folders.map((result) => {
    return renderFolder(result, equivalentsOf(survivors, result.folder));
  });
  return `# Mutants

A mutant is core with one small change: \`<\` for \`<=\`, a condition that is always true, a line left
out. A test should fail. The folders below were measured, each by its own example-based tests:
laws and oracles are left out, though they would notice more.

| folder | mutants | noticed | survived | equivalent | score |
| --- | --- | --- | --- | --- | --- |
${rows.join('')}
A mutant is noticed when a test fails, or runs without an end. Equivalent ones do what core does, so
no test can tell; the score is the percentage that was noticed of the others. What does not compile
is no mutant.

\`pnpm mutation --folder masking --write\` measures a folder again and makes this page.

## Survivors

${renderSurvivors(survivors)}`;
}

function renderFolder(result: FolderResult, equivalents: number): string {
  const noticed = result.killed + result.timedOut;
  const cells = [
    `\`${result.folder}\``,
    noticed + result.survived,
    noticed,
    result.survived,
    equivalents,
    `${scoreOf(result, equivalents).toFixed(1)} %`,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function renderSurvivors(survivors: readonly Survivor[]): string {
  if (survivors.length === 0) return 'None.\n';
  const rows = survivors.map(({ file, line, mutant, equivalent, why }) => {
    const verdict = equivalent ? 'equivalent' : 'to be killed';
    const cells = [`\`${file}:${line}\``, code(mutant), verdict, cell(why)];
    return `| ${cells.join(' | ')} |\n`;
  });
  return `| where | mutant | verdict | because |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

/** Code that may hold backticks and bars, in one cell. */
function code(mutant: string): string {
  const fence = mutant.includes('`') ? '``' : '`';
  return `${fence}${mutant.replaceAll('|', '\\|')}${fence}`;
}
