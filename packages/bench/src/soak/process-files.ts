/**
 * The memory and the open files of another process, as the system reports them.
 *
 * @module
 */

import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Open files of a process, by number. */
export interface OpenFiles {
  readonly all: number;
  /** Of the network: runtimes have others for themselves, which come and go. */
  readonly sockets: number;
}

/** @throws Error on systems other than Linux, which do not provide it. */
export function assertProcFiles(): void {
  if (existsSync('/proc/self/fd')) return;
  throw new Error('A soak needs /proc, which tells the memory and the files of another process');
}

/** @returns None if the process has ended. */
export function openFilesOf(pid: number): OpenFiles {
  const directory = `/proc/${pid}/fd`;
  try {
    const targets = readdirSync(directory).map((name) => targetOf(`${directory}/${name}`));
    const inodes = targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
    // A socket that was reset is in no table of TCP, so the sockets of Unix are subtracted instead.
    const local = unixInodesOf(pid);
    return { all: targets.length, sockets: inodes.filter((inode) => !local.has(inode)).length };
  } catch {
    return { all: 0, sockets: 0 };
  }
}

/** @returns The most memory that the process has ever had, in bytes; 0 if it has ended. */
export function maxRssOf(pid: number): number {
  try {
    const [, kilobytes = 0] =
      /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}

function unixInodesOf(pid: number): ReadonlySet<string | undefined> {
  const lines = readFileSync(`/proc/${pid}/net/unix`, 'latin1').split('\n');
  return new Set(lines.map((line) => line.trim().split(/\s+/)[6]));
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // Closed since.
    return '';
  }
}
