/**
 * Workerd with our worker in it, in a process of its own.
 *
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';

const here = import.meta.dirname;
const root = join(here, '../../../..');
const folder = join(root, '.cache/workerd');

/** Where the program is, if it is. */
export const program: string = join(root, 'node_modules/workerd/bin/workerd');

/** The authority whose certificates the worker trusts. */
export const authority: string = join(root, 'packages/deno/test/fixtures/authority.pem');

/** Resolves once it listens. */
export async function startWorkerd(): Promise<Workerd> {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(here, 'worker.ts')],
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['sansocket-source'],
    external: ['cloudflare:*'],
    target: 'es2022',
  });
  copyFileSync(join(here, 'config.capnp'), join(folder, 'config.capnp'));
  copyFileSync(authority, join(folder, 'authority.pem'));
  // It tells on the fourth file which port it got.
  const child = spawn(program, ['serve', join(folder, 'config.capnp'), '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const ended = once(child, 'close').then(([code]) => {
    throw new Error(`Workerd ended with ${String(code)}`);
  });
  const told = once(child.stdio[3] as Readable, 'data') as Promise<[Buffer]>;
  const [line] = await Promise.race([told, ended]);
  ended.catch(() => undefined);
  const { port } = JSON.parse(line.toString()) as { readonly port: number };
  return new Workerd(child, `http://127.0.0.1:${port}`);
}

export class Workerd {
  readonly #process: ChildProcess;
  readonly #url: string;

  constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.#url = url;
  }

  /** What the worker has seen when it talked to a server. */
  async converse(name: string, server: string): Promise<unknown> {
    const response = await fetch(`${this.#url}/${name}?server=${encodeURIComponent(server)}`);
    if (!response.ok) throw new Error(`Worker failed: ${await response.text()}`);
    return response.json();
  }

  async stop(): Promise<void> {
    const closed = once(this.#process, 'close');
    this.#process.kill();
    await closed;
  }
}
