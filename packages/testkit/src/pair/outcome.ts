/**
 * The outcome of one end of a pair when it has ended: what it received, what it sent, how it ended.
 *
 * @module
 */

import type { ConnectionEvent } from 'sansocket';
import { encodeUtf8 } from 'sansocket/bytes';
import {
  type ClosePayload,
  ClosePayloadDecoder,
  FrameDecoder,
  Opcode,
  RESERVED_BITS,
} from 'sansocket/framing';
import { concat, toHex } from '../wire/index.ts';
import type { PairEnd, SentMessage } from './pair-end.ts';

type EventOf<Type extends ConnectionEvent['type']> = ConnectionEvent & { readonly type: Type };

/** CR LF CR LF */
const HEAD_END = [13, 10, 13, 10];

/** The outcome for one end. */
export interface Outcome {
  readonly opened: EventOf<'open'> | undefined;
  /** The peer's Close frame. */
  readonly closeReceived: EventOf<'close-received'> | undefined;
  /** The Close frame that was handed to the transport. */
  readonly closeSent: ClosePayload | undefined;
  /** Whether it was reported to the connection as sent. */
  readonly isCloseCredited: boolean;
  readonly close: EventOf<'close'> | undefined;
  /** Messages received completely, each as one line for comparison. */
  readonly delivered: readonly string[];
  /** Messages that were sent to the end, likewise. */
  readonly sent: readonly string[];
}

/** The outcome of an end; complete once its last event is taken. */
export function outcomeOf(end: PairEnd): Outcome {
  const opened = find(end, 'open');
  const closeSent = opened === undefined ? undefined : closeIn(concat(...end.written));
  return {
    opened,
    closeReceived: find(end, 'close-received'),
    closeSent: closeSent?.payload,
    isCloseCredited: closeSent !== undefined && closeSent.end <= end.credited,
    close: find(end, 'close'),
    delivered: deliveredTo(end).map(messageLine),
    sent: end.sent.map(messageLine),
  };
}

function find<Type extends ConnectionEvent['type']>(
  { events }: PairEnd,
  type: Type,
): EventOf<Type> | undefined {
  return events.find((event): event is EventOf<Type> => event.type === type);
}

/** The parts of a message are joined; an unfinished message is left out. */
function deliveredTo({ events }: PairEnd): SentMessage[] {
  const messages: SentMessage[] = [];
  let parts: Uint8Array[] = [];
  for (const event of events) {
    if (event.type === 'message') messages.push(event);
    if (event.type !== 'message-part') continue;
    parts.push(bytesOf(event.data));
    if (!event.fin) continue;
    messages.push({ kind: event.kind, data: concat(...parts) });
    parts = [];
  }
  return messages;
}

function messageLine({ kind, data }: SentMessage): string {
  return `${kind} ${toHex(bytesOf(data))}`;
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? encodeUtf8(data) : data;
}

/** Reads the frames after the head of the opening handshake. @returns The first Close frame, and its end position. */
function closeIn(written: Uint8Array): { payload: ClosePayload; end: number } | undefined {
  const decoder = new FrameDecoder({ reservedBits: RESERVED_BITS });
  const payload = new ClosePayloadDecoder();
  const head = headLength(written);
  decoder.push(written.subarray(head));
  for (let step = decoder.next(); step !== 'need-input'; step = decoder.next()) {
    if (step === 'violation') throw new Error(decoder.violation?.detail);
    if (decoder.opcode !== Opcode.close) continue;
    if (step === 'payload') payload.push(decoder.payload(), decoder.payloadLeft);
    if (step === 'end') return { payload: payload.end(), end: head + decoder.offset };
  }
  return undefined;
}

/** A connection that begins open writes none. */
function headLength(bytes: Uint8Array): number {
  const isEnd = (at: number): boolean => HEAD_END.every((byte, i) => bytes[at + i] === byte);
  const end = bytes.findIndex((_, at) => isEnd(at));
  return end === -1 ? 0 : end + HEAD_END.length;
}
