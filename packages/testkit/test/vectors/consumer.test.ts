import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { vectorFiles } from '@sansocket/testkit/vectors';

const script = join(import.meta.dirname, '../../examples/consume_vectors.py');

/** The first that has the package, which a machine may lack; in CI it may not. */
const python = ['python3', '/usr/bin/python3'].find((command) => {
  return spawnSync(command, ['-c', 'import websockets']).status === 0;
});
const itNeedsPython = python !== undefined || (process.env['CI'] ?? '') !== '' ? it : it.skip;

describe('consumer in Python', () => {
  itNeedsPython('counts each vector of each area, and mostly agrees', () => {
    const { status, stdout, stderr } = spawnSync(python ?? 'python3', [script], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    const rows = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/\s+/));
    const counted = rows.map(([area, ...counts]) => [area, ...counts.map(Number)] as const);
    for (const { area, vectors } of vectorFiles()) {
      const [, agreed = 0, differs = 0, passedOver = 0] =
        counted.find(([its]) => its === area) ?? [];
      expect([area, agreed + differs + passedOver]).toEqual([area, vectors.length]);
      const tried = vectors.some(({ state }) => state === 'open');
      expect([area, agreed > differs]).toEqual([area, tried]);
    }
  });
});
