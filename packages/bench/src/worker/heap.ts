/**
 * Bytes of the heap: allocated by work, or held by objects.
 *
 * Exact only in a process whose collector runs only when asked: `--expose-gc`, and a young generation that is larger
 * than the allocations in between.
 *
 * @module
 */

import process from 'node:process';
import type { Task } from '../work/index.ts';

/** Calls that are counted together. */
const CALLS = 8;
const TRIES = 5;

/** @returns Bytes of the heap that one unit of the task allocates, the least of some tries. */
export async function allocatedBytes({ call, units }: Task): Promise<number> {
  // Until the engine has finished compiling: code is on the heap as well.
  const end = performance.now() + 500;
  while (performance.now() < end) await call();
  const tries: number[] = [];
  for (let i = 0; i < TRIES; i++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < CALLS; n++) await call();
    tries.push((process.memoryUsage().heapUsed - before) / (CALLS * units));
  }
  return Math.min(...tries.filter((bytes) => bytes >= 0));
}

/**
 * @returns Bytes of the heap and of buffers that each unit holds which `make` makes: the median of some tries, since an
 * engine may meanwhile free code, which is on the heap as well.
 */
export function heldBytes(make: () => unknown, units: number): number {
  const held = [make()];
  const tries: number[] = [];
  for (let i = 0; i < TRIES; i++) {
    collect();
    const before = total();
    held.push(make());
    collect();
    tries.push((total() - before) / units);
  }
  keep(held);
  return tries.sort((a, b) => a - b)[TRIES >> 1]!;
}

/**
 * @param make - Makes so many units.
 * @returns Bytes of all memory of the process that each unit keeps: memory outside of the heap, such as that of zlib,
 * is reported nowhere else. Untouched memory does not count.
 */
export async function residentBytes(
  make: (units: number) => unknown,
  units: number,
): Promise<number> {
  const warm = await make(5);
  collect();
  const before = process.memoryUsage.rss();
  const held = await make(units);
  collect();
  const bytes = (process.memoryUsage.rss() - before) / units;
  keep(warm, held);
  return bytes;
}

function total(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function collect(): void {
  const { gc, Bun } = globalThis as { gc?: () => void; Bun?: { gc(now: boolean): void } };
  if (gc === undefined && Bun === undefined) throw new Error('Start with --expose-gc');
  for (let i = 0; i < 2; i++) {
    gc?.();
    Bun?.gc(true);
  }
}

/** A variable used here is alive until here. */
function keep(...values: readonly unknown[]): void {
  if (values.length === 0) throw new Error('Nothing to keep');
}
