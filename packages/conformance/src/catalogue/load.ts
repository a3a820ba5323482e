/**
 * The catalogue from its files.
 *
 * @module
 */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Case, Rule } from './case.ts';

/** The folder of the JSON files, for those who copy them. */
export const catalogueFolder: string = fileURLToPath(new URL('../../catalogue/', import.meta.url));

/** All cases in the order of their ids, and the sentences that they refer to. */
export interface Catalogue {
  readonly cases: readonly Case[];
  readonly rules: Readonly<Record<string, Rule>>;
  /** For each case of Autobahn|Testsuite those of ours that check the same, and more. */
  readonly autobahn: Readonly<Record<string, readonly string[]>>;
}

/** Reads all areas. */
export function loadCatalogue(): Catalogue {
  const areas = readdirSync(catalogueFolder).filter((file) => /^[A-Z]\w\.json$/.test(file));
  const cases = areas.flatMap((file) =>
    (read(file) as { readonly cases: readonly Case[] }).cases.map(completed),
  );
  cases.sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    cases,
    rules: read('rules.json') as Catalogue['rules'],
    autobahn: read('autobahn-map.json') as Catalogue['autobahn'],
  };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(`${catalogueFolder}${file}`, 'utf8'));
}

/** Gives each variant what it has in common with its case. */
function completed(one: Case): Case {
  const { strict, tolerated = [], extensions, subprotocols, chunks } = one;
  const common = {
    strict,
    tolerated,
    ...(extensions === undefined ? {} : { extensions }),
    ...(subprotocols === undefined ? {} : { subprotocols }),
    ...(chunks === undefined ? {} : { chunks }),
  };
  return { ...one, variants: one.variants.map((variant) => ({ ...common, ...variant })) };
}
