/**
 * `pnpm interop`: runs the matrix.
 *
 * @module
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Cell, cells, missingOf, runCell } from './matrix/index.ts';
import { pageFile, type Result, type Results, recordFile, renderPage } from './page/index.ts';
import { workspaceRoot } from './workspace.ts';

/** What the cells need of Debian. */
const packages = [
  'chromium',
  'python3-websockets',
  'python3-aiohttp',
  'libwebsockets-test-server',
  'nginx-light',
  'haproxy',
  'apache2-bin',
];

const usage = `Our server and our client in conversation with those of others.

  --only TEXT  Only the cells whose id contains it
  --list       Print the ids of the cells, run nothing
  --install    First get, as root, with apt-get: ${packages.join(', ')}
  --write      Record how the cells went, and make ${pageFile}
  --check      Run nothing; fail if a cell was never run, failed, or the page is not up to date
  --help       Print this

A cell whose programs are not here is passed over. All servers listen on 127.0.0.1, but the test server
of libwebsockets, which knows no other way than every address.`;

const { values: options } = parseArgs({
  args: process.argv.slice(process.argv[2] === '--' ? 3 : 2),
  options: {
    only: { type: 'string' },
    list: { type: 'boolean' },
    install: { type: 'boolean' },
    write: { type: 'boolean' },
    check: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const chosen = cells.filter(({ id }) => id.includes(options.only ?? ''));

if (options.help === true) console.log(usage);
else if (options.list === true) console.log(chosen.map(({ id }) => id).join('\n'));
else if (options.check === true) check();
else await runAll();

async function runAll(): Promise<void> {
  if (options.install === true) install();
  const results: Record<string, Result> = { ...readRecord() };
  let failed = 0;
  for (const cell of chosen) {
    const result = await runOne(cell);
    if (result === undefined) continue;
    results[cell.id] = result;
    if (!result.passed) failed++;
  }
  if (options.write === true) write(results);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function runOne(cell: Cell): Promise<Result | undefined> {
  const missing = missingOf(cell);
  if (missing !== undefined) {
    console.log(`-      ${cell.id}: ${missing} is not here`);
    return undefined;
  }
  const version = cell.version();
  const start = performance.now();
  try {
    const { extensions } = await runCell(cell);
    const ms = Math.round(performance.now() - start);
    console.log(`ok     ${cell.id} ${version} (${ms} ms) ${extensions}`.trimEnd());
    return { version, passed: true, extensions };
  } catch (error) {
    console.log(`FAILED ${cell.id} ${version}: ${String(error)}`);
    return { version, passed: false, extensions: '' };
  }
}

function install(): void {
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status } = spawnSync('apt-get', ['-qq', ...args], { stdio: 'inherit', env });
    if (status !== 0) throw new Error(`apt-get ${args[0]!} failed`);
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

function check(): void {
  const results = readRecord();
  const bad = cells.filter(({ id }) => results[id]?.passed !== true);
  for (const { id } of bad) console.error(`${recordFile} ${id} is not green`);
  const isSame = readFileSync(join(workspaceRoot, pageFile), 'utf8') === renderPage(cells, results);
  if (!isSame) console.error(`${pageFile} Page is not up to date: run pnpm interop --write`);
  if (bad.length > 0 || !isSame) process.exitCode = 1;
  else console.log(`${pageFile} has ${cells.length} cells, all green`);
}
