/**
 * A program that is asked to run in another runtime than it was started in starts itself there.
 *
 * @module
 */

import { spawn } from 'node:child_process';
import { installRuntimes, runtimePath } from '@sansocket/workspace';
import { type RuntimeName, runtimeName } from './adapter.ts';

/**
 * Returns if this is the runtime; otherwise runs the program there, with its output and exit code, and never returns.
 *
 * @param name - The runtime that the command line names.
 */
export async function runIn(name: RuntimeName): Promise<void> {
  if (name === runtimeName()) return;
  if (name !== 'node') installRuntimes();
  const [program, ...args] = commands[name];
  const child = spawn(program, [...args, ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  const exitCode = await new Promise<number>((resolve) => {
    child.on('close', (code) => resolve(code ?? 1));
    child.on('error', ({ message }) => {
      console.error(`Cannot start ${name}: ${message}`);
      resolve(1);
    });
  });
  process.exit(exitCode);
}

const commands: Readonly<Record<RuntimeName, readonly [program: string, ...args: string[]]>> = {
  node: ['node'],
  deno: [runtimePath('deno'), 'run', '--allow-net', '--allow-env'],
  bun: [runtimePath('bun')],
};
