/**
 * `docs/explanation/security.md` claims nothing that no test shows: each row of its table and each section names
 * tests, and those that it names exist.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '@sansocket/workspace';

const page = readText(workspaceRoot, 'docs/explanation/security.md');
const references = [...page.matchAll(/`([\w/.-]+\.test\.ts) › ([^`]+)`/g)].map(
  ([, file, title]) => [file!, title!] as const,
);

describe('docs/explanation/security.md', () => {
  it('names a test for each row of its table', () => {
    const rows = page.split('\n').filter((line) => /^\| (?!threat|---)/.test(line));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !/\.test\.ts › [^|]* \|$/.test(row))).toEqual([]);
  });

  it('names a test in each section', () => {
    const [, ...sections] = page.split('\n## ');
    expect(sections.filter((section) => !section.includes('.test.ts › '))).toEqual([]);
  });

  it.each(references)('names a test that is there: %s › %s', (file, title) => {
    const path = file.startsWith('packages/') ? file : `packages/core/test/${file}`;
    expect(existsSync(join(workspaceRoot, path))).toBe(true);
    expect(readText(workspaceRoot, path)).toContain(`'${title}'`);
  });
});
