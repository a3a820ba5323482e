import { describe, expect, it } from '@jest/globals';
import {
  judgePurity,
  judgeShape,
  parseSource,
  usualLines,
  warnOfLength,
} from '../../src/structure/index.ts';

const opening = '/**\n * A file.\n *\n * @module\n */\n';

function shapeMessages(path: string, code: string): string[] {
  return judgeShape(parseSource(path, code)).map(({ message }) => message);
}

describe('judgeShape()', () => {
  const file = 'packages/core/src/bytes/queue.ts';

  it('has nothing against a long file', () => {
    expect(shapeMessages(file, opening + '// line\n'.repeat(1000))).toEqual([]);
  });

  it.each([
    ['const a = 1;\n', 'File does not open with a comment that has @module'],
    ['/** A file. */\nconst a = 1;\n', 'File does not open with a comment that has @module'],
    [`${opening}let count = 0;`, 'Variable of the module can change'],
    [`${opening}export var count = 0;`, 'Variable of the module can change'],
    [`/// <reference types="node" />\n${opening}`, "Triple-slash reference to 'node'"],
  ])('refuses %j', (code, message) => {
    expect(shapeMessages(file, code)).toContainEqual(expect.stringContaining(message));
  });

  it('lets functions hold variables', () => {
    expect(shapeMessages(file, `${opening}function f() { let n = 0; return n++; }\n`)).toEqual([]);
  });

  it('opens a script below its first line', () => {
    expect(shapeMessages(file, `#!/usr/bin/env node\n${opening}`)).toEqual([]);
  });

  it.each([
    "export * from './queue.ts';",
    "export * as queue from './queue.ts';",
    "export { default } from './queue.ts';",
    "export { queue as default } from './queue.ts';",
    "import { queue } from './queue.ts';\nexport { queue };",
    'export const limit = 1;',
  ])('refuses in an index file: %s', (code) => {
    expect(shapeMessages('packages/core/src/bytes/index.ts', opening + code)).toContain(
      'Index file holds something else than a named re-export',
    );
  });

  it('allows named re-exports of values and types in an index file', () => {
    const code =
      "export { a, type B, c as d } from './queue.ts';\nexport type { E } from './e.ts';";
    expect(shapeMessages('packages/core/src/bytes/index.ts', opening + code)).toEqual([]);
  });
});

describe('judgePurity()', () => {
  function purityMessages(...codes: readonly string[]): string[] {
    const sources = codes.map((code, i) => parseSource(`packages/core/src/a/${i}.ts`, code));
    return judgePurity(sources).map(({ message }) => message);
  }

  it.each([
    ['const now = Date.now();', 'Date in core: the caller hands it in'],
    ['const now = new Date();', 'Date in core: the caller hands it in'],
    ['const key = Math.random() * 256;', 'Math.random in core: use the entropy of the caller'],
    ['const sort = new Intl.Collator();', 'Intl in core: the caller hands it in'],
  ])('refuses %s', (code, message) => {
    expect(purityMessages(code)).toEqual([message]);
  });

  it('gives optional globals one home', () => {
    expect(purityMessages('const a = globalThis;\nconst b = globalThis;')).toEqual([]);
    expect(purityMessages('const a = globalThis;', 'const b = globalThis;')).toEqual([
      'globalThis in a second file of core: optional globals have one home',
    ]);
  });

  it('is not misled by names of members', () => {
    expect(purityMessages('const a = options.random;\nconst b = { Date: 1 };')).toEqual([]);
  });
});

describe('warnOfLength()', () => {
  const warnings = (path: string, code: string): string[] =>
    warnOfLength(parseSource(path, code)).map(({ message }) => message);
  const lines = (count: number) => opening + '// line\n'.repeat(count - 5);

  it('asks a file of more than 250 lines for a reason, source or test', () => {
    const file = 'packages/core/src/bytes/queue.ts';
    expect(warnings(file, lines(usualLines))).toEqual([]);
    expect(warnings(file, lines(usualLines + 1))).toEqual([
      "File has 251 lines, more than 250, and no line 'Longer than most: …' says why",
    ]);
    expect(warnings('packages/core/test/queue.test.ts', lines(usualLines + 1))).toHaveLength(1);
  });

  it('takes a reason in the opening', () => {
    const reason = `/**\n * Longer than most: one table.\n *\n * @module\n */\n${lines(usualLines)}`;
    expect(warnings('packages/core/src/bytes/queue.ts', reason)).toEqual([]);
  });
});
