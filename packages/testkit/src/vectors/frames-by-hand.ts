/**
 * Frames for the tables of vectors, not masked yet, and their events.
 *
 * @module
 */

import { bigEndian, concat, hex, utf8, type WireFrame } from '../wire/index.ts';
import { piecesOf } from './piece.ts';
import type { VectorEvent } from './vector.ts';

/** The properties of a frame other than opcode and payload. */
export type More = Partial<Omit<WireFrame, 'opcode' | 'payload'>>;

/** A payload: text, or bytes. */
type Payload = string | Uint8Array;

/** Further properties of the first fragment of a message. */
export const begins: More = { fin: false };

/** RSV1, which an extension may own. */
export const compressed: More = { reservedBits: 0x40 };

/** A payload of `pattern` repeats after so many bytes: a prime number, so that no size is a multiple of it. */
export const PATTERN_PERIOD = 251;

/** A continuation frame, FIN set unless told otherwise. */
export function continuation(payload: Payload, more: More = {}): WireFrame {
  return frame(0, payload, more);
}

/** A text frame, FIN set unless told otherwise. */
export function text(payload: Payload, more: More = {}): WireFrame {
  return frame(1, payload, more);
}

/** A binary frame, FIN set unless told otherwise. */
export function binary(payload: Payload, more: More = {}): WireFrame {
  return frame(2, payload, more);
}

/** A Close frame with these bytes. */
export function close(payload: Payload = '', more: More = {}): WireFrame {
  return frame(8, payload, more);
}

/** A Close frame with a code and a reason. */
export function closeWith(code: number, reason: Payload = ''): WireFrame {
  return close(concat(bigEndian(BigInt(code), 2), bytesOfPayload(reason)));
}

/** A ping. */
export function ping(payload: Payload = '', more: More = {}): WireFrame {
  return frame(9, payload, more);
}

/** A pong. */
export function pong(payload: Payload = '', more: More = {}): WireFrame {
  return frame(10, payload, more);
}

/** Any opcode. */
export function frame(opcode: number, payload: Payload = '', more: More = {}): WireFrame {
  return { opcode, payload: bytesOfPayload(payload), ...more };
}

/** Bytes that count from 0 to 250, again and again. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i % PATTERN_PERIOD);
}

/** A text message came. */
export function gotText(data: string): VectorEvent {
  return { type: 'message', kind: 'text', text: data };
}

/** A binary message came. The data is bytes, or their digits. */
export function gotBinary(data: Payload): VectorEvent {
  const bytes = typeof data === 'string' ? hex(data) : data;
  return { type: 'message', kind: 'binary', bytes: piecesOf(bytes, PATTERN_PERIOD) };
}

/** A ping came. */
export function gotPing(payload: Payload = ''): VectorEvent {
  return { type: 'ping', bytes: piecesOf(bytesOfPayload(payload)) };
}

/** A pong came. */
export function gotPong(payload: Payload = ''): VectorEvent {
  return { type: 'pong', bytes: piecesOf(bytesOfPayload(payload)) };
}

/** A Close frame came; 1005 stands for a frame without a code (RFC 6455 §7.1.5). */
export function gotClose(code = 1005, reason = ''): VectorEvent {
  return { type: 'close-received', code, reason };
}

function bytesOfPayload(payload: Payload): Uint8Array {
  return typeof payload === 'string' ? utf8(payload) : payload;
}
