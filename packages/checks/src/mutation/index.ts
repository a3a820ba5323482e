/**
 * Mutation testing: how many changed programs core's tests notice.
 *
 * @module
 */
export { judgeScores } from './judge-scores.ts';
export { measure } from './measure.ts';
export { mergeResult } from './merge-result.ts';
export {
  type FolderResult,
  type MutantReport,
  type MutationList,
  mutationFile,
  type Survivor,
  scoreOf,
} from './mutation-list.ts';
export { foldersToMutate, type MutationRun, runOfGlob } from './mutation-run.ts';
export { mutationPage, renderMutation } from './render-page.ts';
export { resultOf } from './result-of.ts';
