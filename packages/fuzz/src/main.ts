/**
 * `pnpm fuzz`: see `command/options.ts` for what can be asked of it.
 *
 * @module
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { laws } from '@sansocket/testkit/laws';
import {
  Campaign,
  type FuzzOptions,
  help,
  Progress,
  parseOptions,
  renderMarkdown,
  renderProgress,
  renderTable,
  reproduce,
} from './command/index.ts';
import { type BuiltTargets, buildTargets } from './coverage/index.ts';
import { ByteLane, type Lane, type LaneFinding, LawLane, nameOfLaw } from './lanes/index.ts';
import { targets } from './targets/index.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cache = join(root, '.cache/fuzz');
const names = [...laws.map(({ name }) => nameOfLaw(name)), ...targets.map(({ name }) => name)];

/** Lanes for what was chosen, or for everything. */
function lanesOf(
  { targets: chosen, seed }: FuzzOptions,
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

function fuzz(options: FuzzOptions, built: BuiltTargets): boolean {
  const now = (): number => performance.now();
  const progress = new Progress(process.stdout, now);
  const lanes = lanesOf(options, built, ({ lane, message, reproduction }) => {
    progress.clear();
    console.error(`FINDING in ${lane}: ${message}\nShow it again: pnpm fuzz ${reproduction}\n`);
  });
  const campaign = new Campaign(lanes, now);
  const ms = options.minutes * 60_000;
  const end = now() + ms;
  console.log(`Seed ${options.seed}, ${lanes.length} targets, ${options.minutes} minutes`);
  campaign.run(ms, () => {
    progress.tick(() => renderProgress(campaign.rows, (end - now()) / 1000));
  });
  progress.clear();
  const { rows } = campaign;
  console.log(options.markdown ? renderMarkdown(rows) : renderTable(rows));
  console.log(`${renderProgress(rows, 0)}, seed ${options.seed}`);
  return rows.every(({ tally }) => tally.findings === 0);
}

function showInput(file: string, name: string, built: BuiltTargets): boolean {
  const target = targets.find((one) => one.name === name);
  if (target === undefined) throw new Error(`A law takes no --input: give its --seed`);
  const error = reproduce(target, built, file);
  if (error === undefined) console.log(`Holds: ${target.promise}`);
  else console.error(error.stack);
  return error === undefined;
}

const options = parseOptions(process.argv.slice(2), names, Date.now() % 0x8000_0000);
if (options.help) {
  console.log(`${help}\n\n${names.map((name) => `  ${name}`).join('\n')}`);
} else {
  const built = await buildTargets();
  const { input, targets: chosen } = options;
  const ok = input === undefined ? fuzz(options, built) : showInput(input, chosen[0]!, built);
  process.exitCode = ok ? 0 : 1;
}
