import { describe, expect, it } from '@jest/globals';
import { nodeCapabilities } from '@sansocket/node';
import { capabilitiesContract } from '@sansocket/testkit/transport-contract';

const { allocate } = nodeCapabilities();

describe('nodeCapabilities()', () => {
  const cases = capabilitiesContract(nodeCapabilities());

  it.each(cases)('does what portable code does: $name', ({ run }) => run());

  it('has what Node does better', () => {
    expect(cases.map(({ name }) => name)).toEqual([
      'mask',
      'decodeText',
      'decodeAscii',
      'encodeText',
      'allocate',
      'sha1',
    ]);
  });

  it.each([0, 64, 1025, 100_000])(
    'makes plain arrays of %i bytes on a buffer of their own',
    (n) => {
      const bytes = allocate!(n);
      expect(bytes.constructor).toBe(Uint8Array);
      expect([bytes.length, bytes.buffer.byteLength]).toEqual([n, n]);
    },
  );

  it.each([65, 1024])(
    'makes plain arrays of %i bytes on a buffer that no thread takes away',
    (n) => {
      const bytes = allocate!(n);
      expect(bytes.constructor).toBe(Uint8Array);
      expect([bytes.length, bytes.buffer.byteLength]).toEqual([n, 8192]);
      // Node 20 makes a copy instead, later versions throw.
      try {
        structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
      } catch {}
      expect(bytes).toHaveLength(n);
    },
  );
});
