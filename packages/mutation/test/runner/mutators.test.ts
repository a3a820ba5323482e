/** Our mutators, beside those of the mutation tester. */
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import {
  droppedStatement,
  type Mutator,
  otherNumber,
  type SyntaxNode,
  type SyntaxPath,
} from '../../src/runner/mutators.ts';

const requireOfTester = createRequire(
  createRequire(import.meta.url).resolve('@stryker-mutator/core'),
);
const requireOfBabel = createRequire(requireOfTester.resolve('@stryker-mutator/instrumenter'));
const { parse, traverse } = requireOfBabel('@babel/core') as {
  readonly parse: (code: string) => SyntaxNode;
  readonly traverse: (tree: SyntaxNode, visitor: { enter(path: SyntaxPath): void }) => void;
};

/** Where a mutator finds something to change, and into what. */
function mutantsOf(mutator: Mutator, code: string): string[] {
  const found: string[] = [];
  traverse(parse(code), {
    enter(path) {
      for (const { value = ';' } of mutator.mutate(path)) {
        const { start, end } = path.node as unknown as { start: number; end: number };
        found.push(`${code.slice(start, end)} → ${String(value)}`);
      }
    },
  });
  return found;
}

describe('a dropped statement', () => {
  it.each([
    ['f(); g();', ['f(); → ;', 'g(); → ;']],
    ['function f() { a = 1; return 2; }', ['a = 1; → ;', 'return 2; → ;']],
    ['for (;;) { if (a) { b(); break; } else c(); d(); }', ['b(); → ;', 'break; → ;', 'd(); → ;']],
    ['class A extends B { constructor() { super(); f(); } }', ['f(); → ;']],
    ['switch (a) { case 1: return_(); break; default: b(); }', ['return_(); → ;', 'break; → ;']],
    ['function f() { { a(); } if (b) c(); const d = 1; }', []],
  ])('of %s', (code, mutants) => expect(mutantsOf(droppedStatement, code)).toEqual(mutants));
});

describe('another number', () => {
  it.each([
    ['f(0, 0x10, 2.5, 7n);', ['0 → 1', '0x10 → 17', '2.5 → 3.5', '7n → 8']],
    ['const a = { 1: 2 };', ['2 → 3']],
  ])('of %s', (code, mutants) => expect(mutantsOf(otherNumber, code)).toEqual(mutants));
});
