/**
 * Where the CPU time of a row goes: the functions in which Sansocket spends most time.
 *
 * @module
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PeerName } from '../peers/index.ts';
import type { CandidateName, Row } from '../rows/index.ts';
import type { ServerName } from '../servers/index.ts';
import type { BroadcastWork, CodecWork, EchoWork } from '../work/index.ts';
import { runBroadcast, runEcho } from './open-server.ts';
import { runWorker } from './open-worker.ts';

/** CPU time that is looked at. */
const PROFILE_MS = 2000;
/** For a broadcast: opening all connections takes a second, and is not measured. */
const BROADCAST_MS = 15_000;

/** A function and its share of the time, 0 to 1, without the functions that it calls. */
export interface Hotspot {
  /** With file and line. */
  readonly name: string;
  readonly share: number;
}

/** @returns Those of most time first, in Node; `undefined` for a row that is not timed. */
export async function profileRow({ subject, work, measure }: Row): Promise<Hotspot[] | undefined> {
  if (measure !== 'time' || work.kind === 'sockets' || work.kind === 'neighbour') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sansocket-bench-'));
  const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  try {
    await run(subject, work, flags);
    const [file = ''] = readdirSync(folder);
    return hotspotsOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(
  subject: CandidateName,
  work: CodecWork | EchoWork | BroadcastWork,
  flags: readonly string[],
): Promise<void> {
  switch (work.kind) {
    case 'echo':
      return runEcho(subject as ServerName, work, flags, PROFILE_MS);
    case 'broadcast':
      return runBroadcast(subject as ServerName, work, flags, BROADCAST_MS);
    default:
      return runWorker(subject as PeerName, work, flags, PROFILE_MS);
  }
}

/** The profile that V8 writes. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** @returns Functions with their own time, those of most time first. */
export function hotspotsOf({ nodes, samples, timeDeltas }: CpuProfile): Hotspot[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [i, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    times.set(name, (times.get(name) ?? 0) + timeDeltas[i]!);
  }
  times.delete('(idle)');
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, time]) => ({ name, share: time / total }))
    .sort((a, b) => b.share - a.share);
}

function nameOf({
  functionName,
  url,
  lineNumber,
}: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url.split('/').slice(-2).join('/');
  return file === '' ? functionName : `${functionName} ${file}:${lineNumber + 1}`;
}
