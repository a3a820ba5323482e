/**
 * The checker and the test runner of the mutation tester.
 *
 * @module
 */
export { checkerName, runnerName, strykerPlugins } from './plugin.ts';
