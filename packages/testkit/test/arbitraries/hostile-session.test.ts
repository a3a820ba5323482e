import { describe, expect, it } from '@jest/globals';
import {
  chunking,
  cutIntoChunks,
  hostileBytes,
  hostileSession,
} from '@sansocket/testkit/arbitraries';
import { hex, landmarksOf, toHex } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { type ViolationId, violations } from 'sansocket/violations';
import { modelDeflate } from '../model/support/model-deflate.ts';
import { receive } from '../support/receive.ts';
import { sample, share, smallest } from '../support/smallest.ts';

/** The rules of RFC 6455 §5 to §8 that frames without extensions can break. */
function frameRules(): ViolationId[] {
  return (Object.keys(violations) as ViolationId[]).filter(
    (rule) => violations[rule].closeCode !== 1006 && rule !== 'extension-data-invalid',
  );
}

describe.each(['server', 'client'] as const)('hostileSession() to a %s', (receiver) => {
  const wrongMask = receiver === 'server' ? 'frame-not-masked' : 'frame-masked';
  const otherMask = receiver === 'server' ? 'frame-masked' : 'frame-not-masked';

  it('breaks the rule that it names at the offset that it names', () => {
    fc.assert(
      fc.property(hostileSession({ receiver }), chunking(), (its, cuts) => {
        const chunks = cutIntoChunks(hostileBytes(its), cuts, landmarksOf(its.frames));
        const { rule, offset, seen } = its;
        expect(receive(receiver, chunks)).toEqual({ seen, violation: { rule, offset } });
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    { maxFrameBytes: 125, maxMessageBytes: 125, maxEmptyFragments: 6 },
    { maxFrameBytes: 126, maxMessageBytes: 200, maxEmptyFragments: 7 },
    { maxFrameBytes: 70_000, maxMessageBytes: 65_536, maxEmptyFragments: 6 },
    { maxFrameBytes: Infinity, maxMessageBytes: Infinity, maxEmptyFragments: Infinity },
  ])('goes beyond the limits that it is told: %j', (limits) => {
    const options = { receiver, maxLength: 30, defectLimits: limits };
    fc.assert(
      fc.property(hostileSession(options), (its) => {
        const { rule, offset, seen } = its;
        expect(receive(receiver, [hostileBytes(its)], { limits })).toEqual({
          seen,
          violation: { rule, offset },
        });
      }),
      { numRuns: 100 },
    );
  });

  it('breaks the rules of DEFLATE to who inflates', () => {
    const rule = 'extension-data-invalid';
    const labels = new Set<string>();
    fc.assert(
      fc.property(hostileSession({ receiver, inflates: true, rule }), (its) => {
        const extensions = [modelDeflate()];
        const { offset, seen } = its;
        labels.add(its.label);
        expect(receive(receiver, [hostileBytes(its)], { extensions })).toEqual({
          seen,
          violation: { rule, offset },
        });
      }),
      { numRuns: 100 },
    );
    expect(labels.size).toBeGreaterThan(8);
  });

  it('breaks every rule of frames, in forty ways and more', () => {
    const samples = sample(hostileSession({ receiver }), 1500);

    expect(new Set(samples.map(({ rule }) => rule))).toEqual(
      new Set(frameRules().filter((rule) => rule !== otherMask)),
    );
    expect(new Set(samples.map(({ label }) => label)).size).toBeGreaterThan(40);
    expect(share(samples, ({ offset }) => offset > 100)).toBeGreaterThan(0.3);
  });

  it('shrinks to the defect alone', () => {
    const bytesOf = (rule: ViolationId): string => {
      const its = smallest(hostileSession({ receiver }), (other) => other.rule === rule);
      return toHex(hostileBytes(its));
    };
    const key = receiver === 'server' ? ' 00 00 00 00' : '';
    const length = (plain: string): string =>
      receiver === 'server' ? toHex(hex(plain).map((byte) => byte | 0x80)) : plain;

    expect(bytesOf('opcode-reserved')).toBe(`03 ${length('00')}${key}`);
    expect(bytesOf('close-payload-too-short')).toBe(`88 ${length('01')}${key} 00`);
    expect(bytesOf('message-interleaved')).toBe(
      `01 ${length('01')}${key} 61 01 ${length('00')}${key}`,
    );
    expect(smallest(hostileSession({ receiver }), (its) => its.rule === wrongMask)).toMatchObject({
      offset: 1,
      seen: [],
      label: 'mask-of-the-other-end',
    });
  });
});
