/** The cases, as data. @module */
export { areaOf, areas } from './area.ts';
export {
  type Ability,
  type BlockStep,
  type Case,
  type Chunks,
  type FrameStep,
  type HeadChange,
  type Level,
  type Profile,
  type ProxyPlay,
  profiles,
  type RequestChange,
  type ResponseChange,
  type Rule,
  type Step,
  type TokenStep,
  type Variant,
} from './case.ts';
export { type Catalogue, catalogueFolder, loadCatalogue } from './load.ts';
export { patternsHelp, selectCases } from './select.ts';
