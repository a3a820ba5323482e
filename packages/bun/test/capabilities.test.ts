import { describe, expect, it } from '@jest/globals';
import { bunCapabilities } from '@sansocket/bun';
import { capabilitiesContract } from '@sansocket/testkit/transport-contract';

describe('bunCapabilities()', () => {
  const cases = capabilitiesContract(bunCapabilities());

  it.each(cases)('does what portable code does: $name', ({ run }) => run());

  it('has what Bun does better', () => {
    expect(cases.map(({ name }) => name)).toEqual([
      'mask',
      'decodeText',
      'decodeAscii',
      'encodeText',
      'allocate',
      'sha1',
    ]);
  });
});
