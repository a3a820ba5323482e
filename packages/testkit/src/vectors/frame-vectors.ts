/**
 * Turns rows about frames into vectors: one for each role that receives them; a server's are masked.
 *
 * @module
 */

import { concat, serializeHeader, type WireFrame } from '../wire/index.ts';
import { PATTERN_PERIOD } from './frames-by-hand.ts';
import { bytesOf, piecesOf } from './piece.ts';
import type { Piece, Vector, VectorEvent, VectorOptions, VectorViolation } from './vector.ts';

/** The bytes on the wire after the opening handshake, and their meaning. */
export interface FrameRow {
  /** The middle of the vector's id. */
  readonly id: string;
  readonly title: string;
  /** Of RFC 6455, such as `§5.2`, or with the name of another document. */
  readonly section: string;
  readonly frames: readonly WireFrame[];
  readonly events: readonly VectorEvent[];
  readonly breaks?: Breach;
  readonly options?: VectorOptions;
  /** The number of bytes left out at the end: the receiver waits for them. Default: 0. */
  readonly missing?: number;
  /** Default: both. */
  readonly receivers?: readonly Vector['receiver'][];
}

/** The broken rule, and the byte that breaks it. */
export interface Breach {
  readonly rule: VectorViolation['rule'];
  /** Index of the frame. */
  readonly frame: number;
  /** Index in its header up to the payload length, or in its payload. */
  readonly byte: { readonly header: number } | { readonly payload: number };
}

/** The masking key of RFC 6455 §5.7. */
const KEY = /* @__PURE__ */ Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** Bytes are masked in steps of four: a pattern begins again after this many. */
const MASKED_PERIOD: number = 4 * PATTERN_PERIOD;

/** A rule of frames that is broken at a byte of a header: 0, 1, or one of the payload length from 2. */
export function atHeader(rule: Breach['rule'], frame: number, header: number): Breach {
  return { rule, frame, byte: { header } };
}

/** A rule of frames that is broken at a byte of a payload. */
export function atPayload(rule: Breach['rule'], frame: number, payload: number): Breach {
  return { rule, frame, byte: { payload } };
}

/** The vectors of an area's rows. */
export function frameVectors(area: string, rows: readonly FrameRow[]): Vector[] {
  return rows.flatMap((row) => {
    const { receivers = ['server', 'client'] } = row;
    return receivers.map((receiver) => frameVector(area, row, receiver));
  });
}

function frameVector(area: string, row: FrameRow, receiver: Vector['receiver']): Vector {
  const { id, title, section, events, options, breaks, missing = 0 } = row;
  const frames = receiver === 'server' ? row.frames.map(masked) : row.frames;
  return {
    id: `${area}/${id}/${receiver}`,
    title,
    section: section.startsWith('§') ? `RFC 6455 ${section}` : section,
    receiver,
    state: 'open',
    ...(options === undefined ? {} : { options }),
    bytes: withoutLast(frames.flatMap(piecesOfFrame), missing),
    events,
    ...(breaks === undefined ? {} : { violation: violationOf(breaks, frames) }),
  };
}

/** A row with a masking key keeps it; a row with `undefined` is not masked at all. */
function masked(frame: WireFrame): WireFrame {
  return 'maskingKey' in frame ? frame : { ...frame, maskingKey: KEY };
}

function piecesOfFrame(frame: WireFrame): Piece[] {
  const header = serializeHeader(frame);
  const key = frame.maskingKey;
  const payload = key ? frame.payload.map((byte, i) => byte ^ key[i % 4]!) : frame.payload;
  const whole = concat(header, payload);
  if (whole.length <= 256) return piecesOf(whole);
  const period = key === undefined ? PATTERN_PERIOD : MASKED_PERIOD;
  return [...piecesOf(header), ...piecesOf(payload, period)];
}

function withoutLast(pieces: readonly Piece[], missing: number): readonly Piece[] {
  if (missing === 0) return pieces;
  const bytes = bytesOf(pieces);
  return piecesOf(bytes.subarray(0, bytes.length - missing));
}

function violationOf({ rule, frame, byte }: Breach, frames: readonly WireFrame[]): VectorViolation {
  const before = frames.slice(0, frame).map(lengthOf);
  const start = before.reduce((sum, length) => sum + length, 0);
  const at = 'header' in byte ? byte.header : serializeHeader(frames[frame]!).length + byte.payload;
  return { rule, closeCode: closeCodeOf(rule), offset: start + at };
}

function lengthOf(frame: WireFrame): number {
  return serializeHeader(frame).length + frame.payload.length;
}

/** §7.4.1: 1002 for the protocol, 1007 for the data, 1009 for its size, 1008 for everything else. */
function closeCodeOf(rule: Breach['rule']): number {
  switch (rule) {
    case 'text-not-utf8':
    case 'close-reason-not-utf8':
    case 'extension-data-invalid':
      return 1007;
    case 'frame-too-long':
    case 'message-too-long':
      return 1009;
    case 'too-many-empty-fragments':
      return 1008;
    default:
      return 1002;
  }
}
