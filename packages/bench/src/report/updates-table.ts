/**
 * The costs of updates in the terminal.
 *
 * @module
 */

import type { UpdateCost } from '../updates/index.ts';
import { wayNames } from './charts.ts';
import { amountOf } from './table.ts';

/** @returns One line for each way at each rate. */
export function renderUpdates(costs: readonly UpdateCost[]): string {
  const lines = costs.map(({ rate, way, bytes, cpu, delayMs }) => {
    const late = delayMs === 0 ? '' : `  late by ${delayMs / 1000} s on average`;
    return `${`${rate} a second`.padEnd(31)}${wayNames[way].padEnd(17)}${amountOf(bytes, 'hold').padStart(13)}${amountOf(cpu, 'time').padStart(13)}${late}`;
  });
  const head = `${'updates'.padEnd(31)}${'way'.padEnd(17)}${'bytes each'.padStart(13)}${'CPU each'.padStart(13)}`;
  return [head, ...lines].join('\n');
}
