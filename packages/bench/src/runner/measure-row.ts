/**
 * A row, measured: all candidates in turn, each in processes of its own.
 *
 * Engines compile differently from one process to the next, so a candidate is started several times. Within
 * a round every candidate does one slice, in random order, and ratios are taken within the round: what
 * slows the machine down slows all of them.
 *
 * @module
 */

import type { PeerName } from '../peers/index.ts';
import type { Row } from '../rows/index.ts';
import type { Slice } from '../worker/index.ts';
import type { RuntimeName } from './runtimes.ts';
import { type Spread, shuffle, spreadOf } from './statistics.ts';
import { WorkerProcess } from './worker-process.ts';

/** How much is measured. */
export interface Budget {
  /** Processes for each candidate. */
  readonly processes: number;
  /** Rounds for each set of processes. */
  readonly rounds: number;
  readonly warmMs: number;
  readonly sliceMs: number;
}

/** The figures of one candidate. */
export interface Figures {
  readonly peer: PeerName;
  /** Nanoseconds of CPU, or bytes, for each unit. */
  readonly value: number;
  /** Nanoseconds on the clock for each unit, of a row on time. */
  readonly wall?: number;
  /** How many times as fast the subject is, by CPU time; for a row on bytes, how many times as many it uses. */
  readonly ratio: Spread;
  /** The same by the clock. */
  readonly wallRatio?: number;
}

/** A row with its figures, those of the subject first. */
export interface Result {
  readonly row: Row;
  readonly figures: readonly Figures[];
}

/** @param progress - Called with the share that is done, 0 to 1. */
export async function measureRow(
  row: Row,
  runtime: RuntimeName,
  budget: Budget,
  progress: (share: number) => void,
): Promise<Result> {
  const peers = peersIn(row, runtime);
  if (row.measure !== 'time') return measureBytes(row, peers, runtime);
  const rounds: ReadonlyMap<PeerName, Slice>[] = [];
  for (let i = 0; i < budget.processes; i++) {
    const workers = await openWorkers(row, peers, runtime, budget);
    for (let n = 0; n < budget.rounds; n++) rounds.push(await round(workers));
    for (const worker of workers.values()) await worker.close();
    progress((i + 1) / budget.processes);
  }
  return { row, figures: peers.map((peer) => figuresOf(peer, row.subject, rounds)) };
}

/** Native add-ons are Node's. */
function peersIn({ subject, against }: Row, runtime: RuntimeName): PeerName[] {
  const native: readonly PeerName[] = ['ws+bufferutil', 'websocket', 'bufferutil'];
  const others = runtime === 'node' ? against : against.filter((peer) => !native.includes(peer));
  return [subject, ...others];
}

type Workers = ReadonlyMap<PeerName, WorkerProcess>;

/** One after the other, so that only one runs. */
async function openWorkers(
  row: Row,
  peers: readonly PeerName[],
  runtime: RuntimeName,
  { warmMs, sliceMs }: Budget,
): Promise<Workers> {
  const workers = new Map<PeerName, WorkerProcess>();
  for (const peer of peers) {
    const worker = await WorkerProcess.open(runtime, peer, row.work, false);
    await worker.ask({ type: 'warm', ms: warmMs, sliceMs });
    workers.set(peer, worker);
  }
  return workers;
}

async function round(workers: Workers): Promise<Map<PeerName, Slice>> {
  const slices = new Map<PeerName, Slice>();
  for (const [peer, worker] of shuffle([...workers])) {
    const { slice } = await worker.ask({ type: 'slice' });
    if (slice === undefined) throw new Error(`Worker of ${peer} did not time its slice`);
    slices.set(peer, slice);
  }
  return slices;
}

function figuresOf(
  peer: PeerName,
  subject: PeerName,
  rounds: readonly ReadonlyMap<PeerName, Slice>[],
): Figures {
  const theirs = rounds.map((slices) => slices.get(peer)!);
  const ours = rounds.map((slices) => slices.get(subject)!);
  return {
    peer,
    value: spreadOf(theirs.map(({ cpu }) => cpu)).median,
    wall: spreadOf(theirs.map(({ wall }) => wall)).median,
    ratio: spreadOf(theirs.map(({ cpu }, i) => cpu / ours[i]!.cpu)),
    wallRatio: spreadOf(theirs.map(({ wall }, i) => wall / ours[i]!.wall)).median,
  };
}

async function measureBytes(
  row: Row,
  peers: readonly PeerName[],
  runtime: RuntimeName,
): Promise<Result> {
  const type = row.measure === 'hold' ? 'hold' : 'allocate';
  const values = new Map<PeerName, number>();
  for (const peer of peers) {
    const worker = await WorkerProcess.open(runtime, peer, row.work, true);
    const { bytes } = await worker.ask({ type });
    await worker.close();
    if (bytes === undefined) throw new Error(`Worker of ${peer} did not count bytes`);
    values.set(peer, bytes);
  }
  const ours = values.get(row.subject)!;
  const figures = [...values].map(([peer, value]) => {
    const ratio = value / ours;
    return { peer, value, ratio: { first: ratio, median: ratio, third: ratio } };
  });
  return { row, figures };
}
