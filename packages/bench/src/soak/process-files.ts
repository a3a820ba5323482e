/**
 * What the system says of another process: its memory and its open files.
 *
 * @module
 */

import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Open files of a process, by number. */
export interface OpenFiles {
  readonly all: number;
  readonly sockets: number;
}

/** @throws Error on a system that does not tell: it is Linux that does. */
export function assertProcFiles(): void {
  if (existsSync('/proc/self/fd')) return;
  throw new Error('A soak needs /proc, which tells the memory and the files of another process');
}

/** @returns None when the process is gone. */
export function openFilesOf(pid: number): OpenFiles {
  const directory = `/proc/${pid}/fd`;
  try {
    const targets = readdirSync(directory).map((name) => targetOf(`${directory}/${name}`));
    const sockets = targets.filter((target) => target.startsWith('socket:'));
    return { all: targets.length, sockets: sockets.length };
  } catch {
    return { all: 0, sockets: 0 };
  }
}

/** @returns The most memory that the process has ever had, in bytes; 0 when it is gone. */
export function maxRssOf(pid: number): number {
  try {
    const [, kilobytes = 0] =
      /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // Closed since.
    return '';
  }
}
