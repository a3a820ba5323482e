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
  patternsHelp,
  profiles,
  type Rule,
  selectCases,
  type Variant,
} from './catalogue/index.ts';
export { parseTarget, type Target } from './peer/index.ts';
export { countsText, type Format, formats, Progress, type Report, render } from './report/index.ts';
export {
  type CaseResult,
  failing,
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
