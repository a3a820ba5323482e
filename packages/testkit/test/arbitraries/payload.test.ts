import { describe, expect, it } from '@jest/globals';
import { message, messageBytes, payload, payloadLength } from '@sansocket/testkit/arbitraries';
import { positionBytes, positionText } from '@sansocket/testkit/wire';
import { sample, share, smallest } from '../support/smallest.ts';

describe('payloadLength()', () => {
  it('yields lengths around the ends of the three forms (§5.2)', () => {
    const lengths = sample(payloadLength(), 3000);
    const wanted = [0, 1, 2, 124, 125, 126, 127, 128, 65_533, 65_534, 65_535, 65_536, 65_537];

    expect(lengths).toEqual(expect.arrayContaining(wanted));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(65_538);
    expect(share(lengths, (length) => length < 1000)).toBeGreaterThan(0.6);
  });

  it('yields lengths around limits', () => {
    const lengths = sample(payloadLength({ maxLength: 1001, limits: [1000] }), 1000);

    expect(lengths).toEqual(expect.arrayContaining([999, 1000, 1001]));
  });

  it('shrinks to the least', () => {
    expect(smallest(payloadLength())).toBe(0);
    expect(smallest(payloadLength(), (length) => length > 125)).toBe(126);
  });
});

describe('payload()', () => {
  it('yields bytes that depend on their place and their message', () => {
    for (const bytes of sample(payload({ maxLength: 200, message: 3 }), 50)) {
      expect(bytes).toEqual(positionBytes(bytes.length, 3));
    }
  });

  it('yields equal bytes only when asked to', () => {
    for (const bytes of sample(payload({ maxLength: 200, constant: 0xfe }), 50)) {
      expect(bytes.every((byte) => byte === 0xfe)).toBe(true);
    }
  });

  it('shrinks to the shortest', () => {
    expect(smallest(payload())).toEqual(new Uint8Array(0));
    expect(smallest(payload(), ({ length }) => length >= 126)).toEqual(positionBytes(126));
  });
});

describe('message()', () => {
  it('yields text of any code points, and text and bytes that depend on their place', () => {
    const messages = sample(message({ maxLength: 300, message: 2 }));
    const isPlaced = (data: string | Uint8Array): boolean =>
      typeof data === 'string'
        ? data === positionText(data.length, 2)
        : data.join() === positionBytes(data.length, 2).join();

    for (const kind of ['text', 'binary'] as const) {
      const some = messages.filter((its) => its.kind === kind && its.data.length > 0);
      expect(share(some, ({ data }) => isPlaced(data))).toBeGreaterThan(
        kind === 'text' ? 0.2 : 0.99,
      );
    }
    expect(share(messages, ({ kind }) => kind === 'text')).toBeGreaterThan(0.5);
    expect(messages.every((its) => messageBytes(its).length <= 300)).toBe(true);
  });

  it('shrinks to an empty text', () => {
    expect(smallest(message())).toEqual({ kind: 'text', data: '' });
    expect(smallest(message(), ({ data }) => data.length > 0)).toEqual({ kind: 'text', data: 'a' });
  });
});
