/**
 * `pnpm interop`: runs the matrix.
 *
 * @module
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flag, Mistake, print, runCommand, text } from '@sansocket/command-line';
import { installRuntimes, workspaceRoot } from '@sansocket/workspace';
import { type Cell, cells, missingOf, runCell } from './matrix/index.ts';
import { pageFile, type Result, type Results, recordFile, renderPage } from './page/index.ts';
import { installPackages } from './peers/index.ts';

/** The packages of Debian that the cells need. */
const packages = [
  'chromium',
  'firefox-esr',
  'python3-websockets',
  'python3-aiohttp',
  'libwebsockets-test-server',
  'nginx-light',
  'haproxy',
  'apache2-bin',
  'nghttp2-proxy',
  'lighttpd',
  'lighttpd-mod-openssl',
  'python3-hypercorn',
];

await runCommand(
  {
    name: 'pnpm interop',
    does: `Our server and our client in conversation with those of others. A cell whose programs are not here is
passed over. All servers listen on 127.0.0.1, but the test server of libwebsockets, which knows no other
way than every address. The exit code is 1 when a cell fails.`,
    options: {
      only: text('TEXT', 'Only the cells whose id contains it'),
      list: flag('Print the ids of the cells, run nothing'),
      install: flag(`First get, as root, with apt-get:\n${packages.join(', ')}`),
      write: flag(`Record how the cells went, and make ${pageFile}`),
      check: flag('Run nothing; fail if a cell was never run, or failed'),
    },
    apart: [
      ['list', 'install', 'check'],
      ['list', 'write', 'check'],
      ['only', 'check'],
    ],
    example: 'pnpm interop --only nginx',
  },
  async ({ only = '', list, install, write, check }) => {
    const chosen = cells.filter(({ id }) => id.includes(only));
    if (chosen.length === 0) throw new Mistake(`No cell has '${only}' in its id: see --list`);
    if (list) console.log(chosen.map(({ id }) => id).join('\n'));
    else if (check) judge();
    else {
      installRuntimes();
      if (install) installPackages(packages);
      await runCells(chosen, write);
    }
  },
);

async function runCells(chosen: readonly Cell[], writes: boolean): Promise<void> {
  const results: Record<string, Result> = { ...readRecord() };
  let failed = 0;
  for (const cell of chosen) {
    const result = await runOne(cell);
    if (result === undefined) continue;
    results[cell.id] = result;
    if (!result.passed) failed++;
  }
  if (writes) write(results);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function runOne(cell: Cell): Promise<Result | undefined> {
  const missing = missingOf(cell);
  if (missing !== undefined) {
    print(`-      ${cell.id}: ${missing} is not here`);
    return undefined;
  }
  const version = cell.version();
  const start = performance.now();
  try {
    const { extensions } = await runCell(cell);
    const ms = Math.round(performance.now() - start);
    print(`ok     ${cell.id} ${version} (${ms} ms) ${extensions}`.trimEnd());
    return { version, passed: true, extensions };
  } catch (error) {
    print(`FAILED ${cell.id} ${version}: ${String(error)}`);
    return { version, passed: false, extensions: '' };
  }
}

function readRecord(): Results {
  const file = join(workspaceRoot, recordFile);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
}

/** In the order of the matrix; cells that are no more are forgotten. */
function write(results: Results): void {
  const kept = cells.flatMap(({ id }) => (results[id] === undefined ? [] : [[id, results[id]]]));
  const record = Object.fromEntries(kept) as Results;
  writeFileSync(join(workspaceRoot, recordFile), `${JSON.stringify(record, undefined, 2)}\n`);
  writeFileSync(join(workspaceRoot, pageFile), renderPage(cells, record));
}

function judge(): void {
  const results = readRecord();
  const bad = cells.filter(({ id }) => results[id]?.passed !== true);
  for (const { id } of bad) console.error(`${recordFile} ${id} is not green`);
  if (bad.length > 0) process.exitCode = 1;
  else console.log(`${pageFile} has ${cells.length} cells, all green`);
}
