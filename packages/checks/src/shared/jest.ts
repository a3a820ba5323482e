/**
 * Running jest.
 *
 * @module
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNode, type ToolResult } from '@sansocket/workspace';

/**
 * Runs tests and leaves jest's report in a file. An older report there is removed first, so that it
 * is not taken for this run's.
 *
 * @param resultsFile - Relative to the workspace.
 * @param args - More arguments for jest.
 * @returns With the line of totals as output.
 * @throws Error when jest ends without a report.
 */
export function runJest(root: string, resultsFile: string, args: readonly string[]): ToolResult {
  mkdirSync(dirname(join(root, resultsFile)), { recursive: true });
  rmSync(join(root, resultsFile), { force: true });
  const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${resultsFile}`, ...args];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { ok, log } = runNode([...flags, ...jest], root);
  if (!existsSync(join(root, resultsFile))) throw new Error(`Jest made no report:\n${log}`);
  const [, totals = ''] = /^Tests: +(.*)$/m.exec(log) ?? [];
  return { ok, output: totals, log };
}
