import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '../../src/shared/index.ts';
import {
  judgeSizes,
  limitsFile,
  listEntries,
  measure,
  type SizeLimits,
  sizeTable,
} from '../../src/size/index.ts';
import { withWorkspace } from '../helpers/temporary-workspace.ts';

describe('measure()', () => {
  const files = {
    'a.js': "import { b } from './b.js';\nexport const a = b + 1;\n",
    'b.js': `export const b = '${'word '.repeat(100)}';\nexport const unused = 1;\n`,
  };

  it('counts what an entry brings with it, minified and after gzip', async () => {
    const entry = { name: 'a', specifiers: ['./a.js'], external: [] };
    const { minBytes, gzipBytes } = await withWorkspace(files, (root) => measure(root, entry));
    expect(minBytes).toBeGreaterThan(500);
    expect(minBytes).toBeLessThan(files['a.js'].length + files['b.js'].length);
    expect(gzipBytes).toBeLessThan(minBytes);
  });

  it('tells what each file adds, the largest first', async () => {
    const entry = { name: 'a', specifiers: ['./a.js'], external: [] };
    const { files: parts, minBytes } = await withWorkspace(files, (root) => measure(root, entry));
    expect(parts.map(({ file }) => file.split('/').at(-1))).toEqual(['b.js', 'a.js']);
    expect(parts[0]!.minBytes + parts[1]!.minBytes).toBeLessThanOrEqual(minBytes);
  });

  it('leaves out what is not imported', async () => {
    const entry = { name: 'a', specifiers: ['./b.js'], names: ['unused'], external: [] };
    const { minBytes } = await withWorkspace(files, (root) => measure(root, entry));
    expect(minBytes).toBeLessThan(100);
  });

  it('leaves out what is external', async () => {
    const entry = { name: 'a', specifiers: ['./a.js'], external: ['./b.js'] };
    const { minBytes } = await withWorkspace(files, (root) => measure(root, entry));
    expect(minBytes).toBeLessThan(100);
  });

  it('counts what several entries share once', async () => {
    const entry = { name: 'both', specifiers: ['./a.js', './b.js'], external: [] };
    const { minBytes } = await withWorkspace(files, (root) => measure(root, entry));
    expect(minBytes).toBeLessThan(1000);
  });
});

describe('judgeSizes()', () => {
  const sizes = [{ name: 'sansocket', minBytes: 30_000, gzipBytes: 10_000, files: [] }];

  it('passes the limit itself and refuses one byte more', () => {
    expect(judgeSizes(sizes, { sansocket: 10_000 })).toEqual([]);
    expect(judgeSizes(sizes, { sansocket: 9999 })).toEqual([
      {
        file: limitsFile,
        line: 0,
        message: 'sansocket has 10000 bytes after gzip, more than 9999',
      },
    ]);
  });

  it('refuses a limit of something that is no entry point', () => {
    expect(judgeSizes(sizes, { sansoket: 10_000 })).toEqual([
      { file: limitsFile, line: 0, message: 'sansoket is no entry point' },
    ]);
  });
});

describe('sizeTable()', () => {
  it('aligns numbers to the right', () => {
    const sizes = [
      { name: 'sansocket', minBytes: 30_000, gzipBytes: 9000, files: [] },
      { name: 'sansocket/framing', minBytes: 900, gzipBytes: 400, files: [] },
    ];
    expect(sizeTable(sizes, { sansocket: 10_000 })).toBe(
      [
        'entry point          min  min+gzip  limit',
        'sansocket          30000      9000  10000',
        'sansocket/framing    900       400',
      ].join('\n'),
    );
  });
});

describe('limits of this workspace', () => {
  const limits = JSON.parse(readText(workspaceRoot, limitsFile)) as SizeLimits;

  it('hold the frame layer alone at about 5 KiB', () => {
    expect(limits['sansocket/framing: FrameDecoder, FrameEncoder']).toBeLessThanOrEqual(5500);
  });

  it('name entry points', () => {
    const names = listEntries(workspaceRoot).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(limits)));
  });
});
