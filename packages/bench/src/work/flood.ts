/**
 * The bytes that a hostile client sends to a server, as fast as the server reads them.
 *
 * @module
 */

import { FrameEncoder, Opcode } from 'sansocket/framing';
import { hostileMessages } from './hostile-deflate.ts';
import { textOf } from './traffic.ts';
import type { FloodTraffic } from './work.ts';

const WRITE_BYTES = 60_000;

/** Whole frames of a client, for one write. */
export function floodOf(traffic: FloodTraffic): Uint8Array {
  switch (traffic) {
    case 'bombs':
      return framesOf(hostileMessages('bomb').payloads[0]!, true, 1);
    case 'small-bombs': {
      const [payload] = hostileMessages('small-bombs').payloads;
      return framesOf(payload!, true, Math.floor(WRITE_BYTES / payload!.length));
    }
    case 'empty-blocks':
      return framesOf(hostileMessages('empty-fixed').payloads[0]!, true, 1);
    case 'small-frames':
      return framesOf(Buffer.from(textOf(16)), false, WRITE_BYTES / 20);
    default:
      return traffic satisfies never;
  }
}

function framesOf(payload: Uint8Array, rsv1: boolean, count: number): Uint8Array {
  const encoder = new FrameEncoder({ role: 'client' });
  return Buffer.concat(
    Array.from({ length: count }, () => encoder.frame({ opcode: Opcode.text, rsv1 }, payload)),
  );
}
