/**
 * One cell of the matrix: two ends, and perhaps a proxy between them.
 *
 * @module
 */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The tables of the page. */
export type Group = 'server' | 'client' | 'proxy' | 'http2-server' | 'http2-client' | 'http2-proxy';

/** Two ends in conversation. */
export interface Cell {
  /** Such as `server/chromium`: our server with the client of Chromium. */
  readonly id: string;
  readonly group: Group;
  /** The ends, and the proxy if there is one, in words. */
  readonly title: string;
  readonly needs: readonly string[];
  readonly inCi: boolean;
  readonly version: () => string;
  readonly lacks?: string | undefined;
  /** @throws Error when one of them has seen something else than it should. */
  readonly run: () => Promise<Shown>;
}

/** The results of a cell in addition to those of all cells. */
export interface Shown {
  /** The extensions in use, as the field of the response names them. */
  readonly extensions: string;
}

/** Longer than any conversation takes. */
const MAX_MS = 120_000;

/** Runs a cell, which must not take for ever. */
export async function runCell({ run }: Cell): Promise<Shown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`It is still talking after ${MAX_MS} ms`));
    }, MAX_MS);
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The first thing that a cell needs and that is not here: a path, or a package of Debian. */
export function missingOf({ needs }: Pick<Cell, 'needs'>): string | undefined {
  return needs.find((need) => (need.startsWith('/') ? !existsSync(need) : !isInstalled(need)));
}

function isInstalled(name: string): boolean {
  try {
    const status = execFileSync('dpkg', ['-s', name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /^Status: .* installed$/m.test(status);
  } catch {
    return false;
  }
}
