/**
 * `pnpm fuzz`: its options are in `command/options.ts`.
 *
 * @module
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  endIfUnread,
  Mistake,
  print,
  readGivenFile,
  runCommand,
  type Values,
} from '@sansocket/command-line';
import { laws } from '@sansocket/testkit/laws';
import {
  Campaign,
  type FuzzOptions,
  fuzzCommand,
  Progress,
  renderMarkdown,
  renderProgress,
  renderTable,
  reproduce,
} from './command/index.ts';
import { type BuiltTargets, buildTargets } from './coverage/index.ts';
import { ByteLane, type Lane, type LaneFinding, LawLane, nameOfLaw } from './lanes/index.ts';
import { type Target, targets } from './targets/index.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cache = join(root, '.cache/fuzz');
const names = [...laws.map(({ name }) => nameOfLaw(name)), ...targets.map(({ name }) => name)];

/** The chosen lanes, or all. */
function lanesOf(
  { target: chosen, seed }: Values<FuzzOptions>,
  { targets: built, hits }: BuiltTargets,
  report: (finding: LaneFinding) => void,
): Lane[] {
  const corpus = { seeds: join(root, 'packages/fuzz/corpus'), finds: join(cache, 'corpus') };
  const findings = join(cache, 'findings');
  const lanes = [
    ...laws.map(({ name }) => new LawLane({ law: name, seed, findings, report })),
    ...built.map((target) => new ByteLane({ target, hits, seed, corpus, findings, report })),
  ];
  return lanes.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
}

function fuzz(options: Values<FuzzOptions>, built: BuiltTargets): boolean {
  const now = (): number => performance.now();
  const progress = new Progress(process.stdout, now);
  const lanes = lanesOf(options, built, ({ lane, message, reproduction }) => {
    progress.clear();
    console.error(`FINDING in ${lane}: ${message}\nShow it again: pnpm fuzz ${reproduction}\n`);
  });
  const campaign = new Campaign(lanes, now);
  const ms = options.minutes * 60_000;
  const end = now() + ms;
  print(`Seed ${options.seed}, ${lanes.length} targets, ${options.minutes} minutes`);
  campaign.run(ms, () => {
    progress.tick(() => renderProgress(campaign.rows, (end - now()) / 1000));
    endIfUnread();
  });
  progress.clear();
  const { rows } = campaign;
  console.log(options.markdown ? renderMarkdown(rows) : renderTable(rows));
  console.log(`${renderProgress(rows, 0)}, seed ${options.seed}`);
  return rows.every(({ tally }) => tally.findings === 0);
}

function showInput(input: Uint8Array, target: Target, built: BuiltTargets): boolean {
  const error = reproduce(target, built, input);
  if (error === undefined) console.log(`Holds: ${target.promise}`);
  else console.error(error.stack);
  return error === undefined;
}

/** The target that gets a file. */
function oneTargetOf(chosen: readonly string[]): Target {
  const [name, ...others] = chosen;
  const target = targets.find((one) => one.name === name);
  if (target !== undefined && others.length === 0) return target;
  throw new Mistake(`Option --input needs one --target, and no law: a law takes a --seed`);
}

await runCommand(fuzzCommand(names, Date.now() % 0x8000_0000), async (options) => {
  const { input, target: chosen } = options;
  if (input === undefined) process.exitCode = fuzz(options, await buildTargets()) ? 0 : 1;
  else {
    const target = oneTargetOf(chosen);
    const bytes = readGivenFile('input', input);
    process.exitCode = showInput(bytes, target, await buildTargets()) ? 0 : 1;
  }
});
