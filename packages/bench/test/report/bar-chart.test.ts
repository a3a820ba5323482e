import { describe, expect, it } from '@jest/globals';
import { type BarChart, renderBarChart } from '../../src/report/index.ts';

const chart: BarChart = {
  title: 'Speed',
  subtitle: 'a < b & c',
  scale: 'linear',
  groups: [
    {
      label: 'decode',
      bars: [
        { name: 'ours', value: 10, text: '10x', ours: true },
        { name: 'theirs', value: 1, text: '1x', ours: false },
      ],
    },
  ],
  captions: ['pnpm bench', 'versions'],
};

function widthsOf(svg: string): number[] {
  return [...svg.matchAll(/<rect[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));
}

describe('renderBarChart()', () => {
  it('draws bars as long as their values', () => {
    const [ours, theirs] = widthsOf(renderBarChart(chart));
    expect(ours).toBeCloseTo(10 * theirs!, 1);
  });

  it('draws the same step for each power of ten on a logarithmic scale', () => {
    const bars = [10, 100, 1000].map((value) => ({ name: '', value, text: '', ours: false }));
    const [first, second, third] = widthsOf(
      renderBarChart({ ...chart, scale: 'logarithmic', groups: [{ label: '', bars }] }),
    );
    expect(third! - second!).toBeCloseTo(second! - first!, 0);
    expect(first).toBeGreaterThan(0);
  });

  it('says in words what it shows, and escapes what is no markup', () => {
    const svg = renderBarChart(chart);
    expect(svg).toContain('<title id="title">Speed: a &lt; b &amp; c</title>');
    for (const part of ['decode', 'ours', '10x', 'pnpm bench', 'versions']) {
      expect(svg).toContain(`>${part}</text>`);
    }
    expect(svg.match(/<rect class="ours"/g)).toHaveLength(1);
  });

  it('ends below the last line', () => {
    const svg = renderBarChart(chart);
    const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
    const lines = [...svg.matchAll(/ y="(\d+)"/g)].map(([, y]) => Number(y));
    expect(Math.max(...lines)).toBeLessThan(height);
  });
});
