/** Rows and figures of tests. @module */

import type { AllFigures } from '../src/figures/index.ts';
import type { Row } from '../src/rows/index.ts';
import type { Figures } from '../src/runner/index.ts';

export const smallRow: Row = {
  name: 'small',
  title: 'decode text 16 B',
  delivers: 'strings',
  measure: 'time',
  work: {
    kind: 'decode',
    role: 'server',
    messages: 'text',
    bytes: 16,
    reads: 65_536,
    delivery: 'whole',
  },
  subject: 'sansocket',
  against: ['ws'],
  goals: [{ against: 'ws', must: 3, aim: 5 }],
};

/** @param times - How many times as fast ours is. */
export function figuresOf(name: Figures['name'], times: number): Figures {
  const ratio = { first: times / 2, median: times, third: times * 2 };
  return { name, value: 100 * times, ratio, wall: 128 * times, wallRatio: times };
}

export const someFigures: AllFigures = {
  date: '2026-01-02',
  machine: 'a machine, 2 cores',
  versions: { ws: '8.0.0' },
  runtimes: {
    node: {
      version: 'Node 20.0.0',
      rows: [
        {
          row: 'decode-text-16-server',
          figures: [figuresOf('sansocket', 1), figuresOf('ws', 12)],
          missing: {},
        },
        {
          row: 'echo-text-16-64x1',
          figures: [figuresOf('sansocket', 1), { ...figuresOf('ws', 0.5), p99: 0.25 }],
          missing: {},
          hotspots: [
            { name: '(program)', share: 0.614 },
            { name: 'writeBuffer', share: 0.2 },
            { name: 'read net/a|b.js:3', share: 0.1 },
          ],
        },
      ],
    },
    bun: {
      version: 'Bun 1.0.0',
      rows: [{ row: 'handshake', figures: [figuresOf('sansocket', 1)], missing: {} }],
    },
  },
  updates: [
    { way: 'poll-1', rate: 1, bytes: 674.4, cpu: 20_000, delayMs: 500 },
    { way: 'socket', rate: 1, bytes: 58, cpu: 5000, delayMs: 0 },
  ],
};
