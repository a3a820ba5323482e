/**
 * The header fields that a relay passes on (RFC 9110 §7.6.1).
 *
 * @module
 */

import { type Fields, fieldValues, parseTokens } from '../handshake/index.ts';

/** Fields between two neighbours only, and fields that the opening handshake sets anew on each side. */
const OF_ONE_HOP =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|origin|content-length|expect|sec-websocket-.*)$/i;

/**
 * The fields of a request or a response that go to the next hop, in their order: all but those of one hop, those that
 * the Connection field names, and those of the opening handshake, which are made anew on each side. A request keeps its
 * Host and its Origin elsewhere: in the URL and the option `origin`.
 */
export function passedFields(fields: Fields): Fields {
  const named = parseTokens(fieldValues(fields, 'connection')) ?? [];
  const isNamed = (name: string): boolean =>
    named.some((other) => other.toLowerCase() === name.toLowerCase());
  return fields.filter(([name]) => !OF_ONE_HOP.test(name) && !isNamed(name));
}
