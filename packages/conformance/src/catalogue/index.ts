/** The cases, as data. @module */
export {
  type Ability,
  type BlockStep,
  type Case,
  type Chunks,
  type FrameStep,
  type Level,
  type Profile,
  profiles,
  type RequestChange,
  type Rule,
  type Step,
  type TokenStep,
  type Variant,
} from './case.ts';
export { type Catalogue, catalogueFolder, loadCatalogue } from './load.ts';
export { patternsHelp, selectCases } from './select.ts';
