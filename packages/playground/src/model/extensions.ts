/**
 * The extensions of a scenario.
 *
 * @module
 */

import type { Extension } from 'sansocket/extensions';
import type { Scenario } from './scenario.ts';

/** None as long as there is no package with one. */
const known: readonly (() => Extension)[] = [];

/** Those that are in use, or known in the opening handshake. */
export function extensionsOf({ deflate }: Scenario): Extension[] {
  return deflate ? known.map((make) => make()) : [];
}
