/**
 * CPU time of another process.
 *
 * @module
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * @returns Nanoseconds that all threads of the process have run.
 * @throws Error on systems other than Linux, which do not provide it.
 */
export function cpuNanoseconds(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) {
    throw new Error('Rows on servers need /proc, which tells the CPU time of another process');
  }
  return readdirSync(tasks).reduce((sum, task) => sum + runTime(`${tasks}/${task}/schedstat`), 0);
}

function runTime(file: string): number {
  try {
    return Number(readFileSync(file, 'latin1').split(' ')[0]);
  } catch {
    // The thread has ended.
    return 0;
  }
}
