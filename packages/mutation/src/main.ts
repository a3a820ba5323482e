/**
 * `pnpm mutation`: which mutants the tests notice.
 *
 * @module
 */
import {
  choice,
  Failure,
  flag,
  number,
  numberOr,
  print,
  runCommand,
  text,
} from '@sansocket/command-line';
import { readText, workspaceRoot, writeText } from '@sansocket/workspace';
import { folderOf, mutatedFolders } from './folders.ts';
import { judgeExplanations, judgeScores } from './judge-scores.ts';
import { type MutationRun, measure } from './measure.ts';
import { type MutationList, mutationFile, triedOf, withResult } from './mutation-list.ts';
import { mutationPage, renderMutation } from './render-page.ts';
import { resultOf } from './result-of.ts';

const folders = mutatedFolders(workspaceRoot);
const names = folders.map(({ name }) => name);

await runCommand(
  {
    name: 'pnpm mutation',
    does: `Measures which mutants the tests notice; minutes for each folder. Results are kept: an
interrupted run continues where it stopped, and after new tests only the survivors are tried again. The exit code
is 1 when tests notice less than 95 % of a folder.`,
    options: {
      folder: choice('NAME', 'Only this folder. Default: all, one after the other', names),
      mutate: text('GLOB', 'Only these files, all of one folder, relative to the workspace'),
      sample: number('N', 'Only so many mutants of a folder', { min: 1 }),
      seed: numberOr(1, 'S', 'Which ones', { min: 0 }),
      fresh: flag('Forget what was found before'),
      write: flag('Keep the result of whole folders in the list, and make its page'),
    },
    apart: [
      ['folder', 'mutate'],
      // A part of a folder says nothing of the folder.
      ['mutate', 'write'],
    ],
    more: `Folders: ${names.join(', ')}`,
    example: 'pnpm mutation --mutate packages/core/src/framing/opcode.ts',
  },
  ({ folder, mutate, sample, seed, fresh, write }) => {
    const chosen = folders.filter(({ name }) => folder === undefined || name === folder);
    const some = sample === undefined ? undefined : { size: sample, seed };
    const runs: readonly MutationRun[] =
      mutate === undefined
        ? chosen.map((each) => ({ folder: each, sample: some }))
        : [{ folder: folderOf(workspaceRoot, mutate), mutate, sample: some }];
    const known = JSON.parse(readText(workspaceRoot, mutationFile)) as MutationList;
    const list = runs.reduce((before, run) => mutateFolder(before, run, { fresh, write }), known);
    const faults = [...judgeScores(list), ...judgeExplanations(workspaceRoot, list)];
    if (faults.length > 0) throw new Failure(faults.join('\n'));
    print(`${list.folders.length} folders measured`);
  },
);

function mutateFolder(
  before: MutationList,
  run: MutationRun,
  { fresh, write }: { readonly fresh: boolean; readonly write: boolean },
): MutationList {
  const { name } = run.folder;
  const found = measure(workspaceRoot, run, fresh);
  const result = resultOf(name, found, before.explanations, run.sample?.seed);
  for (const { file, line, mutant } of result.survivors) print(`  ${file}:${line} ${mutant}`);
  const others = `${result.explained} explained, ${result.survivors.length} survived`;
  print(`${name}: ${result.killed} of ${triedOf(result)} mutants killed, ${others}`);
  const after = withResult(before, result);
  if (write) {
    writeText(workspaceRoot, mutationFile, `${JSON.stringify(after, undefined, 2)}\n`);
    writeText(workspaceRoot, mutationPage, renderMutation(after));
  }
  return after;
}
