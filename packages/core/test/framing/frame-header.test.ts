import { describe, expect, it } from '@jest/globals';
import { RESERVED_BITS, RSV1, RSV2, RSV3 } from 'sansocket/framing';
import { lengthOfHeader } from '../../src/framing/frame-header.ts';
import { FIN, MAX_CONTROL_PAYLOAD, MAX_HEADER_LENGTH } from '../../src/framing/index.ts';

describe('lengthOfHeader()', () => {
  it.each([
    [0, 2],
    [1, 2],
    [125, 2],
    [126, 4],
    [127, 4],
    [65_535, 4],
    [65_536, 10],
    [65_537, 10],
    [2 ** 32, 10],
    [2 ** 53 - 1, 10],
  ])('of %i bytes of payload is %i, and 4 more with a mask (§5.2)', (payloadLength, length) => {
    expect(lengthOfHeader(payloadLength, false)).toBe(length);
    expect(lengthOfHeader(payloadLength, true)).toBe(length + 4);
  });

  it('is at most MAX_HEADER_LENGTH', () => {
    expect(lengthOfHeader(2 ** 53 - 1, true)).toBe(MAX_HEADER_LENGTH);
  });
});

describe('the bits of byte 0', () => {
  it('stand where the figure has them (§5.2)', () => {
    expect([FIN, RSV1, RSV2, RSV3, RESERVED_BITS]).toEqual([0x80, 0x40, 0x20, 0x10, 0x70]);
  });
});

describe('MAX_CONTROL_PAYLOAD', () => {
  it('is 125 bytes (§5.5)', () => {
    expect(MAX_CONTROL_PAYLOAD).toBe(125);
  });
});
