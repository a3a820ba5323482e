/**
 * The mutators, the checker and the test runner of the mutation tester.
 *
 * @module
 */
export { checkerName, leftOut, type RunSettings, runnerName } from './plugin-contract.ts';
export { hashOf } from './sample.ts';
