/**
 * The laws of the kit as cases for connections of core, each with few enough generated values for an interpreter.
 *
 * @module
 */

import {
  type CheckOptions,
  checkLaws,
  engineMeter,
  frameLevelSubject,
  type LawName,
  laws,
  type MakeSubject,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import type { Role } from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import type { PortableCase } from './portable-case.ts';

/** Options of the cases of laws. */
export interface LawBudget {
  /** Generated values for each case of a law. Default: 3. */
  readonly runs?: number | undefined;
  /** The same seed gives the same values. Default: 1. */
  readonly seed?: number | undefined;
}

/** @param inflating - Makes an extension that compresses. Default: the laws are not tried with one. */
export function lawCases(budget: LawBudget = {}, inflating?: () => Extension): PortableCase[] {
  const options: CheckOptions = { runs: budget.runs ?? 3, seed: budget.seed ?? 1 };
  return (['server', 'client'] as const).flatMap((role) => [
    ...connectionCases(role, options),
    ...layerCases(role, options),
    ...(inflating === undefined ? [] : inflatingCases(role, inflating, options)),
  ]);
}

function connectionCases(role: Role, options: CheckOptions): PortableCase[] {
  const peer = sansocketSubject(otherRole(role));
  // Two ends without options are the same pair, whichever of them is under test.
  const pair = role === 'server' ? {} : { client: { messages: 'parts' as const } };
  return laws.map(({ name }) =>
    caseOf(name, `a ${role}`, sansocketSubject(role), {
      ...options,
      peer,
      pair,
      meter: engineMeter(),
    }),
  );
}

function layerCases(role: Role, options: CheckOptions): PortableCase[] {
  const names = ['chunking', 'earliest-failure', 'oracle', 'limits'] as const;
  return names.map((name) =>
    caseOf(name, `the frame layer of a ${role}`, frameLevelSubject(role), options),
  );
}

function inflatingCases(
  role: Role,
  inflating: () => Extension,
  options: CheckOptions,
): PortableCase[] {
  const subject = (of: Role) =>
    sansocketSubject(of, { connection: { extensions: [inflating()] }, inflates: true });
  const names = ['chunking', 'scheduling', 'total', 'round-trip', 'oracle', 'limits'] as const;
  return names.map((name) =>
    caseOf(name, `a ${role} that compresses`, subject(role), {
      ...options,
      peer: subject(otherRole(role)),
    }),
  );
}

function caseOf(
  name: LawName,
  subject: string,
  make: MakeSubject,
  options: CheckOptions,
): PortableCase {
  return {
    name: `law ${name}: ${subject}`,
    run: () => {
      const { surprises } = checkLaws(make, { ...options, laws: [name], print: () => undefined });
      if (surprises.length > 0) throw new Error(surprises.join('\n'));
    },
  };
}

function otherRole(role: Role): Role {
  return role === 'server' ? 'client' : 'server';
}
