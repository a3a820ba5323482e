import { describe, expect, it } from '@jest/globals';
import { Progress } from '../../src/command/index.ts';

function setUp(isTTY: boolean) {
  const clock = { now: 0 };
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) };
  return { progress: new Progress(stream, () => clock.now), clock, written };
}

describe('Progress', () => {
  it('writes one line over and over on a terminal', () => {
    const { progress, clock, written } = setUp(true);
    for (clock.now = 0; clock.now <= 1000; clock.now += 100) progress.tick(() => `at ${clock.now}`);
    progress.clear();
    progress.clear();
    expect(written).toEqual(['at 500', '\r\u001b[2K', 'at 1000', '\r\u001b[2K']);
  });

  it('writes a line every few seconds elsewhere', () => {
    const { progress, clock, written } = setUp(false);
    for (clock.now = 0; clock.now <= 10_000; clock.now += 500)
      progress.tick(() => `at ${clock.now}`);
    progress.clear();
    expect(written).toEqual(['at 5000\n', 'at 10000\n']);
  });
});
