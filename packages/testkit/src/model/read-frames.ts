/**
 * Frames as the other end parses them, whatever they mean.
 *
 * @module
 */

import { readHeader } from './frame-header.ts';
import { unmasked } from './octets.ts';
import type { ModelFrame } from './output.ts';
import type { ModelRole } from './setup.ts';

/**
 * Reads frames that are complete and not fragmented.
 *
 * @param role - The end that receives them.
 * @throws Error when one breaks a rule, or is incomplete.
 */
export function readFrames(bytes: Uint8Array, role: ModelRole): readonly ModelFrame[] {
  const frames: ModelFrame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const reading = readHeader(bytes.slice(at), { role }, undefined);
    if (reading.kind !== 'header') {
      throw new Error(`A frame that was sent is ${reading.kind} at byte ${at}`);
    }
    const { opcode, payloadLength, maskingKey } = reading.header;
    const start = at + reading.length;
    at = start + payloadLength;
    if (at > bytes.length) throw new Error('A frame that was sent is not whole');
    frames.push({ opcode, payload: unmasked(bytes.slice(start, at), maskingKey) });
  }
  return frames;
}
