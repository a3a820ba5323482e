/**
 * `pnpm check`: the whole gate. Every step is run, whatever the others say. The build is done by the script
 * that starts this.
 *
 * @module
 */
import { print, runCommand, text } from '@sansocket/command-line';
import { readJestReport } from '../requirements/index.ts';
import { runJest, runNode, runTool, type ToolResult, workspaceRoot } from '../shared/index.ts';

type Step = readonly [name: string, run: () => ToolResult];

await runCommand(
  {
    name: 'pnpm check',
    does: `The whole gate: types, lint, tests, documents, sizes, generated pages. Every step is run, whatever
the others say; the exit code is 1 when one fails.`,
    options: {
      results: text('FILE', 'The tests were run by jest --json: read its report, run none'),
    },
    example: 'pnpm check',
  },
  ({ results }) => {
    if (results !== undefined) readJestReport(workspaceRoot, results);
    const steps = stepsOf(results);
    const failed = steps.filter((step) => !passes(step));
    print(
      failed.length === 0
        ? `${steps.length} steps, all green`
        : `${steps.length} steps, failed: ${failed.map(([name]) => name).join(', ')}`,
    );
    process.exitCode = failed.length === 0 ? 0 : 1;
  },
);

/** @param given - The report of tests that have been run. */
function stepsOf(given: string | undefined): readonly Step[] {
  const results = given ?? '.cache/results/check.json';
  const command = (name: string, ...args: readonly string[]) =>
    runNode([`packages/checks/dist/commands/${name}.js`, ...args], workspaceRoot);
  const program = (name: string) =>
    runNode([`packages/${name}/dist/main.js`, '--check'], workspaceRoot);
  const tool = (name: string, args: readonly string[], executable?: string) =>
    runTool(workspaceRoot, name, args, executable);
  const eslintConfig = 'packages/checks/eslint.config.js';
  const tests: Step = ['tests', () => runJest(workspaceRoot, results, [])];
  return [
    ['types', () => tool('typescript7', ['-p', 'packages/tsconfig.test.json'], 'tsc')],
    [
      'format and lint',
      () => tool('@biomejs/biome', ['ci', '--error-on-warnings', '--colors=off'], 'biome'),
    ],
    ['typed lint', () => tool('eslint', ['-c', eslintConfig, '--max-warnings', '0', 'packages'])],
    ['structure', () => command('structure')],
    ...(given === undefined ? [tests] : []),
    ['documents', () => command('docs')],
    ['packages', () => command('hygiene')],
    ['size', () => command('size')],
    ['requirements', () => command('requirements', '--results', results)],
    ['violations', () => command('violations', '--check')],
    ['options', () => command('options', '--check')],
    ['vectors', () => command('vectors')],
    ['support', () => command('support')],
    ['API', () => command('api')],
    ['interoperation', () => program('interop')],
    ['playground', () => program('playground')],
  ];
}

function passes([name, runStep]: Step): boolean {
  const start = performance.now();
  const { ok, output, log } = runStep();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (ok) print(`ok     ${name} (${seconds} s) ${lastLine(output)}`.trimEnd());
  else print(`FAILED ${name} (${seconds} s)\n${log}`);
  return ok;
}

/** The summary that a command ends with. */
function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
