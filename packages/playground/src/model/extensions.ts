/**
 * The extensions of a scenario.
 *
 * @module
 */

import { permessageDeflate } from '@sansocket/permessage-deflate';
import type { Extension } from 'sansocket/extensions';
import type { Scenario } from './scenario.ts';

/** The extensions in use, or known in the opening handshake; even short messages are compressed. */
export function extensionsOf({ deflate }: Scenario): Extension[] {
  return deflate ? [permessageDeflate({ threshold: 0 })] : [];
}
