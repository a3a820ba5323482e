/**
 * Rows on bytes of the heap, and on masking compared with a copy.
 *
 * @module
 */

import { serverLibraries } from '../peers/index.ts';
import type { Row } from './row.ts';
import { sizeOf } from './sizes.ts';

/** The garbage of a decoded message. */
export function allocationRows(): Row[] {
  return (
    [
      [16, 120, 60],
      [125, 320, 200],
    ] as const
  ).map(([bytes, must, aim]) => ({
    name: `allocate-text-${bytes}`,
    title: `heap allocated for each decoded text of ${sizeOf(bytes)}, server, 64 KiB reads`,
    delivers: 'strings',
    measure: 'allocate',
    work: {
      kind: 'decode',
      role: 'server',
      messages: 'text',
      bytes,
      reads: 65_536,
      delivery: 'whole',
    },
    subject: 'sansocket',
    against: serverLibraries,
    goals: [{ against: undefined, must, aim }],
  }));
}

/** The memory of an open connection. */
export function idleRow(): Row {
  return {
    name: 'idle-core',
    title: 'heap held by each idle connection, core alone, 10 000 connections',
    delivers: 'open connections without a transport',
    measure: 'hold',
    work: { kind: 'idle', connections: 10_000 },
    subject: 'sansocket',
    against: [],
    goals: [{ against: undefined, must: 1024, aim: 500 }],
  };
}

/** Masking compared with a copy of the same bytes. */
export function maskingRows(): Row[] {
  const row: Row = {
    name: 'masking-64k',
    title: 'masking 64 KiB in place, beside a copy of them, portable',
    delivers: 'control: no codec',
    measure: 'time',
    work: { kind: 'control', bytes: 65_536 },
    subject: 'masking',
    against: ['memcpy', 'bufferutil'],
    goals: [{ against: 'memcpy', must: 0.25, aim: 0.35 }],
  };
  const wasm: Row = {
    ...row,
    name: 'masking-64k-wasm',
    title: 'masking 64 KiB in place, beside a copy of them, by WebAssembly',
    subject: 'wasm-masking',
    goals: [{ against: 'memcpy', must: 0.45, aim: 0.6 }],
  };
  return [row, wasm];
}
