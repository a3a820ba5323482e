/**
 * The one list of cases that QuickJS, pages, workers and every runtime run.
 *
 * @module
 */

import { type LawBudget, lawCases } from './law-cases.ts';
import type { PortableCase } from './portable-case.ts';
import { type ExtensionMakers, vectorCases } from './vector-cases.ts';

/** What the vectors call an extension that claims RSV1 as another one does. */
const makers: ExtensionMakers = {};

/** All cases. */
export function portableCases(budget: LawBudget = {}): PortableCase[] {
  return [...vectorCases(makers), ...lawCases(budget)];
}
