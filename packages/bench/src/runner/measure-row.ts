/**
 * Measures a row: all candidates in turn, each in separate processes.
 *
 * Engines compile differently from one process to the next, so a candidate is started several times. Within
 * a round every candidate does one slice, in random order, and ratios are taken within the round: anything that slows
 * the machine down slows all of them. A round that the host of a virtual machine has interrupted is repeated. If a goal
 * is still undecided, more processes are started; then the result counts either way.
 *
 * @module
 */

import type { PeerName } from '../peers/index.ts';
import { type RuntimeName, stolenTicks } from '../program/index.ts';
import type { CandidateName, Row } from '../rows/index.ts';
import type { ServerName } from '../servers/index.ts';
import type { Budget, Candidate, Sample } from './candidate.ts';
import { candidatesOf } from './candidates-of.ts';
import { measureBytes } from './measure-bytes.ts';
import { openNeighbour } from './open-neighbour.ts';
import { openBroadcast, openEcho } from './open-server.ts';
import { openWorker } from './open-worker.ts';
import type { Figures, Result } from './result.ts';
import { shuffle, spreadOf } from './statistics.ts';

type Round = ReadonlyMap<CandidateName, Sample>;

/**
 * @param progress - Called with the share that is done, 0 to 1.
 * @param isOpen - Whether the results so far are undecided. Default: false.
 */
export async function measureRow(
  row: Row,
  runtime: RuntimeName,
  budget: Budget,
  progress: (share: number) => void,
  isOpen: (result: Result) => boolean = () => false,
): Promise<Result> {
  const names = candidatesOf(row, runtime);
  if (row.measure === 'allocate' || row.measure === 'hold')
    return measureBytes(row, names, runtime, progress);
  const rounds: Round[] = [];
  const missing = new Map<CandidateName, string>();
  const soFar = (): Result => {
    const present = names.filter((name) => !missing.has(name));
    const figures = present.map((name) => figuresOf(name, row.subject, rounds));
    return { row, figures, missing: Object.fromEntries(missing) };
  };
  const sets = setsOf(row, budget);
  for (let i = 0; i < sets || (i < budget.patience * sets && isOpen(soFar())); i++) {
    const candidates = new Map<CandidateName, Candidate>();
    // One after the other, so that only one runs.
    for (const name of names.filter((one) => !missing.has(one))) {
      try {
        candidates.set(name, await open(name, row, runtime, budget));
      } catch (error) {
        if (name === row.subject) throw error;
        missing.set(name, firstLine(error));
      }
    }
    for (let n = 0; n < budget.rounds; n++) rounds.push(await quietRound(candidates));
    for (const candidate of candidates.values()) await candidate.close();
    progress(Math.min((i + 1) / sets, 1));
  }
  return soFar();
}

function firstLine(error: unknown): string {
  return String(error).split('\n', 1)[0]!;
}

/** Servers take long to start, and most of their work is done by the system: half as many are enough. */
function setsOf({ work }: Row, { processes }: Budget): number {
  const isServer = work.kind === 'echo' || work.kind === 'broadcast' || work.kind === 'neighbour';
  return isServer ? Math.ceil(processes / 2) : processes;
}

async function open(
  name: CandidateName,
  { work }: Row,
  runtime: RuntimeName,
  budget: Budget,
): Promise<Candidate> {
  switch (work.kind) {
    case 'echo':
      return openEcho(name as ServerName, work, runtime, budget);
    case 'broadcast':
      return openBroadcast(name as ServerName, work, runtime);
    case 'neighbour':
      return openNeighbour(name as ServerName, work, runtime, budget);
    case 'sockets':
      throw new Error('Idle connections are not timed');
    default:
      return openWorker(name as PeerName, work, runtime, budget);
  }
}

/** How often a round is measured until the host of a virtual machine leaves it alone. */
const MOST_TRIES = 3;

/** A round in which nothing was stolen, or the last of several. */
async function quietRound(candidates: ReadonlyMap<CandidateName, Candidate>): Promise<Round> {
  for (let tries = 1; ; tries++) {
    const before = stolenTicks();
    const samples = await round(candidates);
    if (tries === MOST_TRIES || stolenTicks() === before) return samples;
  }
}

async function round(candidates: ReadonlyMap<CandidateName, Candidate>): Promise<Round> {
  const samples = new Map<CandidateName, Sample>();
  for (const [name, candidate] of shuffle([...candidates])) {
    samples.set(name, await candidate.slice());
  }
  return samples;
}

function figuresOf(name: CandidateName, subject: CandidateName, rounds: readonly Round[]): Figures {
  const theirs = rounds.map((samples) => samples.get(name)!);
  const ours = rounds.map((samples) => samples.get(subject)!);
  const longest = theirs.flatMap(({ max }) => (max === undefined ? [] : [max]));
  const p99s = theirs.flatMap(({ p99 }) => (p99 === undefined ? [] : [p99]));
  return {
    name,
    value: spreadOf(theirs.map(({ cpu }) => cpu)).median,
    wall: spreadOf(theirs.map(({ wall }) => wall)).median,
    ratio: spreadOf(theirs.map(({ cpu }, i) => cpu / ours[i]!.cpu)),
    wallRatio: spreadOf(theirs.map(({ wall }, i) => wall / ours[i]!.wall)).median,
    ...(longest.length > 0 && { max: Math.max(...longest) }),
    ...(p99s.length > 0 && { p99: spreadOf(p99s).median }),
  };
}
