/** What a message costs in memory that somebody has to collect: counted, not timed. @module */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundle } from '../engine/bare-engine.ts';

const MEBIBYTES = 256;

let allocated: number[] = [];

beforeAll(async () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--expose-gc',
      `--min-semi-space-size=${MEBIBYTES}`,
      `--max-semi-space-size=${MEBIBYTES}`,
      '-',
    ],
    { input: await bundle('../laws/allocation-worker.ts'), encoding: 'utf8' },
  );
  if (stderr !== '') throw new Error(stderr);
  allocated = JSON.parse(stdout) as number[];
});

describe('a text message that a server decodes', () => {
  it('allocates its string and its event: at most 120 bytes for 16 bytes of text', () => {
    expect(allocated[0]).toBeGreaterThan(16);
    expect(allocated[0]).toBeLessThanOrEqual(120);
  });

  it('allocates at most 260 bytes for 125 bytes of text', () => {
    expect(allocated[1]).toBeGreaterThan(125);
    expect(allocated[1]).toBeLessThanOrEqual(260);
  });
});
