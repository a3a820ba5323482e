/** The cases, as data. @module */
export type {
  Ability,
  Case,
  Chunks,
  FrameStep,
  Level,
  Profile,
  RequestChange,
  Rule,
  Step,
  Variant,
} from './case.ts';
export { type Catalogue, catalogueFolder, loadCatalogue } from './load.ts';
export { patternsHelp, selectCases } from './select.ts';
