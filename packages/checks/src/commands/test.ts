/**
 * `pnpm test`: the tests, in one runtime after the other. The last line is `N passed, N failed`. A runtime in
 * which no test passes counts as a failure.
 *
 * @module
 */
import { Failure, print, runCommand } from '@sansocket/command-line';
import { installRuntimes, runTool, workspaceRoot } from '@sansocket/workspace';
import { chooseRuns, listRuntimes, runTests, type TestRuntime } from '../runtimes/index.ts';

await runCommand(
  {
    name: 'pnpm test',
    does: `Compiles the tests, and runs them in one runtime after the other. The last line is "N passed, N failed";
the exit code is 1 when one failed, or none passed in some runtime.`,
    options: {},
    rest: '[--all | RUNTIME ...] [ARGUMENT OF JEST ...]',
    more: `  --all   In the Node at hand, Deno and Bun, which it gets first, with the long runs of the properties

Runtimes: node (the one at hand), node20, node22, node24, node26, deno, bun. Default: node
Arguments of jest: patterns of test files, and its options, such as -t`,
    example: 'pnpm test deno packages/core/test/framing',
  },
  async (_, args) => {
    const known = listRuntimes(workspaceRoot);
    const { runtimes, jest, isLong } = await chooseRuns(workspaceRoot, known, args);
    checkTypes();
    // The Node at hand starts them too.
    if (runtimes.some(({ id }) => id === 'deno' || id === 'bun')) installRuntimes();
    const results = runtimes.map((runtime, i) => {
      print(`== ${i + 1} of ${runtimes.length} runtimes: ${runtime.name}, ${runtime.version}`);
      return runIn(runtime, jest, isLong);
    });
    const sum = (of: 'passed' | 'failed'): number =>
      results.reduce((all, each) => all + each[of], 0);
    print(`${sum('passed')} passed, ${sum('failed')} failed`);
    process.exitCode = sum('failed') === 0 ? 0 : 1;
  },
);

function checkTypes(): void {
  const args = ['-p', 'packages/tsconfig.test.json'];
  const { ok, log } = runTool(workspaceRoot, 'typescript7', args, 'tsc');
  if (!ok) throw new Failure(log.trimEnd());
}

function runIn(
  runtime: TestRuntime,
  jest: readonly string[],
  isLong: boolean,
): { readonly passed: number; readonly failed: number } {
  const start = performance.now();
  const { passed, failed } = runTests(workspaceRoot, runtime, jest, isLong);
  const seconds = Math.round((performance.now() - start) / 1000);
  print(`${runtime.name}: ${passed} passed, ${failed} failed (${seconds} s)`);
  return { passed, failed: passed === 0 ? Math.max(1, failed) : failed };
}
