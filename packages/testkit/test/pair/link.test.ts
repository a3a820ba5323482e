import { describe, expect, it } from '@jest/globals';
import { Link } from '@sansocket/testkit/pair';
import { concat } from '@sansocket/testkit/wire';
import fc from 'fast-check';

const write = (...bytes: number[]): Uint8Array => Uint8Array.of(...bytes);

describe('Link', () => {
  it('gives back what was written, in order, however it is taken', () => {
    const writes = fc.array(fc.uint8Array({ maxLength: 5 }));
    fc.assert(
      fc.property(writes, fc.array(fc.nat({ max: 7 })), (written, sizes) => {
        let link = written.reduce((carried, bytes) => carried.carry(bytes), new Link());
        const taken = [...sizes, Infinity].map((size) => {
          const [bytes, left] = link.take(size);
          expect(bytes.length).toBeLessThanOrEqual(size);
          expect(left.inFlight).toBe(link.inFlight - bytes.length);
          link = left;
          return bytes;
        });
        expect(concat(...taken)).toEqual(concat(...written));
        expect(link.inFlight).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the borders of writes that have not arrived', () => {
    const link = new Link().carry(write(1, 2)).carry(write(3, 4, 5));

    expect(link.take(1)[1].writes).toEqual([write(2), write(3, 4, 5)]);
    expect(link.take(3)[1].writes).toEqual([write(4, 5)]);
  });

  it('carries the end behind the bytes, and a reset instead of the end', () => {
    const link = new Link().carry(write(1)).end();

    expect(link).toMatchObject({ inFlight: 1, tail: 'end', isLost: false });
    expect(link.reset()).toMatchObject({ inFlight: 1, tail: 'reset', isLost: true });
  });

  it('loses what is under way and what follows once it is cut or silent', () => {
    const link = new Link().carry(write(1));

    expect(link.cut().carry(write(2)).reset()).toMatchObject({ inFlight: 0, tail: 'end' });
    expect(link.silence().carry(write(2)).end()).toMatchObject({ inFlight: 0, tail: 'none' });
  });
});
