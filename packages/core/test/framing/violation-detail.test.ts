import { describe, expect, it } from '@jest/globals';
import type { FrameDecoderOptions } from 'sansocket/framing';
import { hex } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';

describe('the detail of a violation', () => {
  it.each<[string, FrameDecoderOptions, string]>([
    ['c1', {}, 'Byte 0 of a frame is 0xc1: it has a reserved bit set'],
    ['83', {}, 'Frame has the reserved opcode 3'],
    ['09', {}, 'Control frame with opcode 9 has no FIN bit'],
    ['80', {}, 'Continuation frame came outside a message'],
    ['01 00 82', {}, 'Frame with opcode 2 came inside a fragmented message'],
    ['81 05', { role: 'server' }, 'Frame with opcode 1 from a client is not masked'],
    ['81 85', { role: 'client' }, 'Frame with opcode 1 from a server is masked'],
    ['89 7e', {}, 'Control frame with opcode 9 has a payload of more than 125 bytes'],
    ['88 01', {}, 'Close frame has a payload of 1 byte'],
    ['82 7e 00 7d', {}, 'Payload length 125 is not in its shortest form'],
    ['82 7f 80', {}, 'Payload length has its most significant bit set'],
    ['01 00', { maxEmptyFragments: 0 }, 'Too many fragments without payload follow one another'],
    ['82 7e', { maxFrameBytes: 125 }, 'Frame with opcode 2 has a payload over the limit'],
    ['82 02', { maxMessageBytes: 1 }, 'Frame with opcode 2 has a payload over the limit'],
  ])('says of %s %p: %s', (digits, options, detail) => {
    expect(decodeFrames([hex(digits)], options).violation?.detail).toBe(detail);
  });

  it('shows no byte of a payload', () => {
    const { violation } = decodeFrames([hex('81 03 73 65 63 01 06 72 65 74 21 21 21 81')]);
    expect(violation?.detail).toBe('Frame with opcode 1 came inside a fragmented message');
  });
});
