/**
 * Faults of the list of mutants: a folder below the least score, more lines explained than a reader would read, an
 * explained line that has changed.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '@sansocket/workspace';
import { type MutationList, scoreOf } from './mutation-list.ts';

/** The percentage of the mutants that tests have to notice. */
const LEAST_SCORE = 95;

/** Lines of code whose survivors are explained. */
const MOST_EXPLANATIONS = 80;

/** Faults of the counts. */
export function judgeScores({ folders, explanations }: MutationList): string[] {
  const tooLow = folders
    .filter((result) => scoreOf(result) < LEAST_SCORE)
    .map((result) => {
      const score = scoreOf(result).toFixed(1);
      return `Tests notice ${score} % of the mutants of ${result.folder}, less than ${LEAST_SCORE} %`;
    });
  if (explanations.length <= MOST_EXPLANATIONS) return tooLow;
  return [...tooLow, `${explanations.length} lines are explained, more than ${MOST_EXPLANATIONS}`];
}

/** Explanations of lines that have changed since. */
export function judgeExplanations(root: string, { explanations }: MutationList): string[] {
  return explanations.flatMap(({ file, code }) => {
    const path = `packages/${file}`;
    const lines = existsSync(join(root, path)) ? readText(root, path).split('\n') : [];
    if (lines.some((line) => line.trim() === code)) return [];
    return [`${file} no longer has the line that is explained: ${code}`];
  });
}
