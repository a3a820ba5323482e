/**
 * Requests and frames, ready to be sent.
 *
 * @module
 */

import { fieldLine, latin1, serializeFrame, type WireFrame } from '@sansocket/testkit/wire';
import { requestOf } from '../../work/index.ts';
import type { Random } from './random.ts';

/** The parameters of a client's frame, which is masked by default. */
export type ClientFrame = Omit<WireFrame, 'payload'> & { readonly payload?: Uint8Array };

const MASKING_KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** A request as a browser sends it. */
export function request(extensions?: string): Uint8Array {
  const whole = requestOf(16);
  if (extensions === undefined) return whole;
  const field = fieldLine({ name: 'Sec-WebSocket-Extensions', value: extensions });
  // Between the last field and the empty line.
  return Buffer.concat([whole.subarray(0, -2), latin1(`${field}\r\n\r\n`)]);
}

/** A masked frame. */
export function frame({ payload = new Uint8Array(0), ...others }: ClientFrame): Uint8Array {
  return serializeFrame({ maskingKey: MASKING_KEY, payload, ...others });
}

/** A message in one frame or in several, with pings between them. */
export function message(
  random: Random,
  opcode: number,
  payload: Uint8Array,
  reservedBits = 0,
): Uint8Array[] {
  const frames: Uint8Array[] = [];
  const count = random.isSo(0.7) ? 1 : random.whole(2, 5);
  for (let i = 0, at = 0; i < count; i++) {
    const end = i === count - 1 ? payload.length : random.whole(at, payload.length);
    frames.push(
      frame({
        opcode: i === 0 ? opcode : 0,
        fin: i === count - 1,
        reservedBits: i === 0 ? reservedBits : 0,
        payload: payload.subarray(at, end),
        maskingKey: random.bytes(4),
      }),
    );
    if (random.isSo(0.1)) frames.push(frame({ opcode: 9, payload: random.bytes(4) }));
    at = end;
  }
  return frames;
}
