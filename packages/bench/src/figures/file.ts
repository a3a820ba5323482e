/**
 * Figures as JSON: for machines, and for the next run to go on from.
 *
 * @module
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AllFigures } from './figures.ts';

/** Digits that are kept: more would say more than was measured. */
const DIGITS = 4;

/** @returns `undefined` when there are none. */
export function readFigures(file: string): AllFigures | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as AllFigures) : undefined;
}

/** Writes them, one line a row. */
export function writeFigures(file: string, figures: AllFigures): void {
  writeFileSync(file, serializeFigures(figures));
}

/** @returns JSON with rounded numbers, in which a row is a line. */
export function serializeFigures(figures: AllFigures): string {
  const lines: string[] = [];
  const seal = (value: unknown): string => `\u0000${lines.push(JSON.stringify(value, round)) - 1}`;
  const outline = {
    ...figures,
    runtimes: Object.fromEntries(
      Object.entries(figures.runtimes).map(([name, { version, rows }]) => {
        return [name, { version, rows: rows.map(seal) }];
      }),
    ),
    updates: figures.updates.map(seal),
  };
  const text = JSON.stringify(outline, undefined, 2);
  return `${text.replace(/"\\u0000(\d+)"/g, (_, index: string) => lines[Number(index)]!)}\n`;
}

function round(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value;
}
