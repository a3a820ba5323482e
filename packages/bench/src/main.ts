/**
 * `pnpm bench`: see `command/options.ts` for what can be asked of it.
 *
 * @module
 */

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { type BenchOptions, help, ProgressBar, parseOptions } from './command/index.ts';
import { tableHead, tableRows } from './report/index.ts';
import { allRows, type Row } from './rows/index.ts';
import { measureRow, type Result } from './runner/index.ts';

async function bench(options: BenchOptions, rows: readonly Row[]): Promise<Result[]> {
  const bar = new ProgressBar(process.stderr);
  const results: Result[] = [];
  console.log(tableHead());
  for (const [i, row] of rows.entries()) {
    const progress = (share: number): void => bar.show((i + share) / rows.length, row.title);
    progress(0);
    try {
      const result = await measureRow(row, options.runtime, options.budget, progress);
      bar.clear();
      console.log(tableRows(result).join('\n'));
      results.push(result);
    } catch (error) {
      bar.clear();
      console.log(`${row.name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
  return results;
}

async function main(): Promise<void> {
  const rows = allRows();
  const options = parseOptions(
    process.argv.slice(2),
    rows.map(({ name }) => name),
  );
  if (options.help) {
    console.log(
      `${help}\n\n${rows.map(({ name, title }) => `  ${name.padEnd(32)}${title}`).join('\n')}`,
    );
    return;
  }
  const { only, json } = options;
  const chosen = rows.filter(
    ({ name }) => only.length === 0 || only.some((one) => name.startsWith(one)),
  );
  const results = await bench(options, chosen);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`);
}

try {
  await main();
  // Programs of a row that failed end with their input.
  process.exit();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
