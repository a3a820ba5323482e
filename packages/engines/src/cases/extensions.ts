/**
 * The extensions that vectors name, for core.
 *
 * @module
 */

import { permessageDeflate } from '@sansocket/permessage-deflate';
import type { Extension } from 'sansocket/extensions';

/** Makes the extension of a name; vectors with an unknown name are left out. */
export type ExtensionMakers = Readonly<Record<string, () => Extension>>;

/** permessage-deflate, offered bare as in vectors, and an invented extension that claims the same bit. */
export const extensionMakers: ExtensionMakers = {
  'permessage-deflate': () => permessageDeflate({ offers: [{}] }),
  'permessage-bzip2': () => bitClaiming('permessage-bzip2'),
};

/** An extension that owns RSV1 and changes nothing. It is offered bare. */
export function bitClaiming(name: string): Extension {
  const session = { reservedBits: 0x40 };
  return {
    name,
    offers: () => [[]],
    accept: () => ({ parameters: [], session }),
    activate: () => session,
  };
}
