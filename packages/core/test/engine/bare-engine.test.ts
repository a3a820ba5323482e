import { runInContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { bareEngine, bundle } from './bare-engine.ts';
import { connectWithoutEntropy, runSessions } from './session.ts';

describe('an engine with ECMAScript alone', () => {
  it('has no coders, entropy, timers and console', () => {
    const names = [
      'TextDecoder',
      'TextEncoder',
      'crypto',
      'setTimeout',
      'console',
      'Buffer',
      'URL',
    ];
    const types = names.map((name) => `typeof ${name}`).join();
    expect(runInContext(`[${types}].join()`, bareEngine())).toBe(
      names.map(() => 'undefined').join(),
    );
  });

  it('runs core as every other engine does: the same events and bytes', async () => {
    const engine = bareEngine();
    runInContext(await bundle('session.ts'), engine);
    const inside = JSON.parse(
      String(runInContext('JSON.stringify(bundle.runSessions())', engine)),
    ) as string[];
    const outside = runSessions();
    expect(inside.length).toBe(outside.length);
    // One line can have megabytes: the first that differs is shown, and its start only.
    const different = inside.findIndex((line, i) => line !== outside[i]);
    expect(inside[different]?.slice(0, 1000)).toBe(outside[different]?.slice(0, 1000));
    expect(different).toBe(-1);
  });

  it('loads core without looking for anything', async () => {
    const engine = bareEngine();
    runInContext(await bundle('../../src/index.ts'), engine);
    expect(runInContext('typeof bundle.ServerConnection', engine)).toBe('function');
  });

  it('makes a client without fillRandom throw an error that says what to pass', async () => {
    const engine = bareEngine();
    runInContext(await bundle('session.ts'), engine);
    const thrown = String(runInContext('bundle.connectWithoutEntropy()', engine));
    expect(thrown).toMatch(/^StateError: .*pass fillRandom/);
    expect(connectWithoutEntropy()).toBe('nothing');
  });
});
