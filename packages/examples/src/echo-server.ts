/**
 * `pnpm echo-server`: a server that sends every message back, until it is interrupted.
 *
 * @module
 */

import { permessageDeflate } from '@sansocket/permessage-deflate';
import { olderVersions } from 'sansocket/legacy';
import { loadAdapter, runtimeName } from './adapter.ts';
import { messageOf, portOf, readCommandLine } from './command-line.ts';
import { echo, largeMessages } from './echo.ts';
import { runIn } from './run-in.ts';

const usage = `A WebSocket server that echoes every message, of up to 64 MiB.

  --port PORT     Port to listen on, 0 for a free one. Default: 9001
  --host HOST     Address to listen on. Default: 127.0.0.1
  --legacy        Serve the versions before RFC 6455 as well: HyBi-8, HyBi-7, Hixie-76, Hixie-75
  --runtime NAME  Where to run: node, deno or bun, each with its own adapter.
                  Default: the runtime that this was started with
  --deflate       Compress messages: permessage-deflate (RFC 7692)
  --help          Print this`;

const { host, port, legacy, deflate, runtime } = readCommandLine(usage, {
  port: '9001',
  host: '127.0.0.1',
  legacy: false,
  deflate: false,
  runtime: runtimeName(),
});
await runIn(runtime);

const versions = legacy ? olderVersions : undefined;
const extensions = deflate ? [permessageDeflate()] : [];
const options = { port: portOf(port), host, limits: largeMessages, versions, extensions };
const { serve } = await loadAdapter();
const server = await serve(options, echo).catch((error: unknown) => {
  console.error(`Cannot listen on ${host} port ${port}: ${messageOf(error)}`);
  process.exit(1);
});

console.log(`listening on ws://${host.includes(':') ? `[${host}]` : host}:${server.port}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Twice if both a terminal and the process that started this pass it on.
  process.on(signal, () => {
    if (process.exitCode === 0) return;
    process.exitCode = 0;
    console.log('closing');
    void server.close();
  });
}
