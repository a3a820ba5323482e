import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '@sansocket/workspace';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';

const { default: config } = (await import(`${workspaceRoot}packages/checks/eslint.config.js`)) as {
  readonly default: readonly Linter.Config[];
};

const opening = '/**\n * A file.\n *\n * @module\n */\n';

/** Messages of the rules that need no types. */
function messages(file: string, code: string): string[] {
  const untyped = config.filter(({ files, rules = {} }) => {
    return files && !Object.keys(rules).some((name) => name.startsWith('@typescript-eslint'));
  });
  const parsed = { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } };
  const said = new Linter().verify(code, [parsed, ...untyped] as Linter.Config[], file);
  return said.map(({ message }) => message);
}

describe('lint of a source', () => {
  const file = 'packages/core/src/bytes/queue.ts';

  it.each([
    ['const a = 1;\n', 'File does not open with a comment that has @module'],
    ['/** A file. */\nconst a = 1;\n', 'File does not open with a comment that has @module'],
    [`${opening}let count = 0;`, 'Variable of the module can change: state belongs to an object'],
    [
      `${opening}export var count = 0;`,
      'Variable of the module can change: state belongs to an object',
    ],
    [`${opening}export function f(): void {}`, "'f' is exported and has no doc comment"],
    [`import './a.ts';\nexport class C {}`, "'C' is exported and has no doc comment"],
    [`${opening}export interface I {}`, "'I' is exported and has no doc comment"],
    [`${opening}const now = Date.now();`, "Unexpected use of 'Date'."],
    [`${opening}const sort = new Intl.Collator();`, "Unexpected use of 'Intl'."],
    [`${opening}const key = Math.random();`, "'Math.random' is restricted from being used."],
    [`${opening}const a = globalThis;`, "Unexpected use of 'globalThis'."],
  ])('refuses %j', (code, message) => {
    expect(messages(file, code)).toContain(message);
  });

  it.each([
    `${opening}function f() { let n = 0; return n++; }`,
    `${opening}/** Counts. */\nexport function f(): void {}`,
    `${opening}export const LIMIT = 1;\nfunction internal(): void {}`,
    `#!/usr/bin/env node\n${opening}`,
    `${opening}const a = options.random;\nconst b = { Date: 1 };`,
  ])('allows %j', (code) => {
    expect(messages(file, code)).toEqual([]);
  });

  it('gives optional globals one home', () => {
    expect(
      messages('packages/core/src/bytes/engine.ts', `${opening}const a = globalThis;`),
    ).toEqual([]);
  });
});

describe('lint of an index file', () => {
  const file = 'packages/core/src/bytes/index.ts';

  it.each([
    "export { default } from './queue.ts';",
    "export { queue as default } from './queue.ts';",
    "import { queue } from './queue.ts';\nexport { queue };",
    'export const limit = 1;',
  ])('refuses %s', (code) => {
    expect(messages(file, opening + code)).toContain(
      'Index file holds something else than a named re-export',
    );
  });

  it('allows named re-exports of values and types', () => {
    const code =
      "export { a, type B, c as d } from './queue.ts';\nexport type { E } from './e.ts';";
    expect(messages(file, opening + code)).toEqual([]);
  });
});
