/**
 * Clients that have the whole conversation with our server.
 *
 * @module
 */

import { createRequire } from 'node:module';
import { chromiumPath, Program, withPage } from '@sansocket/engines';
import { WebSocket as WsSocket } from 'ws';
import { converse, expected, type ForeignClass, scriptFor } from '../conversation/index.ts';
import { debianVersion, npmVersion, said, scriptFile } from '../workspace.ts';
import type { PeerClient } from './peer.ts';
import { bunPath, denoPath, nodePath, pythonPath } from './runtimes.ts';

/** All of them. */
export const peerClients: readonly PeerClient[] = [
  {
    id: 'chromium',
    name: 'Chromium, `WebSocket`',
    needs: [chromiumPath],
    inCi: true,
    version: () => said(chromiumPath, ['--version'], /(\d+)\./),
    converse: (url) =>
      withPage((page) => page.evaluate(`(${converse.toString()})(${JSON.stringify(url)})`)),
  },
  {
    id: 'node',
    name: 'Node, `WebSocket`',
    needs: [nodePath],
    inCi: true,
    version: () => npmVersion('node22'),
    converse: (url) => printed(new Program(nodePath, ['-e', scriptFor(url)])),
  },
  {
    id: 'deno',
    name: 'Deno, `WebSocket`',
    needs: [denoPath],
    inCi: true,
    version: () => npmVersion('deno'),
    converse: (url) =>
      printed(
        new Program(denoPath, ['run', '--allow-net=127.0.0.1', '-'], { input: scriptFor(url) }),
      ),
  },
  {
    id: 'bun',
    name: 'Bun, `WebSocket`',
    needs: [bunPath],
    inCi: true,
    version: () => npmVersion('bun'),
    converse: (url) => printed(new Program(bunPath, ['-e', scriptFor(url)])),
  },
  {
    id: 'ws',
    name: '`ws`',
    needs: [],
    inCi: true,
    version: () => npmVersion('ws'),
    converse: (url) => converse(url, WsSocket as unknown as ForeignClass),
  },
  {
    id: 'websocket',
    name: '`websocket`',
    needs: [],
    inCi: true,
    version: () => npmVersion('websocket'),
    // It reports a close as clean when its code is 1000, and answers with 1000.
    answersWith: 1000,
    sees: {
      closedByClient: { code: 3001, wasClean: false },
      closedByServer: { ...expected.closedByServer, wasClean: false },
    },
    converse: (url) => converse(url, w3cWebSocket()),
  },
  python('websockets', true),
  { ...python('aiohttp', false), answersWith: 1000 },
];

function python(module: string, inCi: boolean): PeerClient {
  const script = scriptFile(`${module}_client.py`);
  return {
    id: module,
    name: `Python, \`${module}\``,
    needs: [pythonPath, `python3-${module}`],
    inCi,
    version: () => debianVersion(`python3-${module}`),
    converse: (url) => printed(new Program(pythonPath, [script, url])),
  };
}

/** The package brings no types. */
function w3cWebSocket(): ForeignClass {
  const library: unknown = createRequire(import.meta.url)('websocket');
  return (library as { readonly w3cwebsocket: ForeignClass }).w3cwebsocket;
}

/** The JSON output of a program. */
async function printed(program: Program): Promise<unknown> {
  const { stdout, stderr } = await program.ended();
  if (stdout === '') throw new Error(`Nothing was printed: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}
