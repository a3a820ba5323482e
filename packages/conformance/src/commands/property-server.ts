/**
 * `sansocket property server`: sessions that are drawn, against a WebSocket server.
 *
 * @module
 */

import { writeFileSync } from 'node:fs';
import {
  type Command,
  checkWritable,
  choices,
  flag,
  Mistake,
  number,
  numberOr,
  runCommand,
  text,
  type Values,
} from '@sansocket/command-line';
import { loadCatalogue } from '../catalogue/index.ts';
import {
  type Bench,
  benchOf,
  type Finding,
  findingText,
  type Property,
  properties,
  recordOf,
  renderRecord,
  search,
} from '../property/index.ts';
import { countsText, Progress, toolVersion } from '../report/index.ts';
import { type CaseResult, probe } from '../run/index.ts';
import { commandLine, without } from './run-test.ts';
import { commonOptions } from './selection.ts';
import { exitCodes, restart, type Server, serverOf, serverOptions, withServer } from './server.ts';

/** Options that a failure has values of its own for, and the file of the record. */
const ofOneRun = ['--property', '--seed', '--path', '--runs', '--record'];

const options = {
  runs: numberOr(1000, 'N', 'Sessions to draw, shared out among the properties', {
    min: 1,
    max: 10_000_000,
  }),
  seed: number('S', 'Draw the same sessions again. Default: others each time', {
    min: 0,
    max: 0x7fff_ffff,
  }),
  path: text('P', 'Try one session alone: the path of a failure, with its property and seed'),
  property: choices(
    'NAME',
    'Which properties; may be given more than once. Default: all',
    properties.map(({ name }) => name),
  ),
  strict: flag('Fail on tolerated outcomes too'),
  'shrink-budget': numberOr(30, 'SECONDS', 'Time to look for a smaller session after a failure', {
    min: 0,
    max: 86_400,
    fractions: true,
  }),
  record: text('FILE', 'Write the first session that fails, for sansocket replay'),
  'timeout-scale': commonOptions['timeout-scale'],
  ...serverOptions,
};

const command = {
  name: 'sansocket property server',
  does: `Looks for a session that a WebSocket server does not handle as RFC 6455 and RFC 7692 say, and shrinks it.
${exitCodes}`,
  options,
  operands: 'URL',
  more: `Properties:
${properties.map(({ name, says }) => `  ${name.padEnd(14)}${says}`).join('\n')}`,
  example:
    "npx @sansocket/conformance property server ws://127.0.0.1:{port}/ --exec-server 'node server.js {port}'",
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function propertyServer(args: readonly string[]): Promise<void> {
  await runCommand(
    command,
    async (given, [url, unexpected]) => {
      if (unexpected !== undefined) throw new Mistake(`Unexpected argument '${unexpected}'`);
      checkPath(given);
      if (given.record !== undefined) checkWritable('record', given.record);
      const server = await serverOf(given, url);
      const typed = commandLine(command.name, without(args, ofOneRun), []);
      process.exitCode = await withServer(server, () => runProperties(given, server, typed));
    },
    args,
  );
}

type Given = Values<typeof options>;

/** @throws Mistake for a path that belongs to no session. */
function checkPath({ path, seed, property }: Given): void {
  if (path === undefined) return;
  if (!/^\d+(:\d+)*$/.test(path)) {
    throw new Mistake(`Option --path must be numbers and colons, such as 12:0:3, got '${path}'`);
  }
  if (seed === undefined || property.length !== 1) {
    throw new Mistake('Option --path needs --seed and one --property: those of the failure');
  }
}

/** @returns The exit code. */
async function runProperties(given: Given, server: Server, typed: string): Promise<number> {
  const catalogue = loadCatalogue();
  const found = await probe(server.setup, given['timeout-scale']);
  const bench = await benchOf(server.setup, found, {
    cases: catalogue.cases,
    isStrict: given.strict,
    restart: () => restart(server),
  });
  const { url } = server.setup.target;
  console.log(`${url}: ${found.notes.join('; ')}`);
  const seed = given.seed ?? Math.floor(Math.random() * 0x7fff_ffff);
  const start = performance.now();
  const { results, findings, isGone } = await tryAll(given, bench, seed);
  for (const finding of findings) {
    console.log(`${findingText(finding, catalogue.rules, typed)}\n`);
  }
  console.log(summaryOf(results, findings, seed, performance.now() - start));
  const [first] = findings;
  if (given.record !== undefined && first !== undefined) {
    writeFileSync(given.record, renderRecord(recordOf(first, url, toolVersion())));
    console.log(`The record of ${first.property.name} is in ${given.record}`);
  }
  if (isGone) {
    console.error('The server no longer answers, and nothing brings it back');
    return 4;
  }
  return findings.length === 0 ? 0 : 1;
}

interface Tried {
  readonly results: ReadonlyMap<Property, readonly CaseResult[]>;
  readonly findings: readonly Finding[];
  readonly isGone: boolean;
}

async function tryAll(given: Given, bench: Bench, seed: number): Promise<Tried> {
  const chosen = properties.filter(
    ({ name, needs = [] }) =>
      (given.property.length === 0 || given.property.includes(name)) &&
      needs.every((need) => bench.abilities.includes(need)),
  );
  const drawing = chosen.filter(({ rows }) => rows === undefined);
  const runs = Math.ceil(given.runs / Math.max(drawing.length, 1));
  const results = new Map<Property, CaseResult[]>();
  const findings: Finding[] = [];
  let current = bench;
  for (const property of chosen) {
    const total = given.path === undefined ? (property.rows?.(bench).length ?? runs) : 1;
    const progress = new Progress(total, `sessions of ${property.name}`);
    const tried: CaseResult[] = [];
    results.set(property, tried);
    const { finding, isGone } = await search(current, property, {
      runs,
      seed,
      path: given.path,
      shrinkBudget: given['shrink-budget'],
      onResult: (result) => {
        tried.push(result);
        progress.add(result);
      },
    });
    progress.end();
    if (finding !== undefined) findings.push(finding);
    if (isGone) return { results, findings, isGone };
    // Where messages come back changed, no other property can compare them.
    const isEcho = current.setup.isEcho && !(property.name === 'echo' && finding !== undefined);
    current = { ...current, setup: { ...current.setup, isEcho } };
  }
  return { results, findings, isGone: false };
}

function summaryOf(
  results: Tried['results'],
  findings: readonly Finding[],
  seed: number,
  ms: number,
): string {
  const rows = [...results].map(([{ name }, tried]) => {
    return `  ${name.padEnd(14)}${String(tried.length).padStart(6)} sessions: ${countsText(tried)}`;
  });
  const all = [...results.values()].flat();
  const seconds = (ms / 1000).toFixed(1);
  const { length } = findings;
  const verdict =
    length === 0
      ? 'Nothing fails'
      : `${length} ${length === 1 ? 'property fails' : 'properties fail'}`;
  return [
    ...rows,
    '',
    `${all.length} sessions in ${seconds} s with seed ${seed}: ${countsText(all)}`,
    verdict,
  ].join('\n');
}
