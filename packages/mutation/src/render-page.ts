/**
 * The page of mutants: a row for each folder that has been measured, then the survivors that matter.
 *
 * @module
 */
import {
  type FolderResult,
  type MutationList,
  type Survivor,
  scoreOf,
  triedOf,
} from './mutation-list.ts';

/** Where the page is, relative to the workspace. */
export const mutationPage = 'docs/reference/mutation.md';

/** How many survivors the page has room for; the list has all of them. */
const MOST_SHOWN = 100;

/** The page, from the list alone. */
export function renderMutation({ folders, explanations }: MutationList): string {
  const rows = folders.map((result) => {
    const tried = triedOf(result);
    const { folder, mutants, sample, killed, explained, survivors } = result;
    const cells = [
      `\`${folder}\``,
      sample === undefined ? mutants : `${tried} of ${mutants}, seed ${sample.seed}`,
      killed,
      explained,
      survivors.length,
      scoreOfAll(result),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  const samples = folders.filter(({ sample }) => sample !== undefined);
  return `# Mutants

A mutant is the program with one small change: \`<\` for \`<=\`, a condition that is always true, another
number, a statement left out. A test should fail.

| folder | mutants | killed | explained | survived | score |
| --- | --- | --- | --- | --- | --- |
${rows.join('')}
A mutant is killed when a test fails, or waits without an end. What does not compile is no mutant. The score is
the percentage that was killed, without those that are explained: they stand on one of ${explanations.length} lines whose
change nobody can tell, each with its reason in \`packages/mutation/mutation.json\`. Most choose between two ways to
the same result, of which one is faster.

The folders of core are measured by their own examples: laws and oracles, which notice more, are left out.
\`permessage-deflate\` has zlib beside it and not the laws of a connection.
\`driving\` is what runs the machine over a socket; the contract of a transport is among its tests.
The adapters of Deno and Bun have no row: their tests run in those runtimes, where the mutation tester does not.
${samples.length === 0 ? '' : sampled}
\`pnpm mutation --folder masking --write\` measures a folder again and makes this page.

## Survivors that matter

${renderSurvivors(folders.flatMap(({ survivors }) => survivors))}`;
}

const sampled = `
Where some of many mutants were tried, the seed of the row chose them: another one than those whose survivors
tests were written for. In 19 of 20 such samples the score of all is not farther away than the number behind the ±
says.
`;

/** The score; of a sample with the half width of its interval of 95 %. */
function scoreOfAll(result: FolderResult): string {
  const score = scoreOf(result);
  const text = `${score.toFixed(1)} %`;
  if (result.sample === undefined) return text;
  const tried = result.killed + result.survivors.length;
  const deviation = Math.sqrt((score * (100 - score)) / Math.max(1, tried));
  return `${text} ± ${(1.96 * deviation).toFixed(1)}`;
}

function renderSurvivors(survivors: readonly Survivor[]): string {
  if (survivors.length === 0) return 'None.\n';
  const rows = survivors
    .slice(0, MOST_SHOWN)
    .map(({ file, line, mutant }) => `| \`${file}:${line}\` | ${code(mutant)} |\n`);
  const rest = survivors.length - rows.length;
  const more = rest === 0 ? '' : `\nAnd ${rest} more, in \`packages/mutation/mutation.json\`.\n`;
  return `| where | mutant |\n| --- | --- |\n${rows.join('')}${more}`;
}

/** Code that may hold backticks and bars, in one cell. */
function code(mutant: string): string {
  const text = mutant.replaceAll('|', '\\|');
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
