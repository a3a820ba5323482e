import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '@sansocket/workspace';
import { limitsFile, renderLimits, type SizeLimits } from '../../src/generated/index.ts';

const { default: checks } = (await import(
  `${workspaceRoot}packages/checks/size-limit.config.js`
)) as { readonly default: readonly { readonly name: string; readonly limit?: string }[] };

describe('limits of sizes', () => {
  const limits = JSON.parse(readText(workspaceRoot, limitsFile)) as SizeLimits;

  it('hold the frame layer alone at less than 6 kB', () => {
    expect(limits['sansocket/framing: FrameDecoder, FrameEncoder']).toBeLessThanOrEqual(6000);
  });

  it('are what size-limit judges by, each', () => {
    const judged = checks.filter(({ limit }) => limit !== undefined);
    expect(
      Object.fromEntries(judged.map(({ name, limit }) => [name, parseInt(limit!, 10)])),
    ).toEqual(limits);
  });
});

describe('renderLimits()', () => {
  it('writes a row for each limit', () => {
    const page = '# A\n\n| import | bytes at most |\n| --- | --- |\n| old | 1 |\n\nText.\n';
    expect(renderLimits(page, { sansocket: 36_300 })).toBe(
      '# A\n\n| import | bytes at most |\n| --- | --- |\n| `sansocket` | 36 300 |\n\nText.\n',
    );
  });
});
