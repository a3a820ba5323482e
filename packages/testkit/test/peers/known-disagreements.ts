/**
 * The list of disagreements: what a version of an implementation does not agree with. Who is right is
 * not said; a law can ask for more than the RFC does.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import type { Disagreement, LawName } from '@sansocket/testkit/laws';
import type { Role } from 'sansocket';

/** Cases by their laws. */
type Cases = Readonly<Partial<Record<LawName, readonly string[]>>>;

interface Entry {
  readonly implementation: string;
  readonly version: string;
  readonly role: Role;
  readonly cases: Cases;
  /** Those that few values show. */
  readonly rare?: Cases;
}

/** Every entry of the list. */
export const entries: readonly Entry[] = readJson('./disagreements.json') as readonly Entry[];

/** The versions of the implementations that are installed. */
export const versions: Readonly<Record<string, string>> = (
  readJson('../../package.json') as { readonly devDependencies: Readonly<Record<string, string>> }
).devDependencies;

/** What the list says of an implementation. */
export function knownOf(implementation: string, role: Role): readonly Disagreement[] {
  const entry = entries.find((one) => one.implementation === implementation && one.role === role);
  return [...disagreementsIn(entry?.cases, false), ...disagreementsIn(entry?.rare, true)];
}

function disagreementsIn(cases: Cases = {}, isRare: boolean): readonly Disagreement[] {
  return (Object.entries(cases) as [LawName, readonly string[]][]).flatMap(([law, labels]) =>
    labels.map((label) => ({ law, case: label, isRare })),
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}
