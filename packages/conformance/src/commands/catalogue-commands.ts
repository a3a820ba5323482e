/**
 * `sansocket list`, `sansocket explain` and `sansocket vectors copy`: the catalogue for people.
 *
 * @module
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type Command,
  flag,
  Mistake,
  messageOf,
  type Options,
  runCommand,
} from '@sansocket/command-line';
import {
  type Case,
  catalogueFolder,
  loadCatalogue,
  patternsHelp,
  type Rule,
  selectCases,
} from '../catalogue/index.ts';
import { type Vector, vectorsOf, vectorsText } from '../vectors/index.ts';
import { caseOf } from './selection.ts';

/** None but --help. */
const none: Options = {};

const listOptions = {
  autobahn: flag('List the ids of Autobahn|Testsuite instead, with the cases that check the same'),
};

const listCommand = {
  name: 'sansocket list',
  does: 'Lists the cases of the catalogue, a line each.',
  options: listOptions,
  operands: '[CASE ...]',
  more: patternsHelp,
  example: "sansocket list 'FR-*' rfc7692",
} satisfies Command<typeof listOptions>;

/** Runs `sansocket list`. @param args - Those after its name. */
export async function list(args: readonly string[]): Promise<void> {
  await runCommand(
    listCommand,
    ({ autobahn }, operands) => (autobahn ? listAutobahn(operands) : listCases(operands)),
    args,
  );
}

function listAutobahn(patterns: readonly string[]): void {
  const catalogue = loadCatalogue();
  const ids = selectCases(catalogue, 'hostile', patterns).map(({ id }) => id);
  const rows = Object.entries(catalogue.autobahn).filter(([, ours]) =>
    ours.some((id) => ids.includes(id)),
  );
  for (const [id, ours] of rows) console.log(`${id.padEnd(7)}  ${ours.join(' ')}`);
  console.log(`${rows.length} cases of Autobahn|Testsuite`);
}

function listCases(patterns: readonly string[]): void {
  const catalogue = loadCatalogue();
  const cases = selectCases(catalogue, 'hostile', patterns);
  for (const { id, level, testee, title } of cases) {
    console.log(`${id}  ${level.padEnd(6)}  ${testee.padEnd(6)}  ${title}`);
  }
  console.log(`${cases.length} cases`);
}

const explainCommand = {
  name: 'sansocket explain',
  does: 'Says what a case sends, what it expects and why.',
  options: none,
  operands: 'ID',
  example: 'sansocket explain FR-001',
} satisfies Command<typeof none>;

/** Runs `sansocket explain`. @param args - Those after its name. */
export async function explain(args: readonly string[]): Promise<void> {
  await runCommand(explainCommand, (_, operands) => explainCase(operands), args);
}

function explainCase([id, unexpected]: readonly string[]): void {
  if (id === undefined) throw new Mistake('ID is missing, such as FR-001');
  if (unexpected !== undefined) throw new Mistake(`Unexpected argument '${unexpected}'`);
  const { cases, rules } = loadCatalogue();
  console.log(explanationOf(caseOf(id, cases), rules));
}

function explanationOf(one: Case, rules: Readonly<Record<string, Rule>>): string {
  const sentences = one.rules.map((key) => `  ${rules[key]!.ref}: ${rules[key]!.text}`);
  const variants = one.variants.map((variant) => {
    const { name, strict, tolerated, ...inputs } = variant;
    const outcomes = strict === one.strict ? {} : { strict, tolerated };
    return `  ${name}: ${JSON.stringify({ ...inputs, ...outcomes })}`;
  });
  return [
    `${one.id}  ${one.title}`,
    `${one.level}; testee: ${one.testee}; profile: ${one.profile}${one.needs === undefined ? '' : `; needs: ${one.needs.join(', ')}`}`,
    '',
    ...sentences,
    '',
    `Passes: ${one.strict.join(' or ')}`,
    ...(one.tolerated === undefined ? [] : [`Tolerated: ${one.tolerated.join(' or ')}`]),
    ...(one.watches === undefined
      ? []
      : [`Fails too if this is broken anywhere: ${one.watches.join(', ')}`]),
    '',
    `${variants.length === 1 ? 'Variant' : `${variants.length} variants`}:`,
    ...variants,
  ].join('\n');
}

const vectorsCommand = {
  name: 'sansocket vectors copy',
  does: `Copies the catalogue, as JSON with its schema, into a folder; and the frames of its cases as bytes with
the events that a receiver makes of them: vectors.json, and vectors-long.json for long ones.`,
  options: none,
  operands: 'FOLDER',
  example: 'sansocket vectors copy test/websocket-cases',
} satisfies Command<typeof none>;

/** Runs `sansocket vectors copy`. @param args - Those after its name. */
export async function vectorsCopy(args: readonly string[]): Promise<void> {
  await runCommand(vectorsCommand, (_, operands) => copyVectors(operands), args);
}

/** Vectors of more bytes are in a file of their own: the other one stays small enough to be read. */
const LONG_BYTES = 4096;

/** Vectors of more bytes are in no file: `sansocket conformance codec` runs them. */
const MOST_BYTES = 65_536;

function copyVectors([folder, unexpected]: readonly string[]): void {
  if (folder === undefined) throw new Mistake('FOLDER is missing');
  if (unexpected !== undefined) throw new Mistake(`Unexpected argument '${unexpected}'`);
  into(folder, () => makeFolder(resolve(folder)));
  const { cases } = loadCatalogue();
  const harmless = cases.filter(({ profile }) => profile !== 'hostile');
  const vectors = vectorsOf(harmless, MOST_BYTES);
  const isLong = ({ bytes }: Vector): boolean => bytes.length > 2 * LONG_BYTES;
  const files: readonly (readonly [name: string, content: string | Uint8Array])[] = [
    ...readdirSync(catalogueFolder).map(
      (name) => [name, readFileSync(join(catalogueFolder, name))] as const,
    ),
    ['vectors.json', vectorsText(vectors.filter((vector) => !isLong(vector)))],
    ['vectors-long.json', vectorsText(vectors.filter(isLong))],
  ];
  into(folder, () => {
    for (const [name, content] of files) writeFileSync(join(folder, name), content);
  });
  console.log(`${cases.length} cases and ${vectors.length} vectors are in ${folder}`);
}

/** @throws Mistake when the folder does not take what is written into it. */
function into(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new Mistake(`FOLDER '${folder}' cannot be written: ${messageOf(error)}`);
  }
}

/** One after the other: Node's `recursive` never ends in a file system that takes no folders, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
