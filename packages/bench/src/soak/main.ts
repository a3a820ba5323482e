/**
 * `pnpm soak`: see `options.ts` for what can be asked of it.
 *
 * @module
 */

import process from 'node:process';
import { messageOf, ProgressBar } from '../command/index.ts';
import { aboutMachine, libraryVersions, today, versionOf } from '../figures/index.ts';
import { workspaceRoot } from '../program/index.ts';
import { judge } from './judge.ts';
import { help, parseOptions, type SoakOptions } from './options.ts';
import { writePage } from './page.ts';
import { assertProcFiles } from './process-files.ts';
import type { SoakResult } from './result.ts';
import { runSoak } from './run-soak.ts';
import { renderFaults, renderTable } from './table.ts';

async function soak({ runtimes, servers, plan, write }: SoakOptions): Promise<boolean> {
  assertProcFiles();
  const results: SoakResult[] = [];
  const runs = runtimes.flatMap((runtime) => servers.map((name) => ({ name, runtime })));
  const bar = new ProgressBar(process.stderr);
  console.log(`Seed ${plan.seed}, ${plan.clients} clients, ${lengthOf(plan)} for each server`);
  for (const { name, runtime } of runs) {
    const beginning = performance.now();
    const show = (): void => {
      const length = 'ms' in plan.until ? plan.until.ms : Infinity;
      const share = Math.min(1, (performance.now() - beginning) / length);
      bar.show((results.length + share) / runs.length, `${name} in ${runtime}`);
    };
    const timer = setInterval(show, 500);
    try {
      results.push(await runSoak(name, runtime, plan));
    } finally {
      clearInterval(timer);
      bar.clear();
    }
  }
  console.log([renderTable(results), ...renderFaults(results)].join('\n'));
  if (write) writePage(workspaceRoot, aboutRun(runtimes, plan), results);
  return results.every((result) => result.server !== 'sansocket' || judge(result).length === 0);
}

function lengthOf({ until }: SoakOptions['plan']): string {
  return 'ms' in until ? `${until.ms / 60_000} minutes` : `${until.lives} lives of each`;
}

function aboutRun(runtimes: SoakOptions['runtimes'], plan: SoakOptions['plan']): string {
  const { until, clients, seed } = plan;
  const length = 'ms' in until ? `--minutes ${until.ms / 60_000}` : `--lives ${until.lives}`;
  const where = runtimes.length > 1 ? 'all' : runtimes[0]!;
  const versions = [...runtimes.map(versionOf), `ws ${libraryVersions()['ws'] ?? ''}`];
  return `\`pnpm soak ${length} --runtime ${where} --clients ${clients} --seed ${seed}\`

${[today(), ...versions, aboutMachine()].join(' · ')}`;
}

function optionsOrExit(): SoakOptions {
  try {
    return parseOptions(process.argv.slice(2), Date.now() % 0x8000_0000);
  } catch (error) {
    console.error(messageOf(error));
    process.exit(2);
  }
}

const options = optionsOrExit();
if (options.help) console.log(help);
else process.exitCode = (await soak(options)) ? 0 : 1;
