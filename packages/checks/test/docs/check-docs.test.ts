import { describe, expect, it } from '@jest/globals';
import { readText, withWorkspace } from '@sansocket/workspace';
import { checkDocs } from '../../src/docs/index.ts';

/** A page with one block for each pair of info string and code. */
function page(...blocks: readonly (readonly [info: string, code: string])[]): string {
  return blocks.map(([info, code]) => `Text.\n\n\`\`\`${info}\n${code}\n\`\`\`\n`).join('\n');
}

function findings(files: Readonly<Record<string, string>>): Promise<string[]> {
  return withWorkspace(files, (root) => {
    return checkDocs(root, false).findings.map(({ file, line, message }) => {
      return `${file}:${line} ${message.split('\n', 1)[0]!}`;
    });
  });
}

const example = 'packages/examples/src/echo.ts';

describe('checkDocs()', () => {
  it('compiles every block, and counts', async () => {
    const good = page(['ts', 'const n: number = 1;'], ['ts run', 'process.exit(0);'], ['sh', 'ls']);
    await withWorkspace({ 'README.md': good, 'docs/how-to/a.md': good }, (root) => {
      expect(checkDocs(root, false)).toEqual({ findings: [], pages: 2, compiled: 4, run: 2 });
    });
  });

  it('finds an error of types at its line in the page', async () => {
    const bad = page(['ts', 'const a = 1;'], ['ts', "const n: number = 'one';"]);
    expect(await findings({ 'docs/a.md': bad })).toEqual([
      "docs/a.md:10 error TS2322: Type 'string' is not assignable to type 'number'.",
    ]);
  });

  it('finds a block that fails when it is run', async () => {
    const bad = page(['ts run', "throw new RangeError('too long');"]);
    expect(await findings({ 'docs/a.md': bad })).toEqual([
      'docs/a.md:3 Block fails when it is run:',
    ]);
  });

  it('finds an output that is not what the block prints, and mends it', async () => {
    const bad = page(['ts run', 'console.log(6 * 7);'], ['text output', '41']);
    expect(await findings({ 'docs/a.md': bad })).toEqual([
      'docs/a.md:9 Block prints something else:',
    ]);
    await withWorkspace({ 'docs/a.md': bad }, (root) => {
      expect(checkDocs(root, true).findings).toEqual([]);
      expect(checkDocs(root, false).findings).toEqual([]);
      expect(readText(root, 'docs/a.md')).toBe(bad.replace('41', '42'));
    });
  });

  it('finds a block that differs from its file, and mends it', async () => {
    const source = '/** @module */\n// #region doc\nif (true) {\n}\n// #endregion doc\n';
    const bad = page([`ts file=${example}`, 'if (false) {'], ['ts', 'const a = 1;']);
    expect(await findings({ 'docs/a.md': bad, [example]: source })).toEqual([
      `docs/a.md:3 Block differs from '${example}'`,
    ]);
    await withWorkspace({ 'docs/a.md': bad, [example]: source }, (root) => {
      expect(checkDocs(root, true).findings).toEqual([]);
      expect(readText(root, 'docs/a.md')).toBe(bad.replace('if (false) {', 'if (true) {\n}'));
    });
  });

  it.each([
    [
      'ts file=packages/examples/src/none.ts',
      "File 'packages/examples/src/none.ts' does not exist",
    ],
    ['ts file=docs/a.ts', "File 'docs/a.ts' is not in the src or test of a package"],
    [`ts file=${example}#none`, `File '${example}' has no region 'none'`],
    ['ts rnu', "Unknown word 'rnu'"],
    ['typescript', 'Block is typescript: write it as ts'],
    ['text output', 'Output follows no block that is run'],
  ])('refuses a block that begins with %s', async (info, message) => {
    const found = await findings({ 'docs/a.md': page([info, 'code']), [example]: 'code' });
    expect(found).toContain(`docs/a.md:3 ${message}`);
  });

  it('finds a link that leads nowhere', async () => {
    const text = 'See [a](a.md#top), [top](#top), [site](https://example.org) and [b](../b.md).\n';
    expect(await findings({ 'docs/a.md': text })).toEqual([
      'docs/a.md:1 Link leads nowhere: ../b.md',
    ]);
  });
});
