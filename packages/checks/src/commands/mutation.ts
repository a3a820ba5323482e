/**
 * `pnpm mutation`: which mutants of core its tests notice.
 *
 * @module
 */
import { choice, flag, print, runCommand, text } from '@sansocket/command-line';
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
  runOfGlob,
} from '../mutation/index.ts';
import { readText, report, workspaceRoot, writeText } from '../shared/index.ts';

const folders = foldersToMutate(workspaceRoot);

await runCommand(
  {
    name: 'pnpm mutation',
    does: `Measures which mutants of core its tests notice; a minute or two for each folder. The exit code is 1
when a folder has fewer than the list promises, or a survivor without a sentence.`,
    options: {
      folder: choice(
        'NAME',
        'Only this folder of core. Default: all, one after the other',
        folders,
      ),
      mutate: text('GLOB', 'Only these files, all of one folder, relative to the workspace'),
      write: flag('Keep the result of whole folders in the list, and make its page'),
    },
    apart: [
      ['folder', 'mutate'],
      // A part of a folder says nothing of the folder.
      ['mutate', 'write'],
    ],
    more: `Folders: ${folders.join(', ')}`,
    example: 'pnpm mutation --mutate packages/core/src/framing/opcode.ts',
  },
  ({ folder, mutate, write }) => {
    const chosen = folder === undefined ? folders : [folder];
    const runs: readonly MutationRun[] =
      mutate === undefined
        ? chosen.map((each) => ({ folder: each }))
        : [runOfGlob(workspaceRoot, mutate)];
    const known = JSON.parse(readText(workspaceRoot, mutationFile)) as MutationList;
    const list = runs.reduce((before, run) => mutateFolder(before, run, write), known);
    report(judgeScores(list), `${list.folders.length} folders measured`);
  },
);

function mutateFolder(before: MutationList, run: MutationRun, write: boolean): MutationList {
  const { result, survivors } = resultOf(run.folder, measure(workspaceRoot, run));
  const noticed = result.killed + result.timedOut;
  print(`${run.folder}: ${noticed} of ${noticed + result.survived} mutants noticed`);
  for (const { file, line, mutant } of survivors) print(`  ${file}:${line} ${mutant}`);
  const after = mergeResult(before, { result, survivors });
  if (write) {
    writeText(workspaceRoot, mutationFile, `${JSON.stringify(after, undefined, 2)}\n`);
    writeText(workspaceRoot, mutationPage, renderMutation(after));
  }
  return after;
}
