/**
 * The extensions that our ends have in the matrix.
 *
 * @module
 */

import { permessageDeflate } from '@sansocket/permessage-deflate';
import type { Extension } from 'sansocket/extensions';

/** Compression, of short messages too. */
export function extensions(): Extension[] {
  return [permessageDeflate({ threshold: 0 })];
}
