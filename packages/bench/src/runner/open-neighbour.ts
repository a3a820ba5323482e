/**
 * A server with a good client and a hostile one, each of the three in a separate process.
 *
 * @module
 */

import type { LoadRequest, RoundTrips } from '../load/index.ts';
import { commandFor, type RuntimeName, startProgram } from '../program/index.ts';
import type { ServerName } from '../servers/index.ts';
import type { NeighbourWork } from '../work/index.ts';
import type { Budget, Candidate, Sample } from './candidate.ts';
import { loadScript, startServer } from './open-server.ts';

/** A slice is so many times as long as one of a worker: enough for some hundred round trips. */
const SLICE_FACTOR = 100;
/** Milliseconds from one message of the good client to its next. */
const PACE_MS = 5;

/** Starts the server and its good client, warms them up, and lets the hostile one begin. */
export async function openNeighbour(
  name: ServerName,
  { traffic }: NeighbourWork,
  runtime: RuntimeName,
  { warmMs, sliceMs }: Budget,
): Promise<Candidate> {
  const { program: server, port } = await startServer(name, runtime, 'nothing', [], true);
  const good = startProgram(commandFor('node', loadScript));
  const hostile = startProgram(commandFor('node', loadScript));
  const ping = async (ms: number): Promise<RoundTrips> => {
    const request: LoadRequest = { type: 'ping', port, ms, everyMs: PACE_MS };
    return (await good.ask(request)) as RoundTrips;
  };
  await ping(warmMs);
  await hostile.ask({ type: 'flood', port, traffic } satisfies LoadRequest);
  await ping(warmMs);
  return {
    async slice(): Promise<Sample> {
      const { median, max } = await ping(sliceMs * SLICE_FACTOR);
      return { cpu: median * 1e6, wall: median * 1e6, max };
    },
    async close() {
      await hostile.close();
      await good.close();
      await server.close();
    },
  };
}
