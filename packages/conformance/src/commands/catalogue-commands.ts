/**
 * `sansocket list`, `sansocket explain` and `sansocket vectors copy`: the catalogue for people.
 *
 * @module
 */

import { cpSync, mkdirSync } from 'node:fs';
import { type Command, Mistake, type Options, runCommand, suggest } from '@sansocket/command-line';
import {
  type Case,
  catalogueFolder,
  loadCatalogue,
  patternsHelp,
  type Rule,
  selectCases,
} from '../catalogue/index.ts';

/** None but --help. */
const none: Options = {};

const listCommand = {
  name: 'sansocket list',
  does: 'Lists the cases of the catalogue, a line each.',
  options: none,
  operands: '[CASE ...]',
  more: patternsHelp,
  example: "sansocket list 'FR-*' rfc7692",
} satisfies Command<typeof none>;

/** Runs `sansocket list`. @param args - Those behind its name. */
export async function list(args: readonly string[]): Promise<void> {
  await runCommand(listCommand, (_, operands) => listCases(operands), args);
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

/** Runs `sansocket explain`. @param args - Those behind its name. */
export async function explain(args: readonly string[]): Promise<void> {
  await runCommand(explainCommand, (_, operands) => explainCase(operands), args);
}

function explainCase([id, unexpected]: readonly string[]): void {
  if (id === undefined) throw new Mistake('ID is missing, such as FR-001');
  if (unexpected !== undefined) throw new Mistake(`Unexpected argument '${unexpected}'`);
  const { cases, rules } = loadCatalogue();
  const one = cases.find((it) => it.id === id.toUpperCase());
  if (one === undefined) {
    throw new Mistake(
      `No case '${id}': ${suggest(
        id,
        cases.map((it) => it.id),
      )}`,
    );
  }
  console.log(explanationOf(one, rules));
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
  does: 'Copies the catalogue, as JSON with its schema, into a folder.',
  options: none,
  operands: 'FOLDER',
  example: 'sansocket vectors copy test/websocket-cases',
} satisfies Command<typeof none>;

/** Runs `sansocket vectors copy`. @param args - Those behind its name. */
export async function vectorsCopy(args: readonly string[]): Promise<void> {
  await runCommand(vectorsCommand, (_, operands) => copyVectors(operands), args);
}

function copyVectors([folder, unexpected]: readonly string[]): void {
  if (folder === undefined) throw new Mistake('FOLDER is missing');
  if (unexpected !== undefined) throw new Mistake(`Unexpected argument '${unexpected}'`);
  mkdirSync(folder, { recursive: true });
  cpSync(catalogueFolder, folder, { recursive: true });
  console.log(`${loadCatalogue().cases.length} cases are in ${folder}`);
}
