import { describe, expect, it } from '@jest/globals';
import { Campaign, renderMarkdown, renderProgress, renderTable } from '../../src/command/index.ts';
import type { Lane } from '../../src/lanes/index.ts';

/** Lanes over a clock that only they move: a turn of a law takes as long as it takes. */
function setUp(
  ...lanes: readonly (readonly [name: string, engine: Lane['engine'], ms?: number])[]
) {
  const clock = { now: 1000 };
  const turns: string[] = [];
  const made = lanes.map(([name, engine, takes]): Lane => {
    const tally = { executions: 500, findings: name === 'b' ? 1 : 0 };
    const coverage = { edges: 60, newEdges: 5, corpus: 12 };
    return {
      name,
      engine,
      tally: engine === 'bytes' ? { ...tally, coverage } : tally,
      work: (ms) => {
        turns.push(name);
        clock.now += takes ?? ms;
      },
    };
  });
  return { campaign: new Campaign(made, () => clock.now), turns, clock };
}

describe('Campaign', () => {
  it('gives each engine half of the time, and its lanes equal parts', () => {
    const { campaign } = setUp(
      ['a', 'laws', 700],
      ['b', 'laws', 150],
      ['c', 'bytes'],
      ['d', 'bytes'],
      ['e', 'bytes'],
    );
    campaign.run(60_000, () => {});
    const [a, b, c, d, e] = campaign.rows.map(({ spent }) => spent);
    expect(a! + b!).toBeGreaterThan(29_000);
    expect(a! + b!).toBeLessThan(31_500);
    expect(Math.abs(a! - b!)).toBeLessThan(1000);
    expect(Math.max(c!, d!, e!) - Math.min(c!, d!, e!)).toBeLessThanOrEqual(400);
  });

  it('gives all of the time to one engine where the other has no lane', () => {
    const { campaign, turns } = setUp(['c', 'bytes'], ['d', 'bytes']);
    campaign.run(2000, () => {});
    expect(turns).toEqual(['c', 'd', 'c', 'd', 'c']);
  });

  it('tells after each turn', () => {
    const { campaign } = setUp(['c', 'bytes']);
    let told = 0;
    campaign.run(1000, () => told++);
    expect(told).toBe(3);
  });
});

describe('what is shown of a campaign', () => {
  const { campaign } = setUp(['law-b', 'laws', 500], ['b', 'bytes']);
  campaign.run(1000, () => {});

  it('is a table on a terminal', () => {
    expect(renderTable(campaign.rows).split('\n')).toEqual([
      'target  executions  per second  edges  new  corpus  findings',
      'law-b          500        1000                             0',
      'b              500        1000     60    5      12         1',
    ]);
  });

  it('is a table in Markdown', () => {
    expect(renderMarkdown(campaign.rows).split('\n').slice(2)).toEqual([
      '| `law-b` | 500 | 1000 |  |  |  | 0 |',
      '| `b` | 500 | 1000 | 60 | 5 | 12 | 1 |',
    ]);
  });

  it('is one line of progress', () => {
    expect(renderProgress(campaign.rows, 7.6)).toBe(
      '1000 executions, 1000/s, 5 new edges, corpus 12, 1 finding, 8 s left',
    );
  });
});
