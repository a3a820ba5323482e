import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readFigures } from '../../src/figures/index.ts';
import { workspaceRoot } from '../../src/program/index.ts';
import { figuresFile, renderCharts, renderDocuments, renderPage } from '../../src/report/index.ts';
import { someFigures } from '../helpers.ts';

describe('renderPage()', () => {
  const page = renderPage(someFigures);

  it('shows figures with versions, machine and day', () => {
    expect(page).toContain('2026-01-02 · Node 20.0.0 · a machine, 2 cores');
    expect(page).toContain('| decode text 16 B, server, 64 KiB reads | 100 ns | ws | 12.0 |');
    expect(page).toContain('| must |');
  });

  it('shows where we are slower in bold', () => {
    expect(page).toContain('**0.50**');
  });

  it('shows where the time goes of a row that misses a goal', () => {
    expect(page).toContain(
      '| echo text 16 B, 64 connections, 1 in flight | 61 % *program*, 20 % `writeBuffer`, 10 % `read net/a/b.js:3` |',
    );
    const { node, ...others } = someFigures.runtimes;
    const rows = node!.rows.map(({ hotspots, ...row }) => row);
    const without = { ...someFigures, runtimes: { ...others, node: { ...node!, rows } } };
    expect(renderPage(without)).not.toContain('## Where the time goes');
  });

  it('leaves out the runtimes and studies that were not measured', () => {
    expect(page).toContain('## In Bun');
    expect(page).not.toContain('## In Deno');
    expect(renderPage({ ...someFigures, updates: [] })).not.toContain('## Updates');
  });

  it('has as many cells in every line of a table as in its head', () => {
    const tables = page
      .trimEnd()
      .split('\n\n')
      .filter((block) => block.startsWith('| '));
    expect(tables.length).toBeGreaterThan(4);
    for (const table of tables) {
      const [head = 0, ...others] = table.split('\n').map((line) => line.split(' | ').length);
      expect(others.filter((cells) => cells !== head)).toEqual([]);
    }
  });
});

describe('renderCharts()', () => {
  it('draws what was measured, ws being 1', () => {
    const charts = renderCharts(someFigures);
    expect(charts['bench-decode.svg']).toContain('>12.0</text>');
    expect(charts['updates-bytes.svg']).toContain('>674 B, 0.5 s late</text>');
    expect(charts).not.toHaveProperty('bench-encode.svg');
  });
});

describe('the documents', () => {
  it('show the figures that are kept', () => {
    const figures = readFigures(join(workspaceRoot, figuresFile))!;
    for (const [file, text] of Object.entries(renderDocuments(figures))) {
      const path = join(workspaceRoot, file);
      // `pnpm bench --write --only NAME` draws them anew.
      expect([file, existsSync(path) && readFileSync(path, 'utf8') === text]).toEqual([file, true]);
    }
  });
});
