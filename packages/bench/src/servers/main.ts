/**
 * A server in a process of its own, as it is told on standard input.
 *
 * @module
 */

import process from 'node:process';
import { answerRequests } from '../program/index.ts';
import type { Memory, ServerRequest } from './protocol.ts';
import { startServer } from './roster.ts';
import type { EchoServer } from './server.ts';

async function serve(): Promise<never> {
  let server: EchoServer | undefined;
  return answerRequests(async (given) => {
    const request = given as ServerRequest;
    if (request.type === 'start') {
      server = await startServer(request.name, request.compresses);
      return server.port;
    }
    if (request.type === 'memory') return memory();
    return server?.broadcast(request.text, request.times);
  });
}

function memory(): Memory {
  const { gc, Bun } = globalThis as { gc?: () => void; Bun?: { gc(now: boolean): void } };
  for (let i = 0; i < 3; i++) {
    gc?.();
    Bun?.gc(true);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}

await serve();
