/**
 * The behaviour of a testee on one connection.
 *
 * @module
 */

import type { ModelEvent, ModelExtension } from '@sansocket/testkit/model';
import type { StreamEnd } from '../peer/index.ts';

/** The testee's part of the opening handshake: a server's answer, or a client's request. */
export type HandshakeAnswer =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly fields: readonly (readonly [name: string, value: string])[];
    }
  /** A 101 or a request that breaks rules, or bytes that are neither. */
  | {
      readonly kind: 'broken';
      readonly rules: readonly string[];
      /** Whether a response has Sec-WebSocket-Accept. */
      readonly hasAccept?: boolean;
    }
  | {
      readonly kind: 'established';
      readonly extensions: readonly string[];
      readonly subprotocol: string | undefined;
      readonly fields: readonly (readonly [name: string, value: string])[];
    }
  | {
      /** By a client: whether it takes our answer shows in what it does next. */
      readonly kind: 'requested';
      /** Offered. */
      readonly extensions: readonly ModelExtension[];
      readonly subprotocols: readonly string[];
      readonly fields: readonly (readonly [name: string, value: string])[];
      /** Whether Host names the address that the client was given. */
      readonly isOurHost: boolean;
      /** Whether no earlier request had the same key. */
      readonly isNewKey: boolean;
    };

/** Everything observed. */
export interface Observation {
  readonly handshake: HandshakeAnswer;
  /** Of a second request on the same connection. */
  readonly second: HandshakeAnswer | undefined;
  /** What the testee sent, as the reference model reads it. */
  readonly events: readonly ModelEvent[];
  /** A rule that the testee broke in what it sent. */
  readonly violation: string | undefined;
  /** Whether control frames came after the testee's Close frame: no data, but no use either (RFC 6455 §5.5.1). */
  readonly repeatsItself: boolean;
  /** Whether the ping after all other frames was answered. `undefined`: none was sent. */
  readonly isAlive: boolean | undefined;
  readonly end: StreamEnd | undefined;
  /** Whether the testee ended the stream before we ended our half. */
  readonly isEndFirst: boolean;
  /** Milliseconds from our last byte to the expected reaction. */
  readonly ms: number;
  /** How many times as long four times the repetitions take. `undefined`: they were not tried. */
  readonly growth?: number | undefined;
}

/** Whether frames can follow. */
export function mayConverse({ handshake }: Observation): boolean {
  return handshake.kind === 'established' || handshake.kind === 'requested';
}

/** The Close frame that the testee sent. */
export function closeIn({
  events,
}: Observation): { readonly code: number; readonly reason: string } | undefined {
  for (const event of events) {
    if (event.type === 'close-received') return { code: event.code, reason: event.reason };
  }
  return undefined;
}

/**
 * What there is to say about the end of TCP beside the behaviour: the cases on TCP fail for it, others do not.
 *
 * @returns `undefined`: nothing.
 */
export function closingNote(observation: Observation): string | undefined {
  const { handshake, end, isEndFirst } = observation;
  if (closeIn(observation) === undefined) return undefined;
  if (end === undefined) return 'TCP is still open after the Close frame';
  // A client leaves it to us (RFC 6455 §7.1.1).
  const isLeft = !isEndFirst && handshake.kind !== 'requested';
  return isLeft ? 'TCP is left for us to end after the Close frame' : undefined;
}

/** In one line, for people. */
export function describe(observation: Observation): string {
  const { handshake, second, violation, repeatsItself, isAlive, end, growth } = observation;
  return [
    handshakeText(handshake),
    ...(second === undefined ? [] : [`then ${handshakeText(second)}`]),
    ...eventTexts(observation.events),
    ...(violation === undefined ? [] : [`breaks ${violation}`]),
    ...(repeatsItself ? ['more control frames'] : []),
    ...(isAlive === true ? ['ping answered'] : []),
    ...(growth === undefined ? [] : [`${growth.toFixed(1)} times the time for 4 times the frames`]),
    ...(end === undefined
      ? isAlive === true
        ? []
        : ['still open']
      : [end === 'fin' ? 'end of TCP' : 'reset of TCP']),
  ].join(', ');
}

function handshakeText(answer: HandshakeAnswer): string {
  switch (answer.kind) {
    case 'none':
      return 'no handshake';
    case 'refused':
      return `status ${answer.status}`;
    case 'broken':
      return `handshake that breaks ${answer.rules.join(', ')}`;
    case 'established':
      return ['101', ...answer.extensions].join(' ');
    case 'requested':
      return 'request';
  }
}

function eventTexts(events: readonly ModelEvent[]): readonly string[] {
  const texts = events.flatMap((event) => {
    switch (event.type) {
      case 'message':
        return [`${event.kind} ${shown(event.data)}`];
      case 'close-received':
        return [
          `Close ${event.code}${event.reason === '' ? '' : ` ${JSON.stringify(event.reason)}`}`,
        ];
      case 'ping':
        return ['ping'];
      case 'pong':
        return isFence(event.payload) ? [] : [`pong ${shown(event.payload)}`];
      default:
        return [];
    }
  });
  const most = 4;
  return texts.length <= most
    ? texts
    : [...texts.slice(0, most - 1), `${texts.length - most} more`, texts.at(-1)!];
}

/** Whether a pong answers a ping that only asks whether the testee is alive (`sentinel` of the script). */
function isFence(payload: Uint8Array): boolean {
  return /^sentinel \d+$/.test(Buffer.from(payload).toString('latin1'));
}

function shown(data: string | Uint8Array): string {
  if (typeof data === 'string') {
    return data.length > 40 ? `of ${data.length} characters` : JSON.stringify(data);
  }
  return data.length > 20 ? `of ${data.length} B` : Buffer.from(data).toString('hex') || 'empty';
}
