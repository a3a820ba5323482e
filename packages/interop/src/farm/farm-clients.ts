/**
 * Clients of others, and how `sansocket conformance client` is run on one.
 *
 * @module
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { failing, type SavedReport } from '@sansocket/conformance';
import { workspaceRoot } from '@sansocket/workspace';
import { bunPath, denoPath, nodePath, type Peer, peerServers, pythonPath } from '../peers/index.ts';
import { debianVersion, npmVersion, scriptFile } from '../workspace.ts';
import type { Failure, Run } from './record.ts';

/** A client that comes for one case after the other. */
export interface FarmClient extends Pick<Peer, 'id' | 'name' | 'needs' | 'version'> {
  /** Its command line, given the URL of the command. */
  readonly command: (url: string) => readonly string[];
}

const script = scriptFile('loop-client.js');

/** All of them. */
export const farmClients: readonly FarmClient[] = [
  library('ws'),
  library('websocket'),
  fayeWebsocket(),
  runtime('node', 'Node, `WebSocket` (undici)', 'node22', nodePath, []),
  runtime('deno', 'Deno, `WebSocket`', 'deno', denoPath, ['run', '--allow-net=127.0.0.1']),
  runtime('bun', 'Bun, `WebSocket`', 'bun', bunPath, []),
  python('websockets'),
  python('aiohttp'),
  python('tornado'),
  python('autobahn'),
];

/** Of npm, a dependency of this package. */
function library(name: string): FarmClient {
  return {
    id: name,
    name: `\`${name}\``,
    needs: [],
    version: () => npmVersion(name),
    command: (url) => [process.execPath, script, url, name],
  };
}

/** In the folder of the server of the same name. */
function fayeWebsocket(): FarmClient {
  const { id, name, needs, version, command } = peerServers.find(
    (server) => server.id === 'faye-websocket',
  )!;
  const folder = command(0).at(-1)!;
  return {
    id,
    name,
    needs,
    version,
    command: (url) => [process.execPath, script, url, id, folder],
  };
}

function runtime(
  id: string,
  name: string,
  bundle: string,
  program: string,
  flags: readonly string[],
): FarmClient {
  const version = (): string => npmVersion(bundle);
  return {
    id,
    name,
    needs: [program],
    version,
    command: (url) => [program, ...flags, script, url],
  };
}

function python(module: string): FarmClient {
  return {
    id: module,
    name: `Python, \`${module}\``,
    needs: [pythonPath, `python3-${module}`],
    version: () => debianVersion(`python3-${module}`),
    command: (url) => [pythonPath, scriptFile('loop_client.py'), url, module],
  };
}

/**
 * Runs all cases for clients on one, those of bad responses too.
 *
 * @param patterns - Which cases. Default: all of the profile `quick`.
 * @throws Error when it cannot be tested to the end.
 */
export async function runClient(
  client: FarmClient,
  patterns: readonly string[] = [],
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'farm-'));
  const file = join(folder, 'report.json');
  const main = join(workspaceRoot, 'packages/conformance/dist/main.js');
  const args = ['conformance', 'client', '--suite', 'all', '--report', `json:${file}`];
  const command = spawn(process.execPath, [main, ...args, ...patterns], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(command, 'close') as Promise<[number | null]>;
  const testees: { kill: () => boolean }[] = [];
  try {
    for await (const line of createInterface({ input: command.stdout })) {
      const url = /^listening on (ws:\S+)/.exec(line)?.[1];
      if (url === undefined) continue;
      const [program = '', ...rest] = client.command(url);
      testees.push(spawn(program, rest, { stdio: 'ignore' }).on('error', () => undefined));
    }
    const [code] = await ended;
    if (code !== 0 && code !== 1) throw new Error(`The command ended with ${code}`);
    return runIn(JSON.parse(readFileSync(file, 'utf8')) as SavedReport, client.version());
  } finally {
    command.kill();
    for (const testee of testees) testee.kill();
    rmSync(folder, { recursive: true });
  }
}

function runIn({ abilities, counts, cases }: SavedReport, version: string): Run {
  const failures: Record<string, Failure> = {};
  for (const { id, verdict, variants } of cases) {
    const variant = variants.find((it) => it.verdict === verdict);
    if (variant === undefined || !failing.includes(verdict)) continue;
    const expected = variant.strict.join(' or ');
    failures[id] = { verdict, variant: variant.name, expected, actual: variant.actual };
  }
  const tolerated = cases.filter(({ verdict }) => verdict === 'non-strict' || verdict === 'slow');
  return { version, abilities, counts, tolerated: tolerated.map(({ id }) => id), failures };
}
