/**
 * What is wrong with the list of mutants: a folder below the least score, a survivor that nobody has
 * looked at.
 *
 * @module
 */
import type { Finding } from '../shared/index.ts';
import { type MutationList, mutationFile, type Survivor, scoreOf } from './mutation-list.ts';

/** Percent of the mutants that can be noticed at all. */
const LEAST_SCORE = 90;

/** Findings on the list as it is. */
export function judgeScores(list: MutationList): Finding[] {
  const tooLow = list.folders.flatMap((result) => {
    const score = scoreOf(result, equivalentsOf(list.survivors, result.folder));
    if (score >= LEAST_SCORE) return [];
    return [
      {
        file: `packages/core/src/${result.folder}`,
        line: 0,
        message: `Tests notice ${score.toFixed(1)} % of the mutants, less than ${LEAST_SCORE} %`,
      },
    ];
  });
  const unjudged = list.survivors
    .filter(({ why }) => why === '')
    .map(({ file, line, mutant }) => ({
      file: `packages/core/src/${file}`,
      line,
      message: `Survivor without a sentence in ${mutationFile}: ${mutant}`,
    }));
  return [...tooLow, ...unjudged];
}

/** How many survivors of a folder no test can notice. */
export function equivalentsOf(survivors: readonly Survivor[], folder: string): number {
  return survivors.filter(({ file, equivalent }) => equivalent && file.startsWith(`${folder}/`))
    .length;
}
