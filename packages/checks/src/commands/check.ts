/**
 * `pnpm check`: the whole gate. Every step runs, whatever the others say; or one step alone, with options of its own.
 * The script that starts this has built everything.
 *
 * @module
 */
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { print, runCommand, text } from '@sansocket/command-line';
import { scriptOf, type ToolResult, workspaceRoot } from '@sansocket/workspace';
import { readJestReport } from '../requirements/index.ts';
import { hostReport } from '../runtimes/index.ts';

/** The task of a step, and its arguments for Node. */
type Step = readonly [does: string, ...command: [string, ...string[]]];

/** The longest first: two run at a time. */
const steps: Readonly<Record<string, Step>> = {
  packages: ['manifests, and the packages as they are installed', ours('packages')],
  lint: [
    'the lint that needs types',
    tool('eslint'),
    '-c',
    'packages/checks/eslint.config.js',
    '--max-warnings',
    '0',
    'packages',
  ],
  docs: ['code blocks and links of documents', ours('docs')],
  structure: [
    'import directions and cycles',
    tool('dependency-cruiser', 'depcruise'),
    '--config',
    'packages/checks/dependency-cruiser.config.js',
    'packages/*/{src,test}',
  ],
  generated: ['generated files are up to date', ours('generate'), '--check'],
  types: [
    'types of sources and tests',
    tool('typescript7', 'tsc'),
    '-p',
    'packages/tsconfig.test.json',
  ],
  format: ['format and lint', tool('@biomejs/biome', 'biome'), 'ci', '--error-on-warnings'],
  size: ['bytes of each entry point', tool('size-limit'), '--config', 'size-limit.config.js'],
  requirements: ['each requirement of the RFC has a passing test', ours('requirements')],
  support: ['each cell of the table of support is green, or says why not', ours('support')],
  interop: ['each cell of interoperation is green', 'packages/interop/dist/main.js', '--check'],
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
      does: `The whole gate: the tests in this Node, then the steps below, two at a time. Every step runs, whatever
the others say; the exit code is 1 when one fails. pnpm check STEP runs one alone, with the options after it.`,
      options: {
        results: text('FILE', 'Run no test: read this report of jest --json'),
      },
      more: `Steps:\n${Object.entries(steps)
        .map(([name, [does]]) => `  ${name.padEnd(14)}${does}`)
        .join('\n')}`,
      example: 'pnpm check structure',
    },
    async ({ results: given }) => {
      if (given !== undefined) readJestReport(workspaceRoot, given);
      const failed = given === undefined ? await tryStep('tests', [ours('test')]) : [];
      const left = Object.entries(steps);
      const runNext = async (): Promise<void> => {
        for (let step; (step = left.shift()) !== undefined; ) {
          const [name, [, ...command]] = step;
          const more = name === 'requirements' ? ['--results', given ?? hostReport] : [];
          failed.push(...(await tryStep(name, [...command, ...more])));
        }
      };
      await Promise.all([runNext(), runNext()]);
      const count = Object.keys(steps).length + (given === undefined ? 1 : 0);
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

/** @returns The name of the step if it failed. */
async function tryStep(name: string, command: readonly string[]): Promise<string[]> {
  const start = performance.now();
  const { ok, output, log } = await runBeside(command, folderOf(name));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (ok) print(`ok     ${name} (${seconds} s) ${lastLine(output)}`.trimEnd());
  else print(`FAILED ${name} (${seconds} s)\n${log}`);
  return ok ? [] : [name];
}

/** Runs a script with this Node while others run. */
function runBeside(command: readonly string[], cwd: string): Promise<ToolResult> {
  const options = { cwd, env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 1 << 28 };
  return new Promise((resolve) => {
    execFile(process.execPath, command, options, (error, output, errors) => {
      resolve({ ok: error === null, output, log: output + errors });
    });
  });
}

/** The summary that a command ends with. */
function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
