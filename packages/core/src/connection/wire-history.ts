/**
 * The state of a receiver as bytes: the shortest bytes that bring a fresh receiver to the same state.
 *
 * The state of a receiver follows from its input. So a snapshot keeps neither fields nor buffers but frames: the
 * message in progress, in as few fragments as possible, then the start of the frame that is not complete. A receiver
 * can receive bytes, however it is implemented.
 *
 * @module
 */

import { ByteQueue } from '../bytes/index.ts';
import type { MessageKind } from '../fragmentation/index.ts';
import {
  FrameWriter,
  isControl,
  Opcode,
  type Role,
  type UncheckedFrameDecoder,
} from '../framing/index.ts';
import { keyToWord, maskInPlace } from '../masking/index.ts';

/** The state of a receiver outside its decoder. */
export interface Progress {
  /** The role of the receiving end. */
  readonly role: Role;
  readonly kind: MessageKind;
  readonly fragments: Fragments;
  /** The last bytes of the message that are still needed. */
  readonly kept: Uint8Array;
  /** The payload of a control frame in progress. */
  readonly control: Uint8Array;
  readonly maxFrameBytes: number;
}

/** The last data frame with a complete header, and the frames of its message before it. */
export interface Fragments {
  fin: boolean;
  length: number;
  /** The number of frames before it, their payload bytes, and the number of empty frames at their end. */
  count: number;
  bytes: number;
  empty: number;
}

/** No message is in progress. */
export function noFragments(): Fragments {
  return { fin: true, length: 0, count: 0, bytes: 0, empty: 0 };
}

/** Adds a data frame whose header is complete. */
export function addFragment(fragments: Fragments, frame: UncheckedFrameDecoder): void {
  const isFirst = frame.opcode !== Opcode.continuation;
  fragments.count = isFirst ? 0 : fragments.count + 1;
  fragments.empty = isFirst || fragments.length > 0 ? 0 : fragments.empty + 1;
  fragments.bytes = isFirst ? 0 : fragments.bytes + fragments.length;
  fragments.fin = frame.fin;
  fragments.length = frame.payloadLength;
}

/** A message whose frames so far do not complete it. */
type OpenMessage = Pick<Fragments, 'bytes' | 'empty'>;

/** A letter in place of each byte that is no longer needed. */
const FILLER = 0x61;

/** @returns The bytes; a fresh receiver that has received them has the same state. */
export function wireHistory(decoder: UncheckedFrameDecoder, progress: Progress): Uint8Array {
  const history = new ByteQueue();
  const header = headerSoFar(decoder);
  const inPayload = header.complete && decoder.payloadLeft > 0;
  const inData = inPayload && !isControl(decoder.opcode);
  const received = inData ? decoder.payloadLength - decoder.payloadLeft : 0;
  const open = openMessage(progress.fragments, inData);
  const before = open?.bytes ?? 0;
  const message = new Uint8Array(before + received).fill(FILLER);
  message.set(progress.kept, message.length - progress.kept.length);
  if (open !== undefined) {
    appendFragments(history, progress, message.subarray(0, before), open.empty);
  }
  if (header.complete && !inPayload) return history.take();
  const payload = inData ? message.slice(before) : progress.control.slice();
  const { maskingKey } = decoder.header;
  if (header.complete && maskingKey !== undefined) {
    maskInPlace(payload, 0, payload.length, keyToWord(maskingKey), 0);
  }
  history.append(header.bytes);
  if (header.complete) history.append(payload);
  return history.take();
}

/** @param inLast - Whether the last data frame itself is not complete. */
function openMessage(last: Fragments, inLast: boolean): OpenMessage | undefined {
  if (inLast) return last.count > 0 ? last : undefined;
  if (last.fin) return undefined;
  return { bytes: last.bytes + last.length, empty: last.length === 0 ? last.empty + 1 : 0 };
}

/** Appends as few frames as possible; if the peer masks, with a key of zeros, which changes nothing. */
function appendFragments(
  history: ByteQueue,
  progress: Progress,
  payload: Uint8Array,
  empty: number,
): void {
  const writer = new FrameWriter(progress.role === 'server' ? 'client' : 'server', (key) =>
    key.fill(0),
  );
  const { kind, maxFrameBytes } = progress;
  let opcode: Opcode = Opcode[kind];
  const append = (piece: Uint8Array): void => {
    writer.append(history, opcode, piece);
    opcode = Opcode.continuation;
  };
  for (let start = 0; start < payload.length; start += maxFrameBytes) {
    append(payload.subarray(start, start + maxFrameBytes));
  }
  for (let i = 0; i < empty; i++) append(new Uint8Array(0));
}

/** The part of the current frame's header that was received; between two frames, the header of the last frame. */
function headerSoFar(decoder: UncheckedFrameDecoder): { bytes: Uint8Array; complete: boolean } {
  const { byte0, lengthSize, payloadLength, payloadLeft, offset, headerOffset } = decoder;
  const { maskingKey } = decoder.header;
  const mask = maskingKey === undefined ? 0 : 0x80;
  const length = lengthSize === 0 ? payloadLength : lengthSize === 2 ? 126 : 127;
  const bytes = [byte0, mask | length];
  const count = offset - headerOffset - (payloadLength - payloadLeft);
  const lengthBytes = Math.min(Math.max(count - 2, 0), lengthSize);
  for (let i = lengthBytes - 1; i >= 0; i--) {
    bytes.push(Math.floor(payloadLength / 256 ** i) % 256);
  }
  // The bytes of a key are shifted in at the end: the bytes received so far are the last ones.
  const keyBytes = Math.max(count - 2 - lengthSize, 0);
  if (maskingKey !== undefined) bytes.push(...maskingKey.subarray(4 - keyBytes));
  const complete =
    decoder.isBetween || count >= 2 + lengthSize + (maskingKey === undefined ? 0 : 4);
  return { bytes: Uint8Array.from(bytes.slice(0, count)), complete };
}
