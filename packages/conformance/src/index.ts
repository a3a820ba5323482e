/**
 * WebSocket conformance: the catalogue of cases, and the runner that tests a server with it.
 *
 * @module
 */

export {
  areas,
  type Case,
  type Catalogue,
  type Level,
  loadCatalogue,
  type Profile,
  type Rule,
  selectCases,
  type Variant,
} from './catalogue/index.ts';
export { parseTarget, type Target } from './peer/index.ts';
export {
  type Format,
  formats,
  type GridFormat,
  gridFormats,
  type Named,
  type Report,
  render,
  renderGrid,
  type SavedReport,
  savedOf,
} from './report/index.ts';
export {
  type CaseResult,
  type Probe,
  probe,
  runSuite,
  type Setup,
  type SuiteOptions,
  type SuiteResult,
  Unreachable,
  type VariantResult,
  type Verdict,
  verdicts,
} from './run/index.ts';
export { type Vector, type VectorEvent, vectorsOf } from './vectors/index.ts';
