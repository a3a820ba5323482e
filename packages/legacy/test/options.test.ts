import { describe, expect, it } from '@jest/globals';
import { HixieFrameDecoder, lenientHixie76 } from '@sansocket/legacy';

describe('what JavaScript hands in', () => {
  it.each<[name: string, call: () => unknown, message: string]>([
    [
      'HixieFrameDecoder',
      () => new HixieFrameDecoder({ closes: 1 } as object),
      'closes must be true or false, got 1',
    ],
    [
      'lenientHixie76',
      () => lenientHixie76({ anycase: true } as object),
      'There is no option anycase; the nearest is anyCase',
    ],
    [
      'a text as a piece of a frame',
      () => new HixieFrameDecoder().push('x' as unknown as Uint8Array),
      'chunk must be a Uint8Array, got a string',
    ],
  ])('is refused with a word to say what is wrong: %s', (_, call, message) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });
});
