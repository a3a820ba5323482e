/**
 * What both ends agreed on in the opening handshake.
 *
 * @module
 */

import type { Agreement, Established } from './opening.ts';

const NOTHING_AGREED: Agreement = { subprotocol: undefined, extensions: [], field: '' };

/** One object for all connections that have agreed on nothing. */
export function agreementOf({ event, extensions }: Established): Agreement {
  const { subprotocol, extensions: field } = event;
  const isNothing = subprotocol === undefined && extensions.length === 0 && field === '';
  return isNothing ? NOTHING_AGREED : { subprotocol, extensions, field };
}
