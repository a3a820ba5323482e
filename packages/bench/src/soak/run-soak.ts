/**
 * One server and its clients, each in a separate process.
 *
 * @module
 */

import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { commandFor, type Program, type RuntimeName, startProgram } from '../program/index.ts';
import { serverEnvironment } from '../servers/index.ts';
import type { CrowdPlan, Tally } from './clients/index.ts';
import { maxRssOf, openFilesOf } from './process-files.ts';
import type { ServerState, SoakResult } from './result.ts';
import type { ServerLook, SoakedName, SoakServerRequest, StartedServer } from './server/index.ts';

const serverScript = fileURLToPath(new URL('../../dist/soak/server/main.js', import.meta.url));
const clientsScript = fileURLToPath(new URL('../../dist/soak/clients/main.js', import.meta.url));

/** How long a server may take to answer, and to notice that all clients have left, in milliseconds. */
const PATIENCE = 30_000;
/** Between two looks at its files. */
const LOOK_MS = 100;

/** The plan for each server. */
export interface SoakPlan {
  readonly clients: number;
  readonly seed: number;
  readonly until: CrowdPlan['until'];
}

/** Soaks one server. All processes are gone when it resolves. */
export async function runSoak(
  name: SoakedName,
  runtime: RuntimeName,
  plan: SoakPlan,
): Promise<SoakResult> {
  const server = startProgram(commandFor(runtime, serverScript, 'heap'), serverEnvironment(name));
  try {
    const started = await ask<StartedServer>(server, { type: 'start', name });
    const start = stateOf(started.memory, server.pid);
    const tally = await runClients({ ...plan, port: started.port });
    const end = await lookAt(server, start);
    return { server: name, runtime, start, tally, ...end };
  } finally {
    await server.close();
  }
}

type Ending = Pick<SoakResult, 'maxRss' | 'look' | 'end' | 'crash'>;

/** Measures a server without any connection. */
async function lookAt(server: Program, start: ServerState): Promise<Ending> {
  try {
    await settle(server, start);
    const maxRss = maxRssOf(server.pid);
    const { memory, ...look } = await ask<ServerLook>(server, { type: 'look' });
    return { maxRss, look, end: stateOf(memory, server.pid), crash: undefined };
  } catch (error) {
    const crash = error instanceof Error ? error.message : String(error);
    return { maxRss: 0, look: undefined, end: undefined, crash };
  }
}

/** Waits until the server has no more sockets than before; one that leaks keeps them for ever. */
async function settle(server: Program, { files }: ServerState): Promise<void> {
  const end = performance.now() + PATIENCE;
  const isBusy = async (): Promise<boolean> =>
    openFilesOf(server.pid).sockets > files.sockets ||
    (await ask<number>(server, { type: 'open' })) > 0;
  while ((await isBusy()) && performance.now() < end) await setTimeout(LOOK_MS);
}

/** @throws Error when the server has ended or does not answer; then it is killed. */
async function ask<Answer>(server: Program, request: SoakServerRequest): Promise<Answer> {
  const late = globalThis.setTimeout(() => process.kill(server.pid, 'SIGKILL'), PATIENCE);
  try {
    return (await server.ask(request)) as Answer;
  } finally {
    clearTimeout(late);
  }
}

async function runClients(plan: Omit<CrowdPlan, 'side'>): Promise<Tally> {
  const programs = [
    startProgram(commandFor('node', clientsScript)),
    startProgram(commandFor('node', clientsScript)),
  ] as const;
  try {
    const [good, hostile] = (await Promise.all([
      programs[0].ask({ ...plan, side: 'good' } satisfies CrowdPlan),
      programs[1].ask({ ...plan, side: 'hostile' } satisfies CrowdPlan),
    ])) as [Tally, Tally];
    return { ...good, lives: { ...good.lives, ...hostile.lives } };
  } finally {
    await Promise.all(programs.map((program) => program.close()));
  }
}

function stateOf({ rss, heap }: ServerLook['memory'], pid: number): ServerState {
  return { rss, heap, files: openFilesOf(pid) };
}
