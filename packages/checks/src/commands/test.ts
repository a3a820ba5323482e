/**
 * `pnpm test [RUNTIME ...] [ARGS OF JEST]`: the tests, in one runtime after the other.
 *
 * Runtimes are `node` (the one at hand), `node20`, `node22`, `node24`, `node26`, `deno`, `bun`, and `all` of
 * them; without a name it is `node deno bun`. The last line is `N passed, N failed`. A runtime in which no
 * test passes counts as a failure.
 *
 * @module
 */
import { listRuntimes, runTests, type TestRuntime } from '../runtimes/index.ts';
import { helpWhereAsked, workspaceRoot } from '../shared/index.ts';

helpWhereAsked();

const known = listRuntimes(workspaceRoot);
const args = process.argv.slice(2);
const isName = (arg: string): boolean =>
  ['all', 'node', ...known.map(({ id }) => id)].includes(arg);
const firstOther = args.findIndex((arg) => !isName(arg));
const names = firstOther < 0 ? args : args.slice(0, firstOther);
const runtimes = choose(names.length === 0 ? ['node', 'deno', 'bun'] : names);

const results = runtimes.map((runtime, i) => {
  console.log(`== ${i + 1} of ${runtimes.length} runtimes: ${runtime.name}, ${runtime.version}`);
  const start = performance.now();
  const { passed, failed } = runTests(workspaceRoot, runtime, args.slice(names.length));
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${runtime.name}: ${passed} passed, ${failed} failed (${seconds} s)`);
  return { passed, failed: passed === 0 ? Math.max(1, failed) : failed };
});
const sum = (of: 'passed' | 'failed'): number => results.reduce((all, each) => all + each[of], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;

/** The runtimes of these names, in the order of the list, each once. */
function choose(wanted: readonly string[]): readonly TestRuntime[] {
  return known.filter(({ id }, i) => {
    return wanted.includes('all') || wanted.includes(id) || (i === 0 && wanted.includes('node'));
  });
}
