import { describe, expect, it } from '@jest/globals';
import { denoCapabilities } from '@sansocket/deno';
import { capabilitiesContract } from '@sansocket/testkit/transport-contract';

const { allocate } = denoCapabilities();

describe('denoCapabilities()', () => {
  const cases = capabilitiesContract(denoCapabilities());

  it.each(cases)('does what portable code does: $name', ({ run }) => run());

  it('has what Deno does better', () => {
    expect(cases.map(({ name }) => name)).toEqual([
      'mask',
      'decodeText',
      'decodeAscii',
      'allocate',
    ]);
  });

  it.each([
    [1024, 8192],
    [1025, 1025],
  ])('makes plain arrays of %i bytes on a buffer of %i', (bytes, held) => {
    const array = allocate!(bytes);
    expect(array.constructor).toBe(Uint8Array);
    expect([array.length, array.buffer.byteLength]).toEqual([bytes, held]);
  });
});
