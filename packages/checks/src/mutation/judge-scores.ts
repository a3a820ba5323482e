/**
 * What is wrong with the list of mutants: a folder below the least score, more lines explained than a reader
 * would read.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, readText } from '../shared/index.ts';
import { type MutationList, mutationFile, scoreOf } from './mutation-list.ts';

/** Percent of the mutants that tests have to notice. */
const LEAST_SCORE = 95;

/** Lines of code whose survivors are explained. */
const MOST_EXPLANATIONS = 60;

/** Findings on the list as it is. */
export function judgeScores({ folders, explanations }: MutationList): Finding[] {
  const finding = (message: string): Finding => ({ file: mutationFile, line: 0, message });
  const tooLow = folders
    .filter((result) => scoreOf(result) < LEAST_SCORE)
    .map((result) => {
      const score = scoreOf(result).toFixed(1);
      return finding(
        `Tests notice ${score} % of the mutants of ${result.folder}, less than ${LEAST_SCORE} %`,
      );
    });
  if (explanations.length <= MOST_EXPLANATIONS) return tooLow;
  return [
    ...tooLow,
    finding(`${explanations.length} lines are explained, more than ${MOST_EXPLANATIONS}`),
  ];
}

/** Findings on explanations of lines that have changed since. */
export function judgeExplanations(root: string, { explanations }: MutationList): Finding[] {
  return explanations.flatMap(({ file: name, code }) => {
    const file = `packages/${name}`;
    const lines = existsSync(join(root, file)) ? readText(root, file).split('\n') : [];
    if (lines.some((line) => line.trim() === code)) return [];
    const message = `The line that ${mutationFile} explains is there no more: ${code}`;
    return [{ file, line: 0, message }];
  });
}
