/**
 * `pnpm check`: the whole gate. Every step is run, whatever the others say; or one step alone, with options of
 * its own. The build is done by the script that starts this.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { print, runCommand, text } from '@sansocket/command-line';
import { runNode, scriptOf, type ToolResult, workspaceRoot } from '@sansocket/workspace';
import { readJestReport } from '../requirements/index.ts';
import { runJest } from '../shared/index.ts';

/** The task of a step, and its arguments for Node. */
type Step = readonly [does: string, ...command: [string, ...string[]]];

const steps: Readonly<Record<string, Step>> = {
  types: [
    'types of sources and tests',
    tool('typescript7', 'tsc'),
    '-p',
    'packages/tsconfig.test.json',
  ],
  format: ['format and lint', tool('@biomejs/biome', 'biome'), 'ci', '--error-on-warnings'],
  lint: [
    'the lint that needs types',
    tool('eslint'),
    '-c',
    'packages/checks/eslint.config.js',
    '--max-warnings',
    '0',
    'packages',
  ],
  structure: [
    'import directions and cycles',
    tool('dependency-cruiser', 'depcruise'),
    '--config',
    'packages/checks/dependency-cruiser.config.js',
    'packages/*/{src,test}',
  ],
  docs: ['code blocks and links of documents', ours('docs')],
  packages: ['manifests, and the packages as they are installed', ours('packages')],
  size: ['bytes of each entry point', tool('size-limit'), '--config', 'size-limit.config.js'],
  requirements: ['each requirement of the RFC has a passing test', ours('requirements')],
  support: ['each cell of the table of support is green, or says why not', ours('support')],
  interop: ['each cell of interoperation is green', 'packages/interop/dist/main.js', '--check'],
  generated: ['generated files are up to date', ours('generate'), '--check'],
};

const [named = '', ...args] = process.argv.slice(2);
if (Object.hasOwn(steps, named)) {
  const [, ...command] = steps[named]!;
  const options = { cwd: folderOf(named), stdio: 'inherit' } as const;
  process.exitCode = spawnSync(process.execPath, [...command, ...args], options).status ?? 1;
} else await runWholeGate();

async function runWholeGate(): Promise<void> {
  await runCommand(
    {
      name: 'pnpm check',
      does: `The whole gate: the tests in this Node, and the steps below. Every step is run, whatever the others
say; the exit code is 1 when one fails. pnpm check STEP runs one alone, and hands on the options behind it.`,
      options: {
        results: text('FILE', 'The tests were run by jest --json: read its report, run none'),
      },
      more: `Steps:\n${Object.entries(steps)
        .map(([name, [does]]) => `  ${name.padEnd(14)}${does}`)
        .join('\n')}`,
      example: 'pnpm check structure',
    },
    ({ results: given }) => {
      if (given !== undefined) readJestReport(workspaceRoot, given);
      const results = given ?? '.cache/results/check.json';
      const tests =
        given === undefined ? [failureOf('tests', () => runJest(workspaceRoot, results, []))] : [];
      const others = Object.entries(steps).map(([name, [, ...command]]) => {
        const more = name === 'requirements' ? ['--results', results] : [];
        return failureOf(name, () => runNode([...command, ...more], folderOf(name)));
      });
      const failed = [...tests, ...others].flat();
      const count = tests.length + others.length;
      print(
        failed.length === 0
          ? `${count} steps, all green`
          : `${count} steps, failed: ${failed.join(', ')}`,
      );
      process.exitCode = failed.length === 0 ? 0 : 1;
    },
  );
}

/** Where a step runs: size-limit looks for its plug-ins in the package.json there. */
function folderOf(step: string): string {
  return step === 'size' ? join(workspaceRoot, 'packages/checks') : workspaceRoot;
}

function ours(command: string): string {
  return join(workspaceRoot, `packages/checks/dist/commands/${command}.js`);
}

function tool(name: string, command?: string): string {
  return scriptOf(workspaceRoot, name, command);
}

/** @returns The name of the step when it failed. */
function failureOf(name: string, runStep: () => ToolResult): string[] {
  const start = performance.now();
  const { ok, output, log } = runStep();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (ok) print(`ok     ${name} (${seconds} s) ${lastLine(output)}`.trimEnd());
  else print(`FAILED ${name} (${seconds} s)\n${log}`);
  return ok ? [] : [name];
}

/** The summary that a command ends with. */
function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
