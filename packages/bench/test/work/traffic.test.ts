import { describe, expect, it } from '@jest/globals';
import { type DecodeWork, requestOf, textOf, trafficOf } from '../../src/work/index.ts';

const work: DecodeWork = {
  kind: 'decode',
  role: 'server',
  messages: 'text',
  bytes: 125,
  reads: 65_536,
  delivery: 'whole',
};

describe('trafficOf()', () => {
  it('cuts the same bytes as the work says', () => {
    const { reads } = trafficOf(work);
    expect(reads.slice(0, -1).every(({ length }) => length === 65_536)).toBe(true);
    const one = trafficOf({ ...work, reads: 'message' });
    expect(one.reads).toHaveLength(one.units);
    expect(Buffer.concat([...reads]).subarray(0, 1000)).toEqual(
      Buffer.concat([...one.reads]).subarray(0, 1000),
    );
  });

  it('is ASCII whatever is masked how often', () => {
    const [read] = trafficOf({ ...work, bytes: 16, reads: 'message' }).reads;
    expect(read!.subarray(2).every((byte) => byte < 0x80)).toBe(true);
  });

  it('says how much a decoder has to deliver', () => {
    const { units, delivered } = trafficOf(work);
    expect(delivered).toBe(units * 125);
    const mix = trafficOf({ ...work, messages: 'mix' });
    expect(mix.delivered).toBe((mix.units / 2) * (125 + 16));
  });

  it('is unmasked for a client, and fragmented as the work says', () => {
    const { reads, units } = trafficOf({
      ...work,
      role: 'client',
      bytes: 3000,
      fragmentBytes: 1000,
    });
    expect(reads.reduce((sum, { length }) => sum + length, 0)).toBe(units * 3 * 1004);
  });
});

it('textOf() has as many characters as asked for', () => {
  expect([0, 1, 95, 96, 1000].map((bytes) => textOf(bytes).length)).toEqual([0, 1, 95, 96, 1000]);
});

it('requestOf() has as many fields as asked for', () => {
  expect(Buffer.from(requestOf(15)).toString().split('\r\n')).toHaveLength(1 + 15 + 2);
});
