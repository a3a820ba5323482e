import { describe, expect, it } from '@jest/globals';
import { demanded, type Told, toldByCore } from '@sansocket/engines/cases';
import { bytesOf, type Vector, vectorFiles } from '@sansocket/testkit/vectors';
import { extensionNamed } from './support/extensions.ts';

/** Byte by byte is for short ones: the laws look at all cuts of long ones. */
const MAX_BYTES_ONE_BY_ONE = 1_000;

describe.each(vectorFiles())('core and the vectors of $area', ({ area, vectors }) => {
  it.each(vectors)('agree on $id', (vector) => {
    expect(told(vector)).toEqual(demanded(vector));
    if (bytesOf(vector.bytes).length > MAX_BYTES_ONE_BY_ONE) return;
    expect(told(vector, 1)).toEqual(demanded(vector));
  });

  it('agree on which byte breaks a rule', () => {
    // What comes out of an extension is known behind the byte that the violation names.
    const early = vectors.filter(({ violation }) => violation && area !== 'extensions');
    for (const vector of early) {
      const { offset } = vector.violation!;
      const [before, then] = [offset, offset + 1].map((end) => told(upTo(vector, end)));
      expect([vector.id, before!.violation]).toEqual([vector.id, undefined]);
      expect([vector.id, then!.violation]).toEqual([vector.id, vector.violation]);
    }
  });
});

function told(vector: Vector, size?: number): Told {
  return toldByCore(vector, { extensionNamed, size });
}

function upTo(vector: Vector, end: number): Vector {
  const bytes = Buffer.from(bytesOf(vector.bytes).subarray(0, end));
  return { ...vector, bytes: [bytes.toString('hex')] };
}
