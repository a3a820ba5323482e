import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUNDLE, bundle, QuickJs } from '@sansocket/engines';
import { portableCases } from '@sansocket/portable';
import { allPassed } from './support/cases-script.ts';

/** What core is told to do without. */
const ABSENT = [
  'TextDecoder',
  'TextEncoder',
  'crypto',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'performance',
  'console',
  'URL',
  'WebAssembly',
  'process',
];

describe('QuickJS', () => {
  let engine: QuickJs;
  beforeAll(async () => {
    engine = await QuickJs.start();
  });
  afterAll(() => {
    engine.stop();
  });

  it('has ECMAScript alone', () => {
    const types = ABSENT.map((name) => `typeof ${name}`).join();
    expect(engine.run(`[${types}].join()`)).toBe(ABSENT.map(() => 'undefined').join());
  });

  it('loads core without looking for anything', async () => {
    engine.run(await bundle("export * from 'sansocket';", import.meta.dirname));
    expect(engine.run(`typeof ${BUNDLE}.ServerConnection`)).toBe('function');
  });

  it('runs every vector and every law', async () => {
    // #region proof
    // fast-check names two timers when it is loaded, and never calls them: they stay undefined.
    engine.run('var setTimeout, clearTimeout;');
    engine.run(await bundle("export * from '@sansocket/portable';", import.meta.dirname));
    const report = String(
      engine.run('JSON.stringify(bundle.runCases(bundle.portableCases({ runs: 2 })))'),
    );
    // #endregion proof
    expect(JSON.parse(report)).toEqual(allPassed(portableCases().length));
  });
});
