import { describe, expect, it } from '@jest/globals';
import { judgeDocs, parseSource } from '../../src/structure/index.ts';

const opening = '/**\n * A file.\n *\n * @module\n */\n';

describe('judgeDocs()', () => {
  function messages(code: string): string[] {
    const index = "export { f, C as D, type I, LIMIT } from './queue.ts';";
    const sources = [
      parseSource('packages/core/src/bytes/index.ts', opening + index),
      parseSource('packages/core/src/bytes/queue.ts', opening + code),
    ];
    return judgeDocs(sources).map(({ message }) => message);
  }

  it.each([
    ['export function f(): void {}', "'f' is public and has no doc comment"],
    ["import './a.ts';\nexport class C {}", "'C' is public and has no doc comment"],
    ['export interface I {}', "'I' is public and has no doc comment"],
  ])('refuses %j', (code, message) => {
    expect(messages(code)).toEqual([message]);
  });

  it.each([
    '/** Counts. */\nexport function f(): void {}',
    'export const LIMIT = 1;',
    'export function internal(): void {}',
  ])('allows %j', (code) => {
    expect(messages(code)).toEqual([]);
  });
});
