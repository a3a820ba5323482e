/**
 * A server that sends every message back, until it is interrupted.
 *
 * @module
 */

import {
  choiceOr,
  Failure,
  flag,
  messageOf,
  numberOr,
  runCommand,
  textOr,
} from '@sansocket/command-line';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { olderVersions } from 'sansocket/legacy';
import { loadAdapter, runtimeName, runtimeNames } from './adapter.ts';
import { echo, largeMessages } from './echo.ts';
import { runIn } from './run-in.ts';

await runCommand(
  {
    name: 'node packages/examples/dist/echo-server.js',
    does: `A WebSocket server that echoes every message, of up to 64 MiB, until it is interrupted.`,
    options: {
      port: numberOr(9001, 'PORT', 'Port to listen on, 0 for a free one', { min: 0, max: 0xffff }),
      host: textOr('127.0.0.1', 'HOST', 'Address to listen on'),
      legacy: flag(
        'Serve the versions before RFC 6455 as well: HyBi-8, HyBi-7, Hixie-76, Hixie-75',
      ),
      runtime: choiceOr(
        runtimeName(),
        'NAME',
        `Where to run: node, deno or bun, each with its own adapter`,
        runtimeNames,
      ),
      deflate: flag('Compress messages: permessage-deflate (RFC 7692)'),
    },
    example: 'node packages/examples/dist/echo-server.js --port 8080 --deflate',
  },
  async ({ host, port, legacy, deflate, runtime }) => {
    await runIn(runtime);
    const versions = legacy ? olderVersions : undefined;
    const extensions = deflate ? [permessageDeflate()] : [];
    const { serve } = await loadAdapter();
    const options = { port, host, limits: largeMessages, versions, extensions };
    const server = await serve(options, echo).catch((error: unknown) => {
      // Bun says in the code alone that the port is taken.
      const { code = '' } = error as { readonly code?: string };
      const said = messageOf(error);
      const reason = said.includes(code) ? said : `${said} (${code})`;
      throw new Failure(`Cannot listen on ${host} port ${port}: ${reason}`);
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
  },
);
