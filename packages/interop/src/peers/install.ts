/**
 * Gets what peers need: packages of Debian, and what is made of them in a folder outside of the workspace.
 *
 * @module
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { Failure } from '@sansocket/command-line';
import { cacheFolder } from '../workspace.ts';
import type { PeerServer } from './peer.ts';

/** With apt-get, as root. @throws Failure when it cannot. */
export function installPackages(packages: readonly string[]): void {
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status } = spawnSync('apt-get', ['-qq', ...args], { stdio: 'inherit', env });
    if (status !== 0) throw new Failure(`apt-get ${args[0]!} failed: it needs root, and a network`);
  }
}

/** All that servers need. @throws Failure when something cannot be got or made. */
export function installServers(servers: readonly PeerServer[]): void {
  const needs = new Set(
    servers.flatMap((server) => server.needs).filter((need) => !need.startsWith('/')),
  );
  if (needs.size > 0) installPackages([...needs]);
  mkdirSync(cacheFolder, { recursive: true });
  for (const { id, makes = [] } of servers) {
    for (const [program = '', ...args] of makes) {
      const { status } = spawnSync(program, args, { stdio: ['ignore', 2, 2] });
      if (status !== 0) throw new Failure(`${id}: ${program} ${args.join(' ')} failed`);
    }
  }
}
