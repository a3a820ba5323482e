import { describe, expect, it } from '@jest/globals';
import { readText, withWorkspace } from '@sansocket/workspace';
import { formatFinding, writeOrCompare } from '../../src/shared/index.ts';

describe('writeOrCompare()', () => {
  const page = 'docs/reference/page.md';
  const stale = { file: page, line: 0, message: 'Not up to date: run pnpm generate' };
  const compare = (root: string, write: boolean) => writeOrCompare(root, page, 'new\n', write);

  it('finds a page that is missing or differs', async () => {
    await withWorkspace({}, (root) => {
      expect(compare(root, false)).toEqual([stale]);
    });
    await withWorkspace({ [page]: 'old\n' }, (root) => {
      expect(compare(root, false)).toEqual([stale]);
    });
  });

  it('writes the page, which is then up to date', async () => {
    await withWorkspace({}, (root) => {
      expect(compare(root, true)).toEqual([]);
      expect(readText(root, page)).toBe('new\n');
      expect(compare(root, false)).toEqual([]);
    });
  });
});

describe('formatFinding()', () => {
  it('names the line where there is one', () => {
    expect(formatFinding({ file: 'a.ts', line: 3, message: 'Wrong' })).toBe('a.ts:3 Wrong');
    expect(formatFinding({ file: 'a.ts', line: 0, message: 'Wrong' })).toBe('a.ts Wrong');
  });
});
