/**
 * Selects the cases that the arguments of a command name.
 *
 * @module
 */

import { Mistake, suggest } from '@sansocket/command-line';
import { type Case, type Level, type Profile, profiles } from './case.ts';
import type { Catalogue } from './load.ts';

/** The patterns that a command takes, for its help. */
export const patternsHelp = `Cases: an id (FR-001), ids with * (FR-*), an RFC or a section (rfc7692, rfc6455:5.4), level:MUST,
autobahn:5.18 or autobahn:9.* for what that suite checks, and any of these after ! to leave cases out. Default: all of the profile`;

const levels: readonly Level[] = ['MUST', 'SHOULD', 'MAY', 'info'];

/**
 * Chooses cases.
 *
 * @param patterns - Each adds cases; those after `!` remove cases. None: all.
 * @throws Mistake for a pattern that matches no case.
 */
export function selectCases(
  catalogue: Catalogue,
  profile: Profile,
  patterns: readonly string[],
): readonly Case[] {
  const { cases } = catalogue;
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((it) => it.slice(1));
  const fits = (pattern: string): ReadonlySet<string> => {
    const matches = matcherOf(pattern, catalogue);
    const ids = new Set(cases.filter(matches).map(({ id }) => id));
    if (ids.size > 0) return ids;
    const isOlder = pattern.startsWith(AUTOBAHN);
    const names = isOlder
      ? Object.keys(catalogue.autobahn).map((id) => AUTOBAHN + id)
      : cases.map(({ id }) => id);
    throw new Mistake(`No case fits '${pattern}': ${suggest(pattern, names)}`);
  };
  const chosen = wanted.map(fits);
  const out = unwanted.map(fits);
  return cases.filter((one) => {
    const isChosen = chosen.length > 0 ? chosen.some((ids) => ids.has(one.id)) : isOf(one, profile);
    return isChosen && !out.some((ids) => ids.has(one.id));
  });
}

function isOf(one: Case, profile: Profile): boolean {
  return profiles.indexOf(one.profile) <= profiles.indexOf(profile);
}

/** Before ids of the older suite. */
const AUTOBAHN = 'autobahn:';

function matcherOf(pattern: string, { rules, autobahn }: Catalogue): (one: Case) => boolean {
  if (pattern.startsWith(AUTOBAHN)) {
    const older = globOf(pattern.slice(AUTOBAHN.length));
    const ids = Object.entries(autobahn).flatMap(([id, ours]) => (older.test(id) ? ours : []));
    return (one) => ids.includes(one.id);
  }
  const level = levels.find((name) => pattern === `level:${name}`);
  if (level !== undefined) return (one) => one.level === level;
  const rfc = /^rfc(\d+)(?::(.+))?$/i.exec(pattern);
  if (rfc !== null) {
    const [, number = '', section] = rfc;
    const ref = `RFC ${number} §${section ?? ''}`;
    const isAt = (at: string): boolean =>
      section === undefined ? at.startsWith(ref) : at === ref || at.startsWith(`${ref}.`);
    return (one) => one.rules.some((rule) => isAt(rules[rule]?.ref ?? ''));
  }
  const glob = globOf(pattern);
  return (one) => glob.test(one.id);
}

function globOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`, 'i');
}
