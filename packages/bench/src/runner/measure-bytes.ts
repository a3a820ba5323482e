/**
 * A row on bytes of the heap: each candidate once, since the same is counted every time.
 *
 * @module
 */

import type { PeerName } from '../peers/index.ts';
import type { RuntimeName } from '../program/index.ts';
import type { CandidateName, Row } from '../rows/index.ts';
import type { Memory, ServerName } from '../servers/index.ts';
import { memoryOfConnections } from './open-server.ts';
import { bytesOfWorker } from './open-worker.ts';
import type { Result } from './result.ts';

/** @param progress - Called with the share that is done, 0 to 1. */
export async function measureBytes(
  row: Row,
  names: readonly CandidateName[],
  runtime: RuntimeName,
  progress: (share: number) => void,
): Promise<Result> {
  const counts: (Partial<Memory> & { readonly heap: number })[] = [];
  for (const name of names) {
    counts.push(await count(row, name, runtime));
    progress(counts.length / names.length);
  }
  const figures = names.map((name, i) => {
    const { heap, rss } = counts[i]!;
    const ratio = heap / counts[0]!.heap;
    const spread = { first: ratio, median: ratio, third: ratio };
    return { name, value: heap, ratio: spread, ...(rss !== undefined && { rss }) };
  });
  return { row, figures, missing: {} };
}

async function count(
  { work, measure }: Row,
  name: CandidateName,
  runtime: RuntimeName,
): Promise<Partial<Memory> & { readonly heap: number }> {
  if (work.kind === 'sockets') return memoryOfConnections(name as ServerName, work, runtime);
  if (
    work.kind === 'echo' ||
    work.kind === 'broadcast' ||
    work.kind === 'neighbour' ||
    measure === 'time' ||
    measure === 'wait'
  ) {
    throw new Error(`Bytes of ${work.kind} are not counted`);
  }
  return { heap: await bytesOfWorker(name as PeerName, work, runtime, measure) };
}
