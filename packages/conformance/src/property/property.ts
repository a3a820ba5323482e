/**
 * The type of a property: sessions, and what has to be the same for all of them.
 *
 * @module
 */

import type { Arbitrary } from 'fast-check';
import type { Ability, Case } from '../catalogue/index.ts';
import type { Bench } from './bench.ts';

/** A property of every right testee. */
export interface Property {
  readonly name: string;
  /** The property in one sentence. */
  readonly says: string;
  readonly needs?: readonly Ability[];
  /** Sessions that are tried in this order; a property without them draws all. */
  readonly rows?: (bench: Bench) => readonly Case[];
  /** Draws sessions as cases. The simplest session is the one that a failure shrinks to. */
  readonly draw: (bench: Bench) => Arbitrary<Case>;
}
