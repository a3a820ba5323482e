/**
 * The cost of each way to deliver updates.
 *
 * Minutes are simulated without waiting: the events of each moment happen at once, in the same order, over real
 * sockets. All bytes count that a client sends and receives once its connection is open; CPU time is that of the
 * server.
 *
 * @module
 */

import { fileURLToPath } from 'node:url';
import { commandFor, cpuNanoseconds, type Program, startProgram } from '../program/index.ts';
import { openHttpClient, openSocketClient, type UpdateClient } from './clients.ts';
import { rates, type UpdateCost, type UpdateRequest, type Way, ways } from './update.ts';

const script = fileURLToPath(new URL('../../dist/updates/server.js', import.meta.url));

/** How much is played. */
export interface UpdatesSize {
  readonly clients: number;
  /** At least. */
  readonly updates: number;
  /** At least. */
  readonly seconds: number;
  /** Updates before the measurement, each with a request, until the engine has finished compiling. */
  readonly warmUp: number;
}

const usualSize: UpdatesSize = { clients: 100, updates: 30, seconds: 10, warmUp: 200 };
/** Seconds between the pings of a connection whose client says nothing. */
const PING_SECONDS = 30;

/** Seconds between two requests. */
const intervals: Readonly<Record<Way, number>> = {
  'poll-1': 1,
  'poll-10': 10,
  'long-poll': Infinity,
  socket: Infinity,
};

/** A way, and updates a second. */
type Cell = readonly [way: Way, rate: number];

/**
 * @param progress - Called with the share that is done, 0 to 1.
 * @param cells - Each starts a server. Default: each way at each rate.
 */
export async function measureUpdates(
  progress: (share: number) => void,
  size: UpdatesSize = usualSize,
  cells: readonly Cell[] = rates.flatMap((rate) => ways.map((way): Cell => [way, rate])),
): Promise<UpdateCost[]> {
  const costs: UpdateCost[] = [];
  for (const [way, rate] of cells) {
    costs.push(await measure(way, rate, size));
    progress(costs.length / cells.length);
  }
  return costs;
}

async function measure(way: Way, rate: number, size: UpdatesSize): Promise<UpdateCost> {
  const server = startProgram(commandFor('node', script));
  const port = (await server.ask({ type: 'start' } satisfies UpdateRequest)) as number;
  const clients = await Promise.all(
    Array.from({ length: size.clients }, () => openClient(way, port)),
  );
  const moments = momentsOf(way, rate, size);
  await play(server, way, clients, warmUpOf(way, size), 0);
  const updates = moments.filter(({ what }) => what === 'update').length;
  const bytes = sumOf(clients);
  const cpu = cpuNanoseconds(server.pid);
  await play(server, way, clients, moments, size.warmUp);
  const delivered = updates * size.clients;
  const cost = {
    way,
    rate,
    bytes: (sumOf(clients) - bytes) / delivered,
    cpu: (cpuNanoseconds(server.pid) - cpu) / delivered,
    delayMs: Number.isFinite(intervals[way]) ? intervals[way] * 500 : 0,
  };
  for (const client of clients) client.close();
  await server.close();
  return cost;
}

async function openClient(way: Way, port: number): Promise<UpdateClient> {
  if (way === 'socket') return openSocketClient(port);
  const client = await openHttpClient(port, way === 'long-poll' ? '/wait' : '/poll');
  if (way === 'long-poll') await client.ask();
  return client;
}

interface Moment {
  readonly second: number;
  readonly what: 'update' | 'poll' | 'ping';
}

function warmUpOf(way: Way, { warmUp }: UpdatesSize): Moment[] {
  const polls = Number.isFinite(intervals[way]);
  return Array.from({ length: warmUp }, (_, second) => second).flatMap((second): Moment[] => [
    { second, what: 'update' },
    ...(polls ? [{ second, what: 'poll' } as const] : []),
    ...(way === 'socket' && second % 4 === 0 ? [{ second, what: 'ping' } as const] : []),
  ]);
}

function momentsOf(way: Way, rate: number, least: UpdatesSize): Moment[] {
  const interval = intervals[way];
  // A whole number of intervals, so that the last poll receives the last update.
  const unit = Number.isFinite(interval) ? interval : 1;
  const seconds = Math.ceil(Math.max(least.updates / rate, least.seconds) / unit) * unit;
  const every = (gap: number, what: Moment['what']): Moment[] =>
    Array.from({ length: Math.round(seconds / gap) }, (_, i) => ({ second: (i + 1) * gap, what }));
  const updates = every(1 / rate, 'update').map(({ second, what }) => ({
    second: second - 0.5 / rate,
    what,
  }));
  const polls = Number.isFinite(interval) ? every(interval, 'poll') : [];
  const pings = way === 'socket' ? every(PING_SECONDS, 'ping') : [];
  return [...updates, ...polls, ...pings].sort((a, b) => a.second - b.second);
}

/** @param before - Updates that were published earlier. */
async function play(
  server: Program,
  way: Way,
  clients: readonly UpdateClient[],
  moments: readonly Moment[],
  before: number,
): Promise<void> {
  let published = before;
  const polls = Number.isFinite(intervals[way]);
  for (const { what } of moments) {
    if (what === 'poll') {
      await Promise.all(clients.map((client) => client.ask()));
    } else if (what === 'ping') {
      await server.ask({ type: 'ping' } satisfies UpdateRequest);
    } else {
      const waiting = way === 'long-poll' ? clients.length : 0;
      await server.ask({ type: 'publish', waiting } satisfies UpdateRequest);
      published++;
      if (!polls) await Promise.all(clients.map((client) => client.has(published)));
    }
  }
  await Promise.all(clients.map((client) => client.has(published)));
}

function sumOf(clients: readonly UpdateClient[]): number {
  return clients.reduce((sum, { bytes }) => sum + bytes, 0);
}
