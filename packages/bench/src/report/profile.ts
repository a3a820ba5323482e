/**
 * A profile in the terminal.
 *
 * @module
 */

import type { Hotspot } from '../runner/index.ts';

/** Functions that are shown. */
const MOST = 15;

/** @returns A line for each function, those of most time first. */
export function renderProfile(row: string, hotspots: readonly Hotspot[]): string {
  const lines = hotspots.slice(0, MOST).map(({ name, share }) => {
    return `${(share * 100).toFixed(1).padStart(6)} %  ${name}`;
  });
  return [`profile of ${row}`, ...lines].join('\n');
}
