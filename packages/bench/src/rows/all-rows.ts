/**
 * All rows, in the order of the table.
 *
 * @module
 */

import { decodeRows } from './decode-rows.ts';
import { deflateIdleRow, deflateRows } from './deflate-rows.ts';
import { encodeRows, handshakeRow } from './encode-rows.ts';
import { allocationRows, idleRow, maskingRows } from './memory-rows.ts';
import { relayRows } from './relay-rows.ts';
import type { Row } from './row.ts';
import { echoRows, http2Rows, neighbourRows, scaleRows } from './socket-rows.ts';

/** Every row. */
export function allRows(): readonly Row[] {
  return [
    ...decodeRows(),
    ...encodeRows(),
    ...relayRows(),
    ...deflateRows(),
    handshakeRow(),
    ...allocationRows(),
    idleRow(),
    deflateIdleRow(),
    ...maskingRows(),
    ...echoRows(),
    ...scaleRows(),
    ...http2Rows(),
    ...neighbourRows(),
  ];
}
