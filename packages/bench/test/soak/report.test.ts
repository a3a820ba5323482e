import { describe, expect, it } from '@jest/globals';
import { judge } from '../../src/soak/judge.ts';
import { renderPart, withPart } from '../../src/soak/page.ts';
import type { SoakResult } from '../../src/soak/result.ts';
import { renderFaults, renderTable } from '../../src/soak/table.ts';

const state = { rss: 50 * 2 ** 20, heap: 8 * 2 ** 20, files: { all: 20, sockets: 1 } };
const spread = { p50: 1, p99: 20, max: 300 };
const tally = {
  lives: { echo: 1000, bombs: 200 },
  right: 5000,
  wrong: 0,
  dropped: 0,
  problems: [],
  roundTrip: spread,
};
const look = { opened: 9, closed: 9, uncaught: 0, firstUncaught: undefined, lag: spread };
const stood: SoakResult = {
  server: 'sansocket',
  runtime: 'node',
  start: state,
  end: state,
  maxRss: 90 * 2 ** 20,
  look,
  crash: undefined,
  tally,
};

const failures: readonly (readonly [what: string, result: SoakResult, fault: string])[] = [
  ['no echo', { ...stood, tally: { ...tally, right: 0 } }, 'no echo came'],
  ['an echo that is wrong', { ...stood, tally: { ...tally, wrong: 2 } }, '2 echoes wrong'],
  [
    'a good client that was dropped',
    { ...stood, tally: { ...tally, dropped: 1, problems: ['echo: too late'] } },
    '1 good clients dropped (echo: too late)',
  ],
  [
    'a server that ended',
    { ...stood, end: undefined, look: undefined, crash: 'node has ended' },
    'the server ended: node has ended',
  ],
  [
    'an error that nobody caught',
    { ...stood, look: { ...look, uncaught: 1, firstUncaught: 'Error: x' } },
    '1 errors uncaught (Error: x)',
  ],
  [
    'sockets that stay open',
    { ...stood, end: { ...state, files: { all: 23, sockets: 4 } } },
    '3 sockets open after the last client has left',
  ],
  [
    'a close event that did not come',
    { ...stood, look: { ...look, closed: 8 } },
    '9 connections opened and 8 closed',
  ],
];

describe('judge()', () => {
  it('finds nothing at a server that has stood it', () => {
    expect(judge(stood)).toEqual([]);
  });

  it.each(failures)('names %s', (_, result, fault) => {
    expect(judge(result)).toEqual([fault]);
    expect(renderFaults([stood, result])).toEqual([`sansocket, node: ${fault}`]);
    expect(renderTable([result])).toContain('**failed**');
  });
});

describe('the page of the soak', () => {
  it('has a column for each server, with its figures', () => {
    const table = renderTable([stood, { ...stood, server: 'ws' }]);
    expect(table.split('\n')[0]).toMatch(/\| +sansocket, node \| +ws, node \|$/);
    expect(table).toMatch(/\| at most +\| +90 MiB \|/);
    expect(table).toMatch(/\| echoes right +\| +5 000 \|/);
    expect(table).toMatch(/\| echo, p50 \/ p99 \/ max +\| 1\.0 \/ 20 \/ 300 ms \|/);
  });

  it('keeps what stands around the generated part', () => {
    const page = 'before\n<!-- pnpm soak -->\nold\n<!-- end -->\nbehind\n';
    const written = withPart(page, renderPart('`pnpm soak`', [stood]));
    expect(written).toMatch(/^before\n<!-- pnpm soak -->\n\n`pnpm soak`\n/);
    expect(written).toMatch(/<!-- end -->\nbehind\n$/);
    expect(written).not.toContain('old');
    expect(() => withPart('nothing', '')).toThrow('has no <!-- pnpm soak -->');
  });
});
