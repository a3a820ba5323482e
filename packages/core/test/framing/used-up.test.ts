import { describe, expect, it } from '@jest/globals';
import { FrameDecoder } from 'sansocket/framing';
import { hex } from '../support/bytes.ts';

describe('isUsedUp', () => {
  const steps = (decoder: FrameDecoder, count: number): boolean[] =>
    Array.from({ length: count }, () => {
      decoder.next();
      return decoder.isUsedUp;
    });

  it('is so in a header and in a payload whose rest has not come, and between frames', () => {
    const decoder = new FrameDecoder();
    expect(decoder.isUsedUp).toBe(true);
    for (const chunk of ['82', '02', '61', '62']) {
      decoder.push(hex(chunk));
      expect(decoder.isUsedUp).toBe(false);
      while (decoder.next() !== 'need-input');
      expect(decoder.isUsedUp).toBe(true);
    }
  });

  it('is not so while a step is to come: the end of a frame, or a violation', () => {
    const decoder = new FrameDecoder();
    decoder.push(hex('82 00 82 01 61 83'));
    // header, end, header, payload, end, violation
    expect(steps(decoder, 6)).toEqual([false, false, false, false, false, false]);
    expect(decoder.unread).toBe(0);
  });

  it('is not so before the end of the last frame', () => {
    const decoder = new FrameDecoder();
    decoder.push(hex('82 00'));
    expect(steps(decoder, 2)).toEqual([false, true]);
  });
});
