/**
 * What a connection has received and sent so far, in plain numbers.
 *
 * Sent frames are counted in the draft of the output, so a call that throws has counted nothing. Received frames are
 * counted by the receiver, which may be lent to other connections: it reports its counts when it is given back.
 *
 * @module
 */

import { aFinite, type Shape } from '../options/index.ts';
import { count } from './option-checks.ts';

/** Counts from the beginning of the connection, also of the part before a snapshot. */
export interface ConnectionStats {
  /** Bytes received from the transport, the opening handshake included. */
  readonly bytesReceived: number;
  /** Bytes that the transport has reported sent, the opening handshake included. */
  readonly bytesSent: number;
  /** Frames of RFC 6455 whose header was read. */
  readonly framesReceived: number;
  /** Frames of RFC 6455 that were queued. */
  readonly framesSent: number;
  /** Messages that were delivered whole, or with their last part. */
  readonly messagesReceived: number;
  /** Messages that were queued whole, or with their last part. */
  readonly messagesSent: number;
  /** Payload of the data frames as on the wire, in bytes: compressed, if an extension compresses. */
  readonly payloadBytesReceived: number;
  readonly payloadBytesSent: number;
  /**
   * The same bytes as the application sees them, behind and before the extensions. Of a compressed message that breaks a
   * rule, how many of both are counted depends on its chunks.
   */
  readonly messageBytesReceived: number;
  readonly messageBytesSent: number;
  readonly pingsReceived: number;
  readonly pingsSent: number;
  /** Rules that the peer broke: 0 or 1. */
  readonly violations: number;
  /** Milliseconds from the event `open` to the end of the transport, or to the last input so far. */
  readonly openMs: number;
}

export const statsShape: Shape<ConnectionStats> = {
  bytesReceived: count,
  bytesSent: count,
  framesReceived: count,
  framesSent: count,
  messagesReceived: count,
  messagesSent: count,
  payloadBytesReceived: count,
  payloadBytesSent: count,
  messageBytesReceived: count,
  messageBytesSent: count,
  pingsReceived: count,
  pingsSent: count,
  violations: count,
  openMs: aFinite,
};

/** The counts of the receivers of one connection. */
export class Received {
  frames = 0;
  payloadBytes = 0;
  messageBytes = 0;
}

/** The sum of two counts, or with `sign` -1 their difference. */
export function addStats(
  a: ConnectionStats,
  b: ConnectionStats,
  sign: 1 | -1 = 1,
): ConnectionStats {
  const names = Object.keys(statsShape) as (keyof ConnectionStats)[];
  const pairs = names.map((name) => [name, a[name] + sign * b[name]]);
  return Object.fromEntries(pairs) as ConnectionStats;
}
