/**
 * The memory of this process.
 *
 * @module
 */

import process from 'node:process';
import type { Memory } from './protocol.ts';

/** Lets the collector run first, where it may be asked to. */
export function memory(): Memory {
  const { gc, Bun } = globalThis as { gc?: () => void; Bun?: { gc(now: boolean): void } };
  for (let i = 0; i < 3; i++) {
    gc?.();
    Bun?.gc(true);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}
