import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandFor, type Program, startProgram, workspaceRoot } from '../../src/program/index.ts';
import { hostileTraffics } from '../../src/steps/index.ts';

const script = join(workspaceRoot, 'packages/bench/dist/steps/main.js');

/** What is counted is the built core, by a V8 of its own. */
describe('the steps of a connection', () => {
  let counter: Program;
  beforeAll(() => {
    counter = startProgram(commandFor('node', script, 'steps'));
  });
  afterAll(() => counter.close());

  const steps = async (traffic: string, size: number): Promise<number> =>
    (await counter.ask({ traffic, size })) as number;

  it.each(hostileTraffics)('double when the input doubles: %s', async (traffic) => {
    const [once, twice] = [await steps(traffic, 1000), await steps(traffic, 2000)];
    expect(once).toBeGreaterThan(1000);
    expect(twice / once).toBeGreaterThan(1.9);
    expect(twice / once).toBeLessThan(2.05);
  });

  it('are the same each time', async () => {
    const counts = [await steps('pings alone', 100), await steps('pings alone', 100)];
    expect(counts[0]).toBe(counts[1]);
  });
});
