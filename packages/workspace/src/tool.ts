/**
 * Starting other programs: the tools of the workspace, by path and with this Node.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readText } from './files.ts';

/** How a program ended. */
export interface ToolResult {
  readonly ok: boolean;
  /** Standard output. */
  readonly output: string;
  /** Standard output, then standard error. */
  readonly log: string;
}

/**
 * Runs a program to its end.
 *
 * @param timeoutMs - Milliseconds after which it is ended, which counts as failure; by default never.
 * @throws Error when the program cannot be started.
 */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  timeoutMs?: number,
): ToolResult {
  const ended = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 1 << 28,
    timeout: timeoutMs,
  });
  if (ended.error && ended.signal === null)
    throw new Error(`Cannot start ${program}`, { cause: ended.error });
  return { ok: ended.status === 0, output: ended.stdout, log: ended.stdout + ended.stderr };
}

/** Runs a script with this Node. */
export function runNode(args: readonly string[], cwd: string, timeoutMs?: number): ToolResult {
  return run(process.execPath, args, cwd, timeoutMs);
}

/** Runs the command that a package of the workspace's root brings, as `scriptOf` finds it. */
export function runTool(
  root: string,
  packageName: string,
  args: readonly string[],
  command?: string,
): ToolResult {
  return runNode([scriptOf(root, packageName, command), ...args], root);
}

/**
 * The script of the command that a package of the workspace's root brings: shims in `node_modules/.bin` differ
 * between systems, and two packages here have a command called `tsc`.
 *
 * @param packageName - As under `node_modules`, such as `typescript7`.
 * @param command - Name of the command; by default the package's own name.
 * @returns An absolute path.
 */
export function scriptOf(root: string, packageName: string, command: string = packageName): string {
  const folder = `node_modules/${packageName}`;
  const { bin } = JSON.parse(readText(root, `${folder}/package.json`)) as PackageWithCommands;
  const script = typeof bin === 'string' ? bin : bin[command];
  if (script === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(root, folder, script);
}

interface PackageWithCommands {
  readonly bin: string | Readonly<Record<string, string>>;
}
