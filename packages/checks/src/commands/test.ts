/**
 * `pnpm test`: the tests, in one runtime or several. The last line is `N passed, N failed`. A runtime in
 * which no test passes counts as a failure.
 *
 * @module
 */
import { Failure, print, runCommand } from '@sansocket/command-line';
import { installRuntimes, runTool, workspaceRoot } from '@sansocket/workspace';
import {
  chooseRuns,
  listRuntimes,
  type RunOptions,
  runTests,
  type TestRuntime,
  type Totals,
} from '../runtimes/index.ts';

await runCommand(
  {
    name: 'pnpm test',
    does: `Compiles the tests, and runs them in one runtime or several. The last line is "N passed, N failed";
the exit code is 1 when one failed, or none passed in some runtime.`,
    options: {},
    rest: '[--all | RUNTIME ...] [ARGUMENT OF JEST ...]',
    more: `  --all   In the Node at hand, with long tests and more values for properties, and in Deno and Bun

Runtimes: node (the one at hand), node20, node22, node24, node26, deno, bun. Default: node
Arguments of jest: patterns of test files, and its options, such as -t`,
    example: 'pnpm test deno packages/core/test/framing',
  },
  async (_, args) => {
    const known = listRuntimes(workspaceRoot);
    const { runtimes, jest, isLong } = await chooseRuns(workspaceRoot, known, args);
    checkTypes();
    // The Node at hand starts them too.
    if (runtimes.some(hasOneWorker)) installRuntimes();
    const isBeside = runtimes.length > 1;
    // What long runs find does not depend on the engine: in Deno and Bun the short ones are enough.
    const others = runtimes.filter(hasOneWorker).map((each) => runIn(each, jest, { isBeside }));
    const results: Totals[] = [];
    for (const runtime of runtimes.filter((each) => !hasOneWorker(each))) {
      results.push(await runIn(runtime, jest, { isLong, isBeside }));
    }
    results.push(...(await Promise.all(others)));
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

/** Jest runs one test at a time in Deno and Bun, and one for each processor in Node. */
function hasOneWorker({ id }: TestRuntime): boolean {
  return id === 'deno' || id === 'bun';
}

async function runIn(
  runtime: TestRuntime,
  jest: readonly string[],
  options: RunOptions,
): Promise<Totals> {
  print(`== ${runtime.name}, ${runtime.version}`);
  const start = performance.now();
  const { passed, failed } = await runTests(workspaceRoot, runtime, jest, options);
  const seconds = Math.round((performance.now() - start) / 1000);
  print(`${runtime.name}: ${passed} passed, ${failed} failed (${seconds} s)`);
  return { passed, failed: passed === 0 ? Math.max(1, failed) : failed };
}
