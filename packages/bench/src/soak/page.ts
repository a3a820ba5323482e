/**
 * The part of the page that a soak writes.
 *
 * @module
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from './clients/index.ts';
import type { SoakResult } from './result.ts';
import { renderFaults, renderTable } from './table.ts';

/** Relative to the workspace. */
export const pageFile = 'docs/reference/soak.md';

const BEGINNING = '<!-- pnpm soak -->\n';
const END = '<!-- end -->\n';

/** @param about - The command, the versions, the machine, the day: lines of Markdown. */
export function writePage(root: string, about: string, results: readonly SoakResult[]): void {
  const file = join(root, pageFile);
  writeFileSync(file, withPart(readFileSync(file, 'utf8'), renderPart(about, results)));
}

/**
 * @returns The page with its generated part replaced.
 * @throws Error when the marks around that part are missing.
 */
export function withPart(page: string, part: string): string {
  const [before, behind] = [page.indexOf(BEGINNING), page.indexOf(END)];
  if (before < 0 || behind < before) throw new Error(`${pageFile} has no ${BEGINNING.trim()}`);
  return page.slice(0, before) + BEGINNING + part + page.slice(behind);
}

/** @returns Between the marks. */
export function renderPart(about: string, results: readonly SoakResult[]): string {
  const faults = renderFaults(results).map((fault) => `- ${fault.replaceAll('\n', ' ')}`);
  const clients = kinds.map(({ name, isGood, does }) => {
    return `| \`${name}\` | ${isGood ? 'good' : 'hostile'} | ${does} |`;
  });
  return `
${about}

${renderTable(results)}

${faults.length === 0 ? 'All servers passed.' : faults.join('\n')}

## Clients

| kind | side | what it does |
| --- | --- | --- |
${clients.join('\n')}

`;
}
