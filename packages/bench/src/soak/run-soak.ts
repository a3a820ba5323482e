/**
 * One server under its clients, each in a process of its own.
 *
 * @module
 */

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

/** How long a server may take to notice that all clients have left, in milliseconds. */
const PATIENCE = 30_000;
/** Between two looks at its files. */
const LOOK_MS = 100;

/** What to do with each server. */
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
    const started = (await server.ask(requestOf({ type: 'start', name }))) as StartedServer;
    const start = stateOf(started.memory, server.pid);
    const tally = await runClients({ ...plan, port: started.port });
    await settle(server.pid, start);
    const maxRss = maxRssOf(server.pid);
    const end = await lookAt(server);
    return { server: name, runtime, start, maxRss, tally, ...end };
  } finally {
    await server.close();
  }
}

type Ending = Pick<SoakResult, 'look' | 'end' | 'crash'>;

async function lookAt(server: Program): Promise<Ending> {
  try {
    const { memory, ...look } = (await server.ask(requestOf({ type: 'look' }))) as ServerLook;
    return { look, end: stateOf(memory, server.pid), crash: undefined };
  } catch (error) {
    return { look: undefined, end: undefined, crash: String(error) };
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

/** Waits until the server has no more sockets than before; a server that leaks keeps them for ever. */
async function settle(pid: number, { files }: ServerState): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (openFilesOf(pid).sockets > files.sockets && performance.now() < end) {
    await setTimeout(LOOK_MS);
  }
}

function stateOf({ rss, heap }: ServerLook['memory'], pid: number): ServerState {
  return { rss, heap, files: openFilesOf(pid) };
}

/** Only to have its type checked. */
function requestOf(request: SoakServerRequest): SoakServerRequest {
  return request;
}
