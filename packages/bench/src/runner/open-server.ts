/**
 * A server with its clients, each in a separate process.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LoadOptions, LoadRequest, Run } from '../load/index.ts';
import {
  type Command,
  type Counted,
  commandFor,
  cpuNanoseconds,
  type Program,
  type RuntimeName,
  startProgram,
} from '../program/index.ts';
import {
  type Memory,
  runtimeOf,
  type ServerName,
  type ServerRequest,
  serverEnvironment,
  sessionsOf,
} from '../servers/index.ts';
import {
  type BroadcastWork,
  type EchoWork,
  jsonMessages,
  type SocketsWork,
} from '../work/index.ts';
import type { Budget, Candidate, Sample } from './candidate.ts';

const serverScript = fileURLToPath(new URL('../../dist/servers/main.js', import.meta.url));
export const loadScript: string = fileURLToPath(
  new URL('../../dist/load/main.js', import.meta.url),
);

/** Debian's Python, for which Debian has the package. */
const hypercorn: Command = [
  '/usr/bin/python3',
  fileURLToPath(new URL('../../scripts/hypercorn_server.py', import.meta.url)),
];

/** A slice is so many times as long as one of a worker: much of it is waiting. */
const SLICE_FACTOR = 10;
const WARM_FACTOR = 3;
/** Messages to all in a slice, one after the other: the system counts CPU time in steps of 10 ms. */
const BROADCASTS = 4;
/** Open files of a process in addition to its connections. */
const OTHER_FILES = 200;
/** Of a server's frame around a text of up to 125 bytes. */
const HEADER_BYTES = 2;

/** Starts a server that echoes, and warms it up. */
export async function openEcho(
  name: ServerName,
  work: EchoWork,
  runtime: RuntimeName,
  { warmMs, sliceMs }: Budget,
): Promise<Candidate> {
  const { server, load, close } = await open(name, work, runtime, work);
  await load.ask({ type: 'run', ms: warmMs * WARM_FACTOR } satisfies LoadRequest);
  return {
    async slice(): Promise<Sample> {
      const before = cpuNanoseconds(server.pid);
      const request: LoadRequest = { type: 'run', ms: sliceMs * SLICE_FACTOR };
      const { messages, ms, p99 } = (await load.ask(request)) as Run;
      const cpu = cpuNanoseconds(server.pid) - before;
      return { cpu: cpu / messages, wall: (ms * 1e6) / messages, p99 };
    },
    close,
  };
}

/**
 * Runs a server of Node that echoes.
 *
 * @param flags - Of Node, for the server.
 */
export async function runEcho(
  name: ServerName,
  work: EchoWork,
  flags: readonly string[],
  ms: number,
): Promise<void> {
  const { load, close } = await open(name, work, 'node', work, flags);
  await load.ask({ type: 'run', ms } satisfies LoadRequest);
  await close();
}

/**
 * Starts a server that sends to all.
 *
 * @param flags - Of the runtime, for the server. Default: none.
 */
export async function openBroadcast(
  name: ServerName,
  work: BroadcastWork,
  runtime: RuntimeName,
  flags: readonly string[] = [],
): Promise<Candidate> {
  const messages = { messages: 'text', bytes: work.bytes, inFlight: 0 } as const;
  const { server, load, close } = await open(name, work, runtime, messages, flags);
  const compresses = work.compresses === true;
  const text = compresses ? jsonMessages(work.bytes, 1)[0]! : 'x'.repeat(work.bytes);
  const bytes = compresses ? 1 : work.bytes + HEADER_BYTES;
  const slice = async (): Promise<Sample> => {
    const before = cpuNanoseconds(server.pid);
    const start = performance.now();
    for (let i = 0; i < BROADCASTS; i++) {
      const arrived = load.ask({ type: 'expect', bytes } satisfies LoadRequest);
      await server.ask({ type: 'broadcast', text, times: 1 } satisfies ServerRequest);
      await arrived;
    }
    const wall = (performance.now() - start) * 1e6;
    const cpu = cpuNanoseconds(server.pid) - before;
    const delivered = BROADCASTS * work.connections;
    return { cpu: cpu / delivered, wall: wall / delivered };
  };
  await slice();
  return { slice, close };
}

