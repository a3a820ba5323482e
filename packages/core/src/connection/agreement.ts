/**
 * The agreement of both ends in the opening handshake: subprotocol and extensions.
 *
 * @module
 */

import type { Agreement, Established } from './opening.ts';

const NOTHING_AGREED: Agreement = { subprotocol: undefined, extensions: [], field: '' };

/** @returns The agreement; connections that have agreed on nothing share one object. */
export function agreementOf({ event, extensions }: Established): Agreement {
  const { subprotocol, extensions: field } = event;
  const isNothing = subprotocol === undefined && extensions.length === 0 && field === '';
  return isNothing ? NOTHING_AGREED : { subprotocol, extensions, field };
}
