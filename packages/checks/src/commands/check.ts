/**
 * `pnpm check [--results FILE]`: the whole gate. Every step is run, whatever the others say.
 *
 * With `--results`, the tests have been run by `jest --json` and are not run again. The build is done
 * by the script that starts this.
 *
 * @module
 */
import {
  helpWhereAsked,
  optionOf,
  runJest,
  runNode,
  runTool,
  type ToolResult,
  workspaceRoot,
} from '../shared/index.ts';

helpWhereAsked();

type Step = readonly [name: string, run: () => ToolResult];

const given = optionOf(process.argv, '--results');
const results = given ?? '.cache/results/check.json';
const command = (name: string, ...args: readonly string[]) =>
  runNode([`packages/checks/dist/commands/${name}.js`, ...args], workspaceRoot);
const tool = (name: string, args: readonly string[], executable?: string) =>
  runTool(workspaceRoot, name, args, executable);

const eslintConfig = 'packages/checks/eslint.config.js';
const tests: Step = ['tests', () => runJest(workspaceRoot, results, [])];

const steps: readonly Step[] = [
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
  ['interoperation', () => runNode(['packages/interop/dist/main.js', '--check'], workspaceRoot)],
  ['playground', () => runNode(['packages/playground/dist/main.js', '--check'], workspaceRoot)],
];

const failed = steps.filter(([name, runStep]) => {
  const start = performance.now();
  const { ok, output, log } = runStep();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (ok) console.log(`ok     ${name} (${seconds} s) ${lastLine(output)}`.trimEnd());
  else console.log(`FAILED ${name} (${seconds} s)\n${log}`);
  return !ok;
});

console.log(
  failed.length === 0
    ? `${steps.length} steps, all green`
    : `${steps.length} steps, failed: ${failed.map(([name]) => name).join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

/** The summary that a command ends with. */
function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
