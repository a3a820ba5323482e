/**
 * Time that a virtual machine wanted to run and could not, since its host ran others.
 *
 * @module
 */

import { existsSync, readFileSync } from 'node:fs';

const FILE = '/proc/stat';

/** Behind the name: user, nice, system, idle, iowait, irq, softirq, steal. */
const STEAL = 8;

/** @returns Of all processors since the start, in ticks of the system, as reported by Linux; 0 on another system. */
export function stolenTicks(): number {
  return existsSync(FILE) ? stealOf(readFileSync(FILE, 'latin1')) : 0;
}

/** @param stat - The text of `/proc/stat`: its first line is about all processors. */
export function stealOf(stat: string): number {
  return Number(stat.split('\n', 1)[0]!.split(/ +/)[STEAL] ?? 0);
}
