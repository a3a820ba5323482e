/**
 * `pnpm soak`: its options are in `options.ts`.
 *
 * @module
 */

import process from 'node:process';
import { runCommand, type Values } from '@sansocket/command-line';
import { installRuntimes } from '@sansocket/workspace';
import { ProgressBar } from '../command/index.ts';
import { aboutMachine, libraryVersions, today, versionOf } from '../figures/index.ts';
import { type RuntimeName, runtimeNames, workspaceRoot } from '../program/index.ts';
import { judge } from './judge.ts';
import { planOf, type SoakOptions, soakCommand } from './options.ts';
import { writePage } from './page.ts';
import { assertProcFiles } from './process-files.ts';
import type { SoakResult } from './result.ts';
import { runSoak, type SoakPlan } from './run-soak.ts';
import { soakedNames } from './server/index.ts';
import { renderFaults, renderTable } from './table.ts';

async function soak(options: Values<SoakOptions>): Promise<void> {
  assertProcFiles();
  const plan = planOf(options);
  const runtimes = options.runtime === 'all' ? runtimeNames : [options.runtime];
  if (options.runtime !== 'node') installRuntimes();
  const servers = options.server === undefined ? soakedNames : [options.server];
  const runs = runtimes.flatMap((runtime) => servers.map((name) => ({ name, runtime })));
  const results: SoakResult[] = [];
  const bar = new ProgressBar(process.stderr);
  console.log(`${optionsOf(plan)}, for each server`);
  for (const { name, runtime } of runs) {
    const beginning = performance.now();
    const length = 'ms' in plan.until ? plan.until.ms : Infinity;
    const timer = setInterval(() => {
      const share = Math.min(1, (performance.now() - beginning) / length);
      bar.show((results.length + share) / runs.length, `${name} in ${runtime}`);
    }, 500);
    try {
      results.push(await runSoak(name, runtime, plan));
    } finally {
      clearInterval(timer);
      bar.clear();
    }
  }
  console.log([renderTable(results), ...renderFaults(results)].join('\n'));
  if (options.write) writePage(workspaceRoot, aboutRun(options.runtime, runtimes, plan), results);
  const failed = results.some(
    (result) => result.server === 'sansocket' && judge(result).length > 0,
  );
  if (failed) process.exitCode = 1;
}

function optionsOf({ until, clients, seed }: SoakPlan): string {
  const length = 'ms' in until ? `--minutes ${until.ms / 60_000}` : `--lives ${until.lives}`;
  return `${length} --clients ${clients} --seed ${seed}`;
}

function aboutRun(runtime: string, runtimes: readonly RuntimeName[], plan: SoakPlan): string {
  const versions = [...runtimes.map(versionOf), `ws ${libraryVersions()['ws'] ?? ''}`];
  return `\`pnpm soak --runtime ${runtime} ${optionsOf(plan)}\`

${[today(), ...versions, aboutMachine()].join(' · ')}`;
}

await runCommand(soakCommand(Date.now() % 0x8000_0000), soak);
