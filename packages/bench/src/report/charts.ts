/**
 * The charts of the documents.
 *
 * @module
 */

import { type AllFigures, resultsOf } from '../figures/index.ts';
import type { CandidateName } from '../rows/index.ts';
import type { Figures, Result } from '../runner/index.ts';
import { rates, type UpdateCost, type Way } from '../updates/index.ts';
import { type Bar, type BarChart, type BarGroup, renderBarChart } from './bar-chart.ts';
import { amountOf, figure } from './table.ts';

/** Files under `docs/pictures`, each with its text. */
export function renderCharts(figures: AllFigures): Record<string, string> {
  const results = resultsOf(figures, 'node');
  const named = (...starts: string[]): Result[] =>
    results.filter(({ row }) => starts.some((start) => row.name.startsWith(start)));
  const charts = {
    'bench.svg': speedChart(
      figures,
      'Speed beside other libraries',
      results.filter(({ row }) => readmeRows.includes(row.name)),
    ),
    'bench-decode.svg': speedChart(figures, 'Decoding', named('decode')),
    'bench-encode.svg': speedChart(figures, 'Encoding and handshake', named('encode', 'handshake')),
    'bench-echo.svg': speedChart(figures, 'Echo over loopback', named('echo')),
    'bench-memory.svg': memoryChart(figures, named('allocate', 'scale-idle')),
    'updates-bytes.svg': updatesChart(figures, 'Bytes on the wire for each update', (cost) => [
      cost.bytes,
      `${Math.round(cost.bytes).toLocaleString('en-US')} B`,
    ]),
    'updates-cpu.svg': updatesChart(figures, 'CPU time of the server for each update', (cost) => [
      cost.cpu,
      amountOf(cost.cpu, 'time'),
    ]),
  };
  // Rows that were not measured are not drawn.
  return Object.fromEntries(
    Object.entries(charts)
      .filter(([, { groups }]) => groups.length > 0)
      .map(([name, chart]) => [name, renderBarChart(chart)]),
  );
}

/** The rows that the README shows. */
const readmeRows = [
  'decode-text-16-server',
  'decode-text-125-server',
  'encode-text-16-server',
  'handshake',
  'echo-text-16-1x256',
];

/** The origin of the figures, printed under every chart. */
export function captionsOf(figures: AllFigures, command = 'pnpm bench --write'): string[] {
  const libraryVersions = Object.entries(figures.versions).map((pair) => pair.join(' '));
  const runtime = figures.runtimes.node?.version ?? '';
  return [
    `${command} · ${figures.date} · ${runtime} · ${figures.machine}`,
    libraryVersions.join(' · '),
  ];
}

/** How fast each is, `ws` without add-ons being 1. */
function speedChart(figures: AllFigures, title: string, results: readonly Result[]): BarChart {
  return {
    title,
    subtitle: 'times as fast as ws without add-ons, by CPU time, on a logarithmic scale',
    scale: 'logarithmic',
    groups: results.map((result) => ({
      label: result.row.title,
      bars: result.figures.flatMap((one) => speedBar(one, result)),
    })),
    captions: captionsOf(figures),
  };
}

function speedBar(one: Figures, { figures }: Result): Bar[] {
  const ws = figures.find(({ name }) => name === 'ws');
  if (ws === undefined) return [];
  const value = ws.ratio.median / one.ratio.median;
  return [{ name: label(one.name), value, text: figure(value), ours: isOurs(one.name) }];
}

function memoryChart(figures: AllFigures, results: readonly Result[]): BarChart {
  return {
    title: 'Memory',
    subtitle: 'bytes of the heap, on a logarithmic scale',
    scale: 'logarithmic',
    groups: results.map(({ row, figures: all }) => ({
      label: row.title,
      bars: all.map(({ name, value }) => ({
        name: label(name),
        value,
        text: amountOf(value, row.measure),
        ours: isOurs(name),
      })),
    })),
    captions: captionsOf(figures),
  };
}

/** The names of the ways in charts and pages. */
export const wayNames: Readonly<Record<Way, string>> = {
  'poll-10': 'poll every 10 s',
  'poll-1': 'poll every 1 s',
  'long-poll': 'long poll',
  socket: 'Sansocket',
};

function updatesChart(
  figures: AllFigures,
  title: string,
  figureOf: (cost: UpdateCost) => readonly [value: number, text: string],
): BarChart {
  const groups = rates.flatMap((rate): BarGroup[] => {
    const costs = figures.updates.filter((cost) => cost.rate === rate);
    const bars = costs.map((cost): Bar => {
      const [value, text] = figureOf(cost);
      const late = cost.delayMs === 0 ? '' : `, ${cost.delayMs / 1000} s late`;
      const ours = cost.way === 'socket';
      return { name: wayNames[cost.way], value, text: `${text}${late}`, ours };
    });
    return costs.length === 0
      ? []
      : [{ label: rate === 1 ? '1 update a second' : `${rate} updates a second`, bars }];
  });
  return {
    title,
    subtitle: 'that a client gets, on a logarithmic scale; a poll is late by half its interval',
    scale: 'logarithmic',
    groups,
    captions: captionsOf(figures, 'pnpm bench --write --only updates'),
  };
}

/** The name of a candidate in a chart or a page. */
export function label(name: CandidateName): string {
  if (name === 'sansocket') return 'Sansocket';
  if (name === 'sansocket+bufferutil') return 'Sansocket+bufferutil';
  if (name === 'net') return 'node:net alone';
  if (name === 'bun' || name === 'deno') return `${name === 'bun' ? 'Bun' : 'Deno'}'s own`;
  return name;
}

function isOurs(name: CandidateName): boolean {
  return name === 'sansocket' || name === 'sansocket+bufferutil' || name === 'portable';
}
