/**
 * Header lists as `node:http2` takes and gives them.
 *
 * @module
 */

import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import { type Fields, pairFields } from 'sansocket/handshake';

/** A list as an object; the values of a repeated name as an array. */
export function headersOf(fields: Fields): OutgoingHttpHeaders {
  // Without the names of a prototype.
  const headers = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of fields) {
    const before = headers[name];
    if (before === undefined) headers[name] = value;
    else headers[name] = [...(Array.isArray(before) ? before : [before]), value];
  }
  return headers;
}

/**
 * The list of an event.
 *
 * @param raw - Names and values in turn, as they came. Not every runtime has it.
 */
export function fieldsOf(headers: IncomingHttpHeaders, raw: readonly string[] | undefined): Fields {
  if (raw !== undefined && raw.length > 0) return pairFields(raw);
  return Object.entries(headers).flatMap(([name, value = []]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const),
  );
}
