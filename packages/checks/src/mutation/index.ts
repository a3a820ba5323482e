/**
 * Mutation testing: how many changed programs our tests notice.
 *
 * @module
 */
export { folderOf, mutatedFolders, sourcesOf, testsOf } from './folders.ts';
export { judgeExplanations, judgeScores } from './judge-scores.ts';
export { type MutationRun, measure } from './measure.ts';
export {
  type Explanation,
  type FolderResult,
  type MutantReport,
  type MutationList,
  mutationFile,
  type Survivor,
  scoreOf,
  triedOf,
  withResult,
} from './mutation-list.ts';
export { mutationPage, renderMutation } from './render-page.ts';
export { resultOf } from './result-of.ts';
