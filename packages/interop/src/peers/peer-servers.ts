/**
 * Servers that have the whole conversation with our client.
 *
 * @module
 */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Program } from '@sansocket/engines';
import { type RawData, WebSocketServer } from 'ws';
import { CLOSE_ME, expected } from '../conversation/index.ts';
import { debianVersion, npmVersion, scriptFile } from '../workspace.ts';
import type { PeerServer, RunningServer } from './peer.ts';
import { bunPath, denoPath, pythonPath } from './runtimes.ts';

/** All of them. */
export const peerServers: readonly PeerServer[] = [
  {
    id: 'ws',
    name: '`ws`',
    needs: [],
    inCi: true,
    version: () => npmVersion('ws'),
    start: startWs,
  },
  {
    id: 'deno',
    name: 'Deno, `Deno.upgradeWebSocket`',
    needs: [denoPath],
    inCi: true,
    version: () => npmVersion('deno'),
    start: () => started(denoPath, ['run', '--allow-net=127.0.0.1', scriptFile('deno-server.js')]),
  },
  {
    id: 'bun',
    name: 'Bun, `Bun.serve`',
    needs: [bunPath],
    inCi: true,
    version: () => npmVersion('bun'),
    start: () => started(bunPath, [scriptFile('bun-server.js')]),
  },
  python('websockets', true),
  // It answers every Close frame with 1000 (§5.5.1: an answer typically echoes the code).
  { ...python('aiohttp', false), sees: { closedByClient: { code: 1000, wasClean: true } } },
];

function python(module: string, inCi: boolean): PeerServer {
  return {
    id: module,
    name: `Python, \`${module}\``,
    needs: [pythonPath, `python3-${module}`],
    inCi,
    version: () => debianVersion(`python3-${module}`),
    start: () => started(pythonPath, [scriptFile(`${module}_server.py`)]),
  };
}

async function started(path: string, args: readonly string[]): Promise<RunningServer> {
  const program = new Program(path, args);
  const port = Number(await program.find(/port (\d+)/));
  return {
    port,
    stop: () => {
      program.kill();
    },
  };
}

async function startWs(): Promise<RunningServer> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    perMessageDeflate: true,
    handleProtocols: (offered) => (offered.has('echo') ? 'echo' : false),
  });
  server.on('connection', (socket) => {
    // It sends nothing to a client that does not answer its ping.
    socket.ping();
    const alive = once(socket, 'pong');
    socket.on('message', (data, binary) => {
      void alive.then(() => {
        const { code, reason } = expected.closedByServer;
        if (!binary && textOf(data) === CLOSE_ME) socket.close(code, reason);
        else socket.send(data, { binary });
      });
    });
  });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close();
    },
  };
}

/** It delivers a text as a buffer. */
function textOf(data: RawData): string {
  return data instanceof Buffer ? data.toString() : '';
}
