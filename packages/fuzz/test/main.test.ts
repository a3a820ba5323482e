import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

/** Runs the command as it was built. */
function fuzz(...args: readonly string[]) {
  return spawnSync(process.execPath, ['packages/fuzz/dist/main.js', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
}

describe('pnpm fuzz', () => {
  it('fuzzes a target for a while and tells how far it came', () => {
    const { status, stdout } = fuzz(
      '--target',
      'close-payload',
      '--minutes',
      '0.01',
      '--seed',
      '3',
    );
    expect(stdout).toMatch(/^Seed 3, 1 targets, 0\.01 minutes$/m);
    expect(stdout).toMatch(/^close-payload +\d+ +\d+ +\d+ +\d+ +\d+ +0$/m);
    expect(status).toBe(0);
  });

  it('gives a file to a target', () => {
    const seed = 'packages/fuzz/corpus/frame-decoder/server-hello';
    const { status, stdout } = fuzz('--target', 'frame-decoder', '--input', seed);
    expect(stdout).toMatch(/^Holds: /);
    expect(status).toBe(0);
  });
});
