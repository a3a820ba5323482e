/**
 * Turns rows about the opening handshake into vectors: a request for the server, a response for the client (RFC 6455
 * §4).
 *
 * @module
 */

import {
  type HeadChanges,
  piecesOfText,
  requestText,
  responseText,
  SAMPLE_ACCEPT,
} from './heads-by-hand.ts';
import type {
  Vector,
  VectorEvent,
  VectorOptions,
  VectorRequest,
  VectorViolation,
} from './vector.ts';

/** A head, and its meaning. */
export interface HeadRow extends HeadChanges {
  readonly id: string;
  readonly title: string;
  /** Of RFC 6455, such as `§4.1`, or with the name of another document. */
  readonly section: string;
  readonly options?: VectorOptions;
  /** The bytes after the head, a character for each. */
  readonly behind?: string;
  readonly events?: readonly VectorEvent[];
  readonly breaks?: HeadBreach;
}

/** The rule that is broken; without a place, the head as a whole breaks it. */
export interface HeadBreach {
  readonly rule: VectorViolation['rule'];
  /** Server: its answer. */
  readonly status?: number;
  /** Text of the head that ends with the byte that breaks the rule. */
  readonly upTo?: string;
  /** Index of that byte, if the text does not mark it. */
  readonly offset?: number;
}

/** Vectors for a server. Without events and breach, a request like the sample is accepted. */
export function requestVectors(area: string, rows: readonly HeadRow[]): Vector[] {
  return rows.map((row) => headVector(area, row, requestText(row), 'server', [gotRequest()]));
}

/** Vectors for a client. Without events and breach, it is open without subprotocol and extension. */
export function responseVectors(area: string, rows: readonly HeadRow[]): Vector[] {
  return rows.map((row) => headVector(area, row, responseText(row), 'client', [{ type: 'open' }]));
}

/** A server may accept a request like the sample except for the changes. */
export function gotRequest(changes: Partial<VectorRequest> = {}): VectorRequest {
  return {
    type: 'handshake-request',
    target: '/chat',
    host: 'server.example.com',
    subprotocols: [],
    extensions: [],
    accept: SAMPLE_ACCEPT,
    ...changes,
  };
}

function headVector(
  area: string,
  row: HeadRow,
  head: string,
  receiver: Vector['receiver'],
  legal: readonly VectorEvent[],
): Vector {
  const { id, title, section, options, behind = '', breaks } = row;
  return {
    id: `${area}/${id}/${receiver}`,
    title,
    section: section.startsWith('§') ? `RFC 6455 ${section}` : section,
    receiver,
    state: 'opening',
    ...(options === undefined ? {} : { options }),
    bytes: [...piecesOfText(head), ...(behind === '' ? [] : piecesOfText(behind))],
    events: row.events ?? (breaks === undefined ? legal : []),
    ...(breaks === undefined ? {} : { violation: violationOf(breaks, head) }),
  };
}

/** No connection is open that a Close frame could end: the code is 1006 (§7.1.5). */
function violationOf({ rule, status, upTo, offset }: HeadBreach, head: string): VectorViolation {
  const at = upTo === undefined ? head.length - 1 : head.indexOf(upTo) + upTo.length - 1;
  return {
    rule,
    closeCode: 1006,
    ...(status === undefined ? {} : { status }),
    offset: offset ?? at,
  };
}
