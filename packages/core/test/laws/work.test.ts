/**
 * How the work of a connection grows with its input, counted in steps of the decoder and bytes copied, however
 * hostile the cutting.
 *
 * @module
 */

import { describe, expect, it } from '@jest/globals';
import { FrameDecoder, Opcode } from 'sansocket/framing';
import { concat, hex } from '../support/bytes.ts';
import { wireBytes } from '../support/wire-frame.ts';

const key = hex('37 fa 21 3d');
const frame = (opcode: number, fin: boolean, payload: Uint8Array): Uint8Array =>
  wireBytes({ opcode, fin, payload, key });

/** Traffic of a client, as many units of it as wanted. */
const traffic = {
  'short texts': (units: number) =>
    concat(...new Array<Uint8Array>(units).fill(frame(Opcode.text, true, hex('61 62')))),
  'empty fragments with pings between them': (units: number) =>
    concat(
      frame(Opcode.binary, false, hex('01')),
      ...Array.from({ length: units }, (_, i) =>
        i % 2 === 0
          ? frame(Opcode.continuation, false, hex(''))
          : frame(Opcode.ping, true, hex('70')),
      ),
    ),
  'fragments of one byte with pings between them': (units: number) =>
    concat(
      frame(Opcode.text, false, hex('61')),
      ...Array.from({ length: units }, (_, i) =>
        i % 2 === 0
          ? frame(Opcode.continuation, false, hex('62'))
          : frame(Opcode.ping, true, hex('70')),
      ),
    ),
};

/** Steps of the decoder that lead through the bytes. */
function stepsOf(bytes: Uint8Array, chunkBytes: number): number {
  const decoder = new FrameDecoder({ role: 'server' });
  let steps = 0;
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    decoder.push(bytes.subarray(at, at + chunkBytes));
    do steps++;
    while (decoder.next() !== 'need-input');
  }
  return steps;
}

describe.each(Object.entries(traffic))('work for %s', (_, make) => {
  it.each([1, 2, 7, 65_536])('doubles with the input, in chunks of %i bytes', (chunkBytes) => {
    const [once, twice] = [1000, 2000].map((units) => stepsOf(make(units), chunkBytes));
    expect(twice! / once!).toBeCloseTo(2, 1);
  });
});
