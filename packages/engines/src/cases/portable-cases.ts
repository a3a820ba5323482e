/**
 * The one list of cases that QuickJS, pages, workers and every runtime run.
 *
 * @module
 */

import { permessageDeflate } from '@sansocket/permessage-deflate';
import { extensionMakers } from './extensions.ts';
import { type LawBudget, lawCases } from './law-cases.ts';
import type { PortableCase } from './portable-case.ts';
import { sessionCases } from './session-cases.ts';
import { vectorCases } from './vector-cases.ts';

/** All cases. */
export function portableCases(budget: LawBudget = {}): PortableCase[] {
  return [
    ...vectorCases(extensionMakers),
    ...lawCases(budget, () => permessageDeflate()),
    ...sessionCases(),
  ];
}
