/**
 * The figures in the documents.
 *
 * @module
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AllFigures, mergeFigures, readFigures, serializeFigures } from '../figures/index.ts';
import { renderCharts } from './charts.ts';
import { renderPage } from './page.ts';

/** The file of the figures, relative to the workspace. */
export const figuresFile = 'packages/bench/figures.json';

/** Replaces the measured figures in the file, and writes the documents again. */
export function writeDocuments(root: string, figures: AllFigures): void {
  const file = join(root, figuresFile);
  writeFileSync(file, serializeFigures(mergeFigures(readFigures(file), figures)));
  // From the file, where numbers are rounded: so a later run writes the same documents.
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  for (const [page, text] of Object.entries(renderDocuments(readFigures(file)!))) {
    writeFileSync(join(root, page), text);
  }
}

/** @returns The text of each generated file, by its path in the workspace. */
export function renderDocuments(figures: AllFigures): Record<string, string> {
  const charts = Object.entries(renderCharts(figures));
  return {
    'docs/reference/bench.md': renderPage(figures),
    ...Object.fromEntries(charts.map(([name, text]) => [`docs/pictures/${name}`, text])),
  };
}
