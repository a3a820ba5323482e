/**
 * `pnpm bench`: its options are in `command/options.ts`.
 *
 * @module
 */

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { checkWritable, runCommand, type Values } from '@sansocket/command-line';
import { installRuntimes } from '@sansocket/workspace';
import { type BenchOptions, benchCommand, budgetOf, runtimesOf, Session } from './command/index.ts';
import {
  type AllFigures,
  aboutMachine,
  libraryVersions,
  type RuntimeFigures,
  serializeFigures,
  today,
} from './figures/index.ts';
import { type RuntimeName, workspaceRoot } from './program/index.ts';
import { writeDocuments } from './report/index.ts';
import { allRows } from './rows/index.ts';
import { takesPart } from './runner/index.ts';

/** The name of the study of updates in `--only`, in addition to the rows. */
const UPDATES = 'updates';

async function bench(options: Values<BenchOptions>): Promise<AllFigures> {
  const chosen = (name: string): boolean =>
    options.only.length === 0 || options.only.some((only) => name.startsWith(only));
  const rows = allRows().filter(({ name }) => chosen(name));
  const plan = runtimesOf(options).map((name) => ({
    name,
    rows: rows.filter((row) => takesPart(row, name)),
  }));
  const steps = plan.reduce((sum, one) => sum + one.rows.length, chosen(UPDATES) ? 1 : 0);
  if (plan.some(({ name, rows: its }) => name !== 'node' && its.length > 0)) installRuntimes();
  const session = new Session(budgetOf(options), steps, options.write);
  const runtimes: Partial<Record<RuntimeName, RuntimeFigures>> = {};
  for (const one of plan) {
    if (one.rows.length > 0) runtimes[one.name] = await session.measureRows(one.name, one.rows);
  }
  if (options.profile) await session.profile(rows);
  const updates = chosen(UPDATES) ? await session.measureUpdates() : [];
  return {
    date: today(),
    machine: aboutMachine(),
    versions: libraryVersions(),
    runtimes,
    updates,
  };
}

const rows = [
  ...allRows(),
  { name: UPDATES, title: 'polling, long polling and WebSocket, for each update' },
];

await runCommand(benchCommand(rows), run);

async function run(options: Values<BenchOptions>): Promise<void> {
  if (options.json !== undefined) checkWritable('json', options.json);
  const figures = await bench(options);
  if (options.json !== undefined) writeFileSync(options.json, serializeFigures(figures));
  if (options.write) writeDocuments(workspaceRoot, figures);
  // Programs of a row that failed end with their input.
  process.exit();
}
