import { describe, expect, it } from '@jest/globals';
import { hasChromium, runInPage, runInWorker, withPage } from '@sansocket/engines';
import { portableCases } from '@sansocket/portable';
import { allPassed, casesScript, report } from './support/cases-script.ts';

/** In CI a browser that is missing is a failure. */
const itNeedsChromium = hasChromium() || (process.env['CI'] ?? '') !== '' ? it : it.skip;

describe('Chromium', () => {
  const expected = allPassed(portableCases().length);

  itNeedsChromium('runs every vector and every law in a page', async () => {
    const script = await casesScript();
    expect(await withPage((page) => runInPage(page, script, report))).toEqual(expected);
  });

  itNeedsChromium(
    'runs every vector and every law in a worker, which has no document',
    async () => {
      const script = await casesScript();
      const told = await withPage((page) =>
        runInWorker(page, script, `[typeof document, ${report}]`),
      );
      expect(told).toEqual(['undefined', expected]);
    },
  );
});
