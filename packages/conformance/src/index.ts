/**
 * WebSocket conformance: the catalogue of cases, and the runner that tests a server or a client with it.
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
  patternsHelp,
  profiles,
  type ResponseChange,
  type Rule,
  selectCases,
  type Variant,
} from './catalogue/index.ts';
export { type CodecCase, codecCases, Harness, runCodec } from './codec/index.ts';
export { type Arrival, Line, Listener, parseTarget, type Target } from './peer/index.ts';
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
export {
  countsText,
  type Format,
  formats,
  type GridFormat,
  gridFormats,
  type Named,
  Progress,
  type Report,
  render,
  renderGrid,
  type SavedReport,
  savedOf,
} from './report/index.ts';
export {
  type CaseResult,
  type ClientSetup,
  failing,
  type Probe,
  probe,
  probeClient,
  runSuite,
  type ServerSetup,
  type Setup,
  type SuiteOptions,
  type SuiteResult,
  Unreachable,
  type VariantResult,
  type Verdict,
  type Visit,
  verdicts,
} from './run/index.ts';
export { type ResponseSetup, responseOf, type Script, scriptOf } from './script/index.ts';
export { type Vector, type VectorEvent, vectorsOf } from './vectors/index.ts';
