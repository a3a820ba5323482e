import { describe, expect, it } from '@jest/globals';
import { demanded } from '@sansocket/engines/cases';
import { type Vector, vectorFiles } from '@sansocket/testkit/vectors';
import { toldByModel } from './support/told-by-model.ts';

/** The model's server answers at once, and it knows one extension. */
const beyondTheModel: ReadonlySet<string> = new Set([
  'requests-refused/early-bytes/server',
  'responses-refused/extension-bits/client',
]);

describe('the reference model', () => {
  it.each(vectorFiles())('agrees with every vector of $area', ({ vectors }) => {
    for (const vector of vectors.filter(isKnown)) {
      expect([vector.id, toldByModel(vector)]).toEqual([vector.id, demanded(vector)]);
    }
  });

  it('is told of all vectors but those beyond it', () => {
    const all = vectorFiles().flatMap(({ vectors }) => vectors);
    expect(all.filter(isKnown)).toHaveLength(all.length - beyondTheModel.size);
  });
});

function isKnown({ id }: Vector): boolean {
  return !beyondTheModel.has(id);
}
