/**
 * The extensions that our ends have in the matrix.
 *
 * @module
 */

import type { Extension } from 'sansocket/extensions';

/** None as long as there is no package with one. */
export function extensions(): Extension[] {
  return [];
}
