/**
 * Clients that have the whole conversation with our server.
 *
 * @module
 */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromiumPath, localhost, Program, withPage } from '@sansocket/engines';
import { WebSocket as WsSocket } from 'ws';
import { converse, expected, type ForeignClass, scriptFor } from '../conversation/index.ts';
import { debianVersion, npmVersion, runtimesFolder, said, scriptFile } from '../workspace.ts';
import { firefoxPath, runInFirefox } from './firefox.ts';
import type { PeerClient } from './peer.ts';
import { bunPath, denoPath, nodePath, pythonPath } from './runtimes.ts';

const chromium = {
  id: 'chromium',
  name: 'Chromium, `WebSocket`',
  needs: [chromiumPath],
  inCi: true,
  version: () => said(chromiumPath, ['--version'], /(\d+)\./),
};

const deno = {
  id: 'deno',
  name: 'Deno, `WebSocket`',
  needs: [denoPath],
  inCi: true,
  version: () => npmVersion('deno'),
};

/** Those over HTTP/1.1. */
export const peerClients: readonly PeerClient[] = [
  {
    ...chromium,
    converse: (url) => withPage((page) => page.evaluate(inPage(url))),
  },
  {
    id: 'node',
    name: 'Node, `WebSocket`',
    needs: [nodePath],
    inCi: true,
    version: () => npmVersion('node22'),
    converse: (url) => printed(new Program(nodePath, ['-e', scriptFor(url)])),
  },
  { ...deno, converse: (url) => printed(inDeno(scriptFor(url))) },
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

/** Those over HTTP/2 with TLS. Browsers open a stream on the session that a page came by. */
export const http2Clients: readonly PeerClient[] = [
  {
    ...chromium,
    converse: (url) =>
      withPage(async (page) => {
        await page.goto(pageOf(url));
        return page.evaluate(inPage(url));
      }),
  },
  {
    id: 'firefox',
    name: 'Firefox, `WebSocket`',
    needs: [firefoxPath],
    inCi: false,
    version: () => said(firefoxPath, ['--version'], /([\d.]+)/),
    converse: (url) => runInFirefox(pageOf(url), inPage(url)),
  },
  {
    ...deno,
    name: 'Deno, `WebSocket` with a client of `Deno.createHttpClient`',
    converse: (url) => printed(inDeno(scriptFor(url, overHttp2InDeno()))),
  },
  {
    id: 'undici',
    name: '`undici`, with `allowH2`',
    needs: [nodePath, join(runtimesFolder, 'node_modules/undici')],
    inCi: true,
    version: () => npmVersion('undici'),
    converse: (url) =>
      printed(
        new Program(nodePath, ['--input-type=module'], {
          input: `import { Agent, WebSocket } from 'undici';\n${scriptFor(url, overHttp2InUndici())}`,
          cwd: runtimesFolder,
        }),
      ),
  },
];

/** A class that trusts the authority, as an expression. Deno tries HTTP/2 only if it must. */
const overHttp2InDeno = (): string => `class extends WebSocket {
  static client = Deno.createHttpClient({ caCerts: [${authority()}], http1: false });
  constructor(url, protocols) {
    super(url, { protocols, client: new.target.client });
  }
}`;
const overHttp2InUndici = (): string => `class extends WebSocket {
  static dispatcher = new Agent({ allowH2: true, connect: { ca: ${authority()} } });
  constructor(url, protocols) {
    super(url, { protocols, dispatcher: new.target.dispatcher });
  }
}`;

function authority(): string {
  return JSON.stringify(localhost.ca);
}

function pageOf(url: string): string {
  return url.replace('wss:', 'https:');
}

/** The conversation as an expression. */
function inPage(url: string): string {
  return `(${converse.toString()})(${JSON.stringify(url)})`;
}

function inDeno(input: string): Program {
  return new Program(denoPath, ['run', '--allow-net=127.0.0.1,localhost', '-'], { input });
}

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
