import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { vectorFiles } from '@sansocket/testkit/vectors';

const page = readFileSync(
  new URL('../../../../docs/reference/vectors.md', import.meta.url),
  'utf8',
);
const files = vectorFiles();

describe('docs/reference/vectors.md', () => {
  it('has a row for each area, with its counts', () => {
    const rows = page.match(/^\| \[`.*$/gm);
    expect(rows).toEqual(
      files.map(({ area, title, vectors }) => {
        const broken = vectors.filter(({ violation }) => violation !== undefined).length;
        const link = `[\`${area}\`](../../packages/testkit/vectors/${area}.json)`;
        return `| ${link} | ${title} | ${vectors.length} | ${broken} |`;
      }),
    );
  });

  it('says how many there are', () => {
    const count = files.reduce((sum, { vectors }) => sum + vectors.length, 0);
    expect(page).toContain(`${count} cases as JSON`);
  });

  it('shows a vector as it is', () => {
    const [, json = ''] = /```json\n([^`]*)```/.exec(page) ?? [];
    const shown = JSON.parse(json) as { readonly id: string };
    const all = files.flatMap(({ vectors }) => vectors);
    expect(all.find(({ id }) => id === shown.id)).toEqual(shown);
  });
});
