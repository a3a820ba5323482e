/**
 * A server in a separate process, with its task on standard input.
 *
 * @module
 */

import { answerRequests } from '../program/index.ts';
import { memory } from './memory.ts';
import type { ServerRequest } from './protocol.ts';
import { startServer } from './roster.ts';
import type { EchoServer, Manner } from './server.ts';

/** The content of a bomb is not echoed. */
const COMPRESSING: Manner = { compresses: true, answers: (bytes) => bytes <= 1024 };

async function serve(): Promise<never> {
  let server: EchoServer | undefined;
  return answerRequests(async (given) => {
    const request = given as ServerRequest;
    if (request.type === 'start') {
      server = await startServer(request.name, request.compresses ? COMPRESSING : {});
      return server.port;
    }
    if (request.type === 'memory') return memory();
    return server?.broadcast(request.text, request.times);
  });
}

await serve();
