/**
 * `pnpm mutation [--folder NAME | --mutate GLOB] [--write]`: which mutants of core its tests notice.
 *
 * Without an option, all folders of core, one after the other. `--mutate` takes a glob inside one
 * folder, such as `packages/core/src/framing/opcode.ts`. `--write` keeps the result of whole folders
 * in the list, and makes the page of it.
 *
 * @module
 */
import {
  foldersToMutate,
  judgeScores,
  type MutationList,
  type MutationRun,
  measure,
  mergeResult,
  mutationFile,
  mutationPage,
  renderMutation,
  resultOf,
} from '../mutation/index.ts';
import {
  helpWhereAsked,
  optionOf,
  readText,
  report,
  workspaceRoot,
  writeText,
} from '../shared/index.ts';

helpWhereAsked();

const mutate = optionOf(process.argv, '--mutate');
const folder = optionOf(process.argv, '--folder') ?? mutate?.split('/')[3];
const runs: readonly MutationRun[] =
  folder === undefined
    ? foldersToMutate(workspaceRoot).map((each) => ({ folder: each }))
    : [{ folder, mutate }];

const known = JSON.parse(readText(workspaceRoot, mutationFile)) as MutationList;
const list = runs.reduce((before, run) => {
  const { result, survivors } = resultOf(run.folder, measure(workspaceRoot, run));
  const noticed = result.killed + result.timedOut;
  console.log(`${run.folder}: ${noticed} of ${noticed + result.survived} mutants noticed`);
  for (const { file, line, mutant } of survivors) console.log(`  ${file}:${line} ${mutant}`);
  const after = mergeResult(before, { result, survivors });
  if (mutate === undefined && process.argv.includes('--write')) {
    writeText(workspaceRoot, mutationFile, `${JSON.stringify(after, undefined, 2)}\n`);
    writeText(workspaceRoot, mutationPage, renderMutation(after));
  }
  return after;
}, known);
report(judgeScores(list), `${list.folders.length} folders measured`);
