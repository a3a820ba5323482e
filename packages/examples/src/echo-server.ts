/**
 * `pnpm echo-server`: a server that sends every message back, until it is interrupted.
 *
 * @module
 */

import { serve } from '@sansocket/node';
import { messageOf, portOf, readCommandLine } from './command-line.ts';
import { echo, largeMessages } from './echo.ts';

const usage = `A WebSocket server that echoes every message, of up to 64 MiB.

  --port PORT  Port to listen on, 0 for a free one. Default: 9001
  --host HOST  Address to listen on. Default: 127.0.0.1
  --help       Print this`;

const { host, port } = readCommandLine(usage, { port: '9001', host: '127.0.0.1' });

const options = { port: portOf(port), host, limits: largeMessages };
const server = await serve(options, echo).catch((error: unknown) => {
  console.error(`Cannot listen on ${host} port ${port}: ${messageOf(error)}`);
  process.exit(1);
});

console.log(`listening on ws://${host.includes(':') ? `[${host}]` : host}:${server.port}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.log('closing');
    void server.close();
  });
}
