import { expect, it } from '@jest/globals';
import { renderProfile } from '../../src/report/index.ts';
import { hotspotsOf } from '../../src/runner/index.ts';

it('hotspotsOf() adds up the samples of each function, and leaves out the waiting', () => {
  const frame = (functionName: string, url = '', lineNumber = 0) => ({
    functionName,
    url,
    lineNumber,
  });
  const hotspots = hotspotsOf({
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('mask', 'file:///a/masking/mask.js', 9) },
      { id: 3, callFrame: frame('(garbage collector)') },
    ],
    samples: [1, 2, 3, 2],
    timeDeltas: [500, 200, 100, 100],
  });
  expect(hotspots).toEqual([
    { name: 'mask masking/mask.js:10', share: 0.75 },
    { name: '(garbage collector)', share: 0.25 },
  ]);
  expect(renderProfile('row', hotspots)).toBe(
    'profile of row\n  75.0 %  mask masking/mask.js:10\n  25.0 %  (garbage collector)',
  );
});
