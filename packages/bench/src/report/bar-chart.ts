/**
 * A bar chart as SVG: groups of horizontal bars, each with its name and its figure. It is readable on light and on dark
 * backgrounds.
 *
 * @module
 */

/** One bar. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The text after it. */
  readonly text: string;
  /** Whether it is ours. */
  readonly ours: boolean;
}

/** Bars that are compared. */
export interface BarGroup {
  readonly label: string;
  readonly bars: readonly Bar[];
}

/** The contents of the chart. */
export interface BarChart {
  readonly title: string;
  /** The meaning of the length of a bar. */
  readonly subtitle: string;
  /** Length by size, or by order of magnitude: from the lowest power of ten under all bars. */
  readonly scale: 'linear' | 'logarithmic';
  readonly groups: readonly BarGroup[];
  /** Command, versions, date. */
  readonly captions: readonly string[];
}

const WIDTH = 720;
const NAMES = 150;
const FIGURES = 140;
const BAR = 16;
const STEP = 21;
const HEAD = 62;
const GROUP_HEAD = 26;
const GROUP_GAP = 8;
const CAPTION = 17;

const style = `<style>
    text { font: 13px system-ui, sans-serif; fill: #74839a; }
    .title { font-weight: 600; font-size: 16px; }
    .label { font-weight: 600; }
    .name { text-anchor: end; }
    .caption { font-size: 11px; }
    rect { fill: #7f8ea3; fill-opacity: 0.45; }
    .ours { fill: #2f81f7; fill-opacity: 1; }
  </style>`;

/** @returns The text of an SVG file. */
export function renderBarChart(chart: BarChart): string {
  const lengthOf = lengths(chart);
  const parts: string[] = [];
  let y = HEAD;
  for (const { label, bars } of chart.groups) {
    parts.push(text(10, y + 15, label, 'label'));
    y += GROUP_HEAD;
    for (const bar of bars) {
      parts.push(...drawBar(bar, y, lengthOf(bar.value)));
      y += STEP;
    }
    y += GROUP_GAP;
  }
  y += CAPTION;
  for (const caption of chart.captions) {
    parts.push(text(10, y, caption, 'caption'));
    y += CAPTION;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-labelledby="title">
  <title id="title">${escapeText(`${chart.title}: ${chart.subtitle}`)}</title>
  ${style}
  ${[text(10, 24, chart.title, 'title'), text(10, 44, chart.subtitle), ...parts].join('\n  ')}
</svg>
`;
}

function drawBar(bar: Bar, y: number, length: number): string[] {
  const tone = bar.ours ? ' class="ours"' : '';
  return [
    text(NAMES, y + 13, bar.name, 'name'),
    `<rect${tone} x="${NAMES + 8}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" rx="2"/>`,
    text(NAMES + 14 + Math.ceil(length), y + 13, bar.text),
  ];
}

/** @returns From a value to pixels. */
function lengths({ groups, scale }: BarChart): (value: number) => number {
  const values = groups.flatMap(({ bars }) => bars.map(({ value }) => value));
  const room = WIDTH - NAMES - FIGURES;
  const most = Math.max(...values);
  if (scale === 'linear') return (value) => (room * value) / most;
  const least = Math.floor(Math.log10(Math.min(...values)) - 1e-9);
  const span = Math.log10(most) - least;
  return (value) => Math.max(1, (room * (Math.log10(value) - least)) / span);
}

function text(x: number, y: number, content: string, name = ''): string {
  const tone = name === '' ? '' : ` class="${name}"`;
  return `<text${tone} x="${x}" y="${y}">${escapeText(content)}</text>`;
}

function escapeText(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
