/**
 * Events in words.
 *
 * @module
 */

import type { ConnectionEvent, ViolationEvent } from 'sansocket';
import { type ViolationId, violations } from 'sansocket/violations';

/** An event as the page shows it. */
export interface DescribedEvent {
  readonly type: ConnectionEvent['type'];
  readonly summary: string;
  /** Only where something went wrong. */
  readonly isBad: boolean;
}

/** Says an event in one sentence. */
export function describeEvent(event: ConnectionEvent): DescribedEvent {
  const { type } = event;
  return { type, summary: summaryOf(event), isBad: type === 'violation' };
}

function summaryOf(event: ConnectionEvent): string {
  switch (event.type) {
    case 'handshake-request':
      return `${event.target} at ${event.host}, origin ${event.origin ?? 'none'}${listOf('subprotocols', event.subprotocols)}${listOf(
        'extensions',
        event.extensions.map(({ name }) => name),
      )}`;
    case 'open':
      return `subprotocol ${event.subprotocol ?? 'none'}, extensions ${event.extensions || 'none'}`;
    case 'handshake-rejected':
      return `status ${event.status} ${event.reason}`;
    case 'message':
    case 'message-part':
      return `${event.kind}: ${shown(event.data)}`;
    case 'frame':
      return `${event.direction}, opcode ${event.header.opcode}, ${event.header.payloadLength} bytes`;
    case 'ping':
    case 'pong':
      return event.payload.length === 0 ? 'no payload' : `payload ${shown(event.payload)}`;
    case 'drain':
      return 'there is room again';
    case 'close-received':
      return `code ${event.code}, reason ${JSON.stringify(event.reason)}`;
    case 'violation':
      return brokenRule(event);
    case 'close':
      return `code ${event.code}, ${event.wasClean ? 'clean' : 'not clean'}, ended by ${event.endedBy}`;
  }
}

/** The sentence is that of the table; the page knows no rules of earlier drafts. */
function brokenRule({ rule, offset, section, detail }: ViolationEvent): string {
  const sentence = isOfRfc6455(rule) ? `: ${violations[rule].sentence}` : '';
  return `${rule}, at byte ${offset}${sentence} (${section}). ${detail}`;
}

function isOfRfc6455(rule: string): rule is ViolationId {
  return Object.hasOwn(violations, rule);
}

const MAX_SHOWN = 120;

function shown(data: string | Uint8Array): string {
  if (typeof data === 'string') {
    const start = JSON.stringify(data.slice(0, MAX_SHOWN));
    return data.length > MAX_SHOWN ? `${start} … ${data.length} units` : start;
  }
  const digits = Array.from(data.subarray(0, 24), (byte) => byte.toString(16).padStart(2, '0'));
  return `${digits.join(' ')}${data.length > 24 ? ` … ${data.length} bytes` : ''}`;
}

function listOf(name: string, values: readonly string[]): string {
  return values.length === 0 ? '' : `, ${name} ${values.join(', ')}`;
}
