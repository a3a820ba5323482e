/**
 * The CPU time of two ways to do the same work, in turn.
 *
 * Each round does a slice of both, in random order, and gives one ratio; the median of the ratios counts.
 * CPU time has the garbage collector in it, and leaves out what else the machine does.
 *
 * @module
 */

import { setImmediate } from 'node:timers/promises';

/** The same work done in two ways. */
export interface Task {
  readonly name: string;
  /** Messages that one call is about. */
  readonly messages: number;
  readonly ours: () => void;
  readonly theirs: () => void;
}

/** CPU time of a message in nanoseconds, medians. */
export interface Comparison {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  /** How many times the work of theirs we do in the same time. */
  readonly ratio: number;
}

const SLICE_MICROSECONDS = 15_000;

/** @param seconds - How long it takes, about. */
export async function compare(task: Task, seconds: number): Promise<Comparison> {
  const warmUp = performance.now() + seconds * 200;
  while (performance.now() < warmUp) {
    await slice(task.ours, 1);
    await slice(task.theirs, 1);
  }
  const calls = Math.ceil(SLICE_MICROSECONDS / Math.max(await slice(task.ours, 1), 1));
  const rounds: Omit<Comparison, 'name'>[] = [];
  const end = performance.now() + seconds * 800;
  while (performance.now() < end) rounds.push(await round(task, calls));
  const medianOf = (key: 'ours' | 'theirs' | 'ratio') => median(rounds.map((one) => one[key]));
  return {
    name: task.name,
    ours: medianOf('ours'),
    theirs: medianOf('theirs'),
    ratio: medianOf('ratio'),
  };
}

async function round(
  { ours, theirs, messages }: Task,
  calls: number,
): Promise<Omit<Comparison, 'name'>> {
  const oursFirst = Math.random() < 0.5;
  const first = await slice(oursFirst ? ours : theirs, calls);
  const second = await slice(oursFirst ? theirs : ours, calls);
  const [ourTime, theirTime] = oursFirst ? [first, second] : [second, first];
  const perMessage = 1000 / (calls * messages);
  return { ours: ourTime * perMessage, theirs: theirTime * perMessage, ratio: theirTime / ourTime };
}

/** @returns Microseconds of CPU time. */
async function slice(work: () => void, calls: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) work();
  // Streams put off part of their work.
  await setImmediate();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
