/**
 * `pnpm jest`: jest itself, in one runtime.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { Mistake, runCommand, suggest } from '@sansocket/command-line';
import { scriptOf, workspaceRoot } from '@sansocket/workspace';
import { chooseRuns, listRuntimes } from '../runtimes/index.ts';

await runCommand(
  {
    name: 'pnpm jest',
    does: 'Runs jest in one runtime, without looking at the types of the tests first.',
    options: {},
    rest: '[--runtime NAME] [ARGUMENT OF JEST ...]',
    more: `Runtimes: node (the one at hand), node20, node22, node24, node26, deno, bun. Default: node
Arguments of jest: patterns of test files, and its options, such as -t, --watch, --coverage`,
    example: 'pnpm jest --runtime deno packages/core/test/framing',
  },
  async (_, args) => {
    const known = listRuntimes(workspaceRoot);
    const names = ['node', ...known.map(({ id }) => id)];
    const isNamed = args[0] === '--runtime';
    const name = isNamed ? (args[1] ?? '') : 'node';
    if (!names.includes(name))
      throw new Mistake(`Option --runtime does not know '${name}': ${suggest(name, names)}`);
    const given = isNamed ? args.slice(2) : args;
    const { runtimes, jest } = await chooseRuns(workspaceRoot, known, [name, ...given]);
    const [runtime] = runtimes;
    const [program, ...before] = runtime!.command();
    // Elsewhere than in Node, jest waits for ever after some tests.
    const after = ['deno', 'bun'].includes(name) ? ['--forceExit'] : [];
    const { status } = spawnSync(
      program,
      [...before, scriptOf(workspaceRoot, 'jest'), ...after, ...jest, ...runtime!.tests],
      { cwd: workspaceRoot, stdio: 'inherit' },
    );
    process.exitCode = status ?? 1;
  },
);