/**
 * Runs a server of Node that sends to all.
 *
 * @param flags - Of Node, for the server.
 */
export async function runBroadcast(
  name: ServerName,
  work: BroadcastWork,
  flags: readonly string[],
  ms: number,
): Promise<void> {
  const server = await openBroadcast(name, work, 'node', flags);
  for (const start = performance.now(); performance.now() - start < ms; ) await server.slice();
  await server.close();
}

/** @returns Bytes that each connection of a server holds, after one message each. */
export async function memoryOfConnections(
  name: ServerName,
  work: SocketsWork,
  runtime: RuntimeName,
): Promise<Memory> {
  assertFiles(work.connections);
  const { program, port } = await startServer(name, runtime, 'heap');
  const memory = async (): Promise<Memory> =>
    (await program.ask({ type: 'memory' } satisfies ServerRequest)) as Memory;
  const before = await memory();
  const options = loadOptions(name, port, work, { messages: 'binary', bytes: 16, inFlight: 1 });
  const load = await startLoad(options, program);
  await load.ask({ type: 'run', ms: 1 } satisfies LoadRequest);
  const after = await memory();
  await load.close();
  await program.close();
  return {
    heap: (after.heap - before.heap) / work.connections,
    rss: (after.rss - before.rss) / work.connections,
  };
}

type Messages = Pick<EchoWork, 'messages' | 'bytes' | 'inFlight'>;

async function open(
  name: ServerName,
  work: EchoWork | BroadcastWork | SocketsWork,
  runtime: RuntimeName,
  messages: Messages,
  flags: readonly string[] = [],
): Promise<{ server: Program; load: Program; close: () => Promise<void> }> {
  assertFiles(work.connections);
  const compresses = work.kind === 'broadcast' && work.compresses === true;
  const started = await startServer(name, runtime, 'nothing', flags, compresses);
  const { program: server, port } = started;
  const load = await startLoad({ ...loadOptions(name, port, work, messages), compresses }, server);
  return {
    server,
    load,
    async close() {
      await load.close();
      await server.close();
    },
  };
}

/** @param compresses - Whether the server compresses. Default: false. */
export async function startServer(
  name: ServerName,
  runtime: RuntimeName,
  counted: Counted,
  flags: readonly string[] = [],
  compresses = false,
): Promise<{ program: Program; port: number }> {
  const [command, ...args] =
    name === 'hypercorn' ? hypercorn : commandFor(runtimeOf(name, runtime), serverScript, counted);
  const program = startProgram([command, ...flags, ...args], serverEnvironment(name));
  const port = (await program.ask({
    type: 'start',
    name,
    compresses,
  } satisfies ServerRequest)) as number;
  return { program, port };
}

/** The clients run in Node, whatever the server. When they cannot open, the server is ended as well. */
async function startLoad(options: LoadOptions, server: Program): Promise<Program> {
  const load = startProgram(commandFor('node', loadScript));
  try {
    await load.ask({ type: 'open', options } satisfies LoadRequest);
  } catch (error) {
    await server.close();
    throw error;
  }
  return load;
}

function loadOptions(
  name: ServerName,
  port: number,
  { connections }: Pick<SocketsWork, 'connections'>,
  { messages, bytes, inFlight }: Messages,
): LoadOptions {
  const raw = name === 'net';
  const sessions = sessionsOf(name);
  return { port, connections, messages, bytes, inFlight, raw, compresses: false, sessions };
}

/** @throws Error when a process may not have so many sockets open. */
function assertFiles(connections: number): void {
  const [, limit = ''] =
    /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? [];
  const needed = connections + OTHER_FILES;
  if (Number(limit) >= needed || limit === '') return;
  throw new Error(
    `${connections} connections need ${needed} open files in one process, and the limit is ${limit}: ` +
      `run \`ulimit -n ${needed}\` first`,
  );
}
