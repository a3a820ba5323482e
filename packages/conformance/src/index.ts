/**
 * WebSocket conformance: the catalogue of cases, and the runner that tests a server with it.
 *
 * @module
 */

export {
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
  type Bench,
  benchOf,
  type Finding,
  factors,
  type Property,
  pairRows,
  properties,
  type Row,
  type Search,
  type SearchOptions,
  search,
} from './property/index.ts';
export { type Format, formats, type Report, render } from './report/index.ts';
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
