/**
 * Coverage of the RFC's requirements by tests.
 *
 * @module
 */
export { judgeCoverage } from './judge-coverage.ts';
export { renderRequirements, requirementsPage } from './render-page.ts';
export { type Requirement, type RequirementList, requirementsFile } from './requirement.ts';
export {
  findTests,
  type JestReport,
  readJestReport,
  readTestResults,
  type TestResults,
} from './test-results.ts';
