import { describe, expect, it } from '@jest/globals';
import { parseCodeBlocks, regionOf, replaceCode } from '../../src/docs/index.ts';

describe('parseCodeBlocks()', () => {
  it('finds blocks, with their words, lines and indent', () => {
    const text = 'A\n\n```ts run file=a.ts\nconst a = 1;\n\n```\n\n- b\n\n  ```sh\n  ls\n  ```\n';
    expect(parseCodeBlocks('p.md', text)).toMatchObject([
      { line: 3, length: 2, indent: '', language: 'ts', words: ['run', 'file=a.ts'] },
      { line: 10, length: 1, indent: '  ', language: 'sh', words: [], code: 'ls' },
    ]);
  });

  it('takes a longer fence as one block', () => {
    const blocks = parseCodeBlocks('p.md', '````md\n```ts\nlet a\n```\n````\n');
    expect(blocks.map(({ language, length }) => [language, length])).toEqual([['md', 3]]);
  });

  it('ends a block that is never closed with the page', () => {
    expect(parseCodeBlocks('p.md', '```ts\nlet a')).toMatchObject([{ code: 'let a' }]);
  });
});

describe('replaceCode()', () => {
  it('replaces the code of one block and keeps its indent', () => {
    const text = '- b\n\n  ```ts\n  a\n  b\n  ```\nend\n';
    const [block] = parseCodeBlocks('p.md', text);
    expect(replaceCode(text, block!, 'c\n\nd')).toBe('- b\n\n  ```ts\n  c\n\n  d\n  ```\nend\n');
  });
});

describe('regionOf()', () => {
  const text = 'a\n  // #region doc\n  b\n    c\n\n  // #endregion doc\n// #region d\ne\n';

  it('gives the region called doc, at the left margin', () => {
    expect(regionOf(text)).toBe('b\n  c');
  });

  it('gives the whole file where no region is called doc', () => {
    expect(regionOf('a\nb\n')).toBe('a\nb');
  });

  it('gives nothing for a region that is missing or never ends', () => {
    expect(regionOf(text, 'none')).toBeUndefined();
    expect(regionOf(text, 'd')).toBeUndefined();
  });
});
