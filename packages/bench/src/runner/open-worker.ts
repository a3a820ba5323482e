/**
 * A library at work in a worker.
 *
 * @module
 */

import { fileURLToPath } from 'node:url';
import { environmentOf, type PeerName } from '../peers/index.ts';
import {
  type Counted,
  commandFor,
  type Program,
  type RuntimeName,
  startProgram,
} from '../program/index.ts';
import type { CodecWork } from '../work/index.ts';
import type { OpenRequest, Request, Slice } from '../worker/index.ts';
import type { Budget, Candidate } from './candidate.ts';

const script = fileURLToPath(new URL('../../dist/worker/main.js', import.meta.url));

/** Starts a worker and warms it up. @throws Error when the peer cannot do the work. */
export async function openWorker(
  peer: PeerName,
  work: CodecWork,
  runtime: RuntimeName,
  { warmMs, sliceMs }: Budget,
): Promise<Candidate> {
  const worker = await startWorker(peer, work, runtime, 'nothing');
  await worker.ask({ type: 'warm', ms: warmMs, sliceMs } satisfies Request);
  return {
    slice: async () => (await worker.ask({ type: 'slice' } satisfies Request)) as Slice,
    close: () => worker.close(),
  };
}

/** @returns Bytes of the heap, for each unit, that the work allocates or that its connections hold. */
export async function bytesOfWorker(
  peer: PeerName,
  work: CodecWork,
  runtime: RuntimeName,
  type: 'allocate' | 'hold',
): Promise<number> {
  const worker = await startWorker(peer, work, runtime, 'allocations');
  try {
    return (await worker.ask({ type } satisfies Request)) as number;
  } finally {
    await worker.close();
  }
}

/**
 * Has a worker in Node do its work.
 *
 * @param flags - Of Node.
 */
export async function runWorker(
  peer: PeerName,
  work: CodecWork,
  flags: readonly string[],
  ms: number,
): Promise<void> {
  const worker = await startWorker(peer, work, 'node', 'nothing', flags);
  await worker.ask({ type: 'warm', ms, sliceMs: 15 } satisfies Request);
  await worker.close();
}

async function startWorker(
  peer: PeerName,
  work: CodecWork,
  runtime: RuntimeName,
  counted: Counted,
  flags: readonly string[] = [],
): Promise<Program> {
  const [command, ...args] = commandFor(runtime, script, counted);
  const worker = startProgram([command, ...flags, ...args], environmentOf(peer));
  await worker.ask({ type: 'open', peer, work } satisfies OpenRequest);
  return worker;
}
