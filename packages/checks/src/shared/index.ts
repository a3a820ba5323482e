/**
 * What all checks share.
 *
 * @module
 */
export { type Finding, formatFinding, report } from './finding.ts';
export { writeOrCompare } from './page.ts';
