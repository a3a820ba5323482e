import { describe, expect, it } from '@jest/globals';
import {
  closeBody,
  closePayload,
  controlFrame,
  dataFrame,
  frame,
  reservedBits,
} from '@sansocket/testkit/arbitraries';
import { hex, serializeFrame, utf8, type WireFrame } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { FrameDecoder } from 'sansocket/framing';
import { sample, share, smallest } from '../support/smallest.ts';

/** What core's decoder says of a frame, and what it has broken. */
function decode(its: WireFrame): { opcode: number; length: number; rule: string | undefined } {
  const decoder = new FrameDecoder({ role: its.maskingKey === undefined ? 'client' : 'server' });
  decoder.push(serializeFrame(its));
  let step = decoder.next();
  while (step !== 'need-input' && step !== 'violation') step = decoder.next();
  const { opcode, payloadLength: length, violation } = decoder;
  return { opcode, length, rule: violation?.rule };
}

describe('frame()', () => {
  it.each([false, true])('yields frames that a decoder takes, masked: %s', (masked) => {
    fc.assert(
      fc.property(frame({ masked, maxLength: 300 }), (its) => {
        const { opcode, payload } = its;
        expect(decode(its)).toEqual({ opcode, length: payload.length, rule: undefined });
      }),
    );
  });

  it('yields any header at all when it need not be legal', () => {
    const rules = sample(frame({ legal: false, maxLength: 300 }), 2000).map(
      (its) => decode(its).rule,
    );

    expect(rules).toEqual(
      expect.arrayContaining([
        undefined,
        'reserved-bit-set',
        'opcode-reserved',
        'control-frame-fragmented',
        'continuation-without-message',
        'control-frame-too-long',
        'length-not-minimal',
        'length-over-63-bits',
        'frame-too-long',
      ]),
    );
  });

  it('shrinks to an empty text', () => {
    expect(smallest(frame())).toEqual({ opcode: 1, payload: hex('') });
    expect(smallest(frame({ legal: false }))).toEqual({
      opcode: 1,
      fin: true,
      reservedBits: 0,
      payload: hex(''),
    });
  });
});

describe('controlFrame()', () => {
  it('yields pings, pongs and Close frames of 0 to 125 bytes', () => {
    const frames = sample(controlFrame());

    expect(new Set(frames.map(({ opcode }) => opcode))).toEqual(new Set([8, 9, 10]));
    expect(frames.every(({ payload }) => payload.length <= 125)).toBe(true);
    expect(share(frames, ({ payload }) => payload.length === 125)).toBeGreaterThan(0.01);
    expect(smallest(controlFrame())).toEqual({ opcode: 9, payload: hex('') });
  });
});

describe('dataFrame()', () => {
  it('yields whole messages', () => {
    const frames = sample(dataFrame({ maxLength: 200 }));

    expect(new Set(frames.map(({ opcode }) => opcode))).toEqual(new Set([1, 2]));
    expect(smallest(dataFrame(), ({ opcode }) => opcode === 2)).toEqual({
      opcode: 2,
      payload: hex(''),
    });
  });
});

describe('closeBody()', () => {
  it('yields nothing, codes and reasons, up to 123 bytes of them (§5.5.1)', () => {
    const bodies = sample(closeBody(), 2000);

    expect(share(bodies, (body) => body === undefined)).toBeGreaterThan(0.05);
    expect(share(bodies, (body) => body?.reason === '')).toBeGreaterThan(0.1);
    expect(Math.max(...bodies.map((body) => closePayload(body).length))).toBe(125);
    expect(closePayload({ code: 1000, reason: 'bye' })).toEqual(
      Uint8Array.of(0x03, 0xe8, ...utf8('bye')),
    );
    expect(smallest(closeBody())).toBeUndefined();
    expect(smallest(closeBody(), (body) => body !== undefined)).toEqual({ code: 1000, reason: '' });
  });
});

describe('reservedBits()', () => {
  it('yields every choice of the three', () => {
    expect(new Set(sample(reservedBits())).size).toBe(7);
    expect(smallest(reservedBits())).toBe(0x40);
  });
});
