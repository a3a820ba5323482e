/**
 * The clients of one server in a separate process, with its task on standard input.
 *
 * @module
 */

import { once } from 'node:events';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { setTimeout } from 'node:timers/promises';
import { FrameEncoder, Opcode } from 'sansocket/framing';
import { answerRequests } from '../program/index.ts';
import { textOf } from '../work/index.ts';
import { type Ammunition, Client } from './client.ts';
import { flood, GoodClient } from './neighbours.ts';
import type { LoadOptions, LoadRequest, Run } from './protocol.ts';

/** Connections that are opened at a time. */
const BATCH = 100;
/** Connections from one address, at most. */
const PER_ADDRESS = 20_000;

async function serve(): Promise<never> {
  let clients: Client[] = [];
  let good: GoodClient | undefined;
  return answerRequests(async (given) => {
    const request = given as LoadRequest;
    switch (request.type) {
      case 'open':
        clients = await openAll(request.options);
        return 0;
      case 'run':
        return run(clients, request.ms);
      case 'expect':
        await Promise.all(clients.map((client) => client.expect(request.bytes)));
        return 0;
      case 'flood':
        return flood(request.port, request.traffic);
      case 'ping':
        good ??= await GoodClient.open(request.port);
        return good.run(request.ms, request.everyMs);
      default:
        return request satisfies never;
    }
  });
}

async function openAll(options: LoadOptions): Promise<Client[]> {
  const ammunition = ammunitionFor(options);
  const { port, sessions } = options;
  const shared = sessions === 'shared' ? await openSession(port) : undefined;
  const clients: Client[] = [];
  while (clients.length < options.connections) {
    const count = Math.min(BATCH, options.connections - clients.length);
    const opened = Array.from({ length: count }, async (_, i) => {
      if (sessions !== undefined)
        return Client.openStream(shared ?? (await openSession(port)), ammunition);
      const address = Math.floor((clients.length + i) / PER_ADDRESS);
      return Client.open(port, address, ammunition);
    });
    clients.push(...(await Promise.all(opened)));
  }
  return clients;
}

async function openSession(port: number): Promise<ClientHttp2Session> {
  // Streams of thousands of connections.
  const session = connectHttp2(`http://127.0.0.1:${port}`, { maxSessionMemory: 1000 });
  await once(session, 'remoteSettings');
  return session;
}

function ammunitionFor({ messages, bytes, inFlight, raw, compresses }: LoadOptions): Ammunition {
  const payload = Buffer.from(textOf(bytes));
  const header = { opcode: Opcode[messages] };
  const frame = new FrameEncoder({ role: 'client' }).frame(header, payload);
  const reply = raw ? frame : new FrameEncoder({ role: 'server' }).frame(header, payload);
  return {
    frames: Buffer.concat(Array.from({ length: inFlight }, () => frame)),
    frameBytes: frame.length,
    replyBytes: reply.length,
    inFlight,
    compresses,
  };
}

async function run(clients: readonly Client[], ms: number): Promise<Run> {
  for (const client of clients) {
    client.messages = 0;
    client.latencies = [];
  }
  const start = performance.now();
  for (const client of clients) client.start();
  await setTimeout(ms);
  await Promise.all(clients.map((client) => client.stop()));
  const spent = performance.now() - start;
  const latencies = clients.flatMap((client) => client.latencies).sort((a, b) => a - b);
  return {
    messages: clients.reduce((sum, { messages }) => sum + messages, 0),
    ms: spent,
    p99: latencies[Math.floor(latencies.length * 0.99)],
  };
}

await serve();
