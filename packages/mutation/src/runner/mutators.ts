/**
 * Two mutators that the mutation tester does not have: a statement is left out, a number is another one.
 *
 * Its list of mutators is no public part of it, and it asks plugins for none. The list is found where its
 * package keeps it, and ours are put into it; a release that keeps it elsewhere fails here at once.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A node of a syntax tree of Babel, as far as the mutators read it. */
export interface SyntaxNode {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** The place of a node. */
export interface SyntaxPath {
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode | undefined;
  /** Its property or index there. */
  readonly key?: string | number | null;
}

/** Yields the replacements of a node. */
export interface Mutator {
  readonly name: string;
  mutate(path: SyntaxPath): Iterable<SyntaxNode>;
}

/** Statements that may be missing without another that needs them, as a declaration is needed. */
const droppable = new Set([
  'BreakStatement',
  'ContinueStatement',
  'ExpressionStatement',
  'ReturnStatement',
  'ThrowStatement',
]);

/** Leaves out one statement of several; where it is alone, the tester empties the block around it. */
export const droppedStatement: Mutator = {
  name: 'DroppedStatement',
  *mutate({ node, parent }) {
    if (!droppable.has(node.type) || isSuperCall(node) || isAlone(parent)) return;
    yield { type: 'EmptyStatement' };
  },
};

/** The next whole number. */
export const otherNumber: Mutator = {
  name: 'OtherNumber',
  *mutate({ node, parent, key }) {
    if (node.type !== 'NumericLiteral' && node.type !== 'BigIntLiteral') return;
    if (parent === undefined || parent.type.startsWith('TS') || key === 'key') return;
    if (node.type === 'BigIntLiteral') {
      yield { type: node.type, value: String(BigInt(node['value'] as string) + 1n) };
    } else {
      yield { type: node.type, value: (node['value'] as number) + 1 };
    }
  },
};

/** Puts these mutators into the tester's list. */
export function addMutators(): void {
  const core = createRequire(import.meta.url).resolve('@stryker-mutator/core');
  const instrumenter = createRequire(core).resolve('@stryker-mutator/instrumenter');
  const list = join(dirname(instrumenter), 'mutators/index.js');
  const { allMutators } = createRequire(core)(list) as { readonly allMutators: Mutator[] };
  allMutators.push(droppedStatement, otherNumber);
}

function isSuperCall({ expression }: SyntaxNode): boolean {
  const { type, callee } = (expression ?? {}) as Partial<SyntaxNode>;
  return type === 'CallExpression' && (callee as SyntaxNode).type === 'Super';
}

/** Whether without it nothing is left of a block, a case or the branch of a condition. */
function isAlone(parent: SyntaxNode | undefined): boolean {
  const body = parent?.[parent.type === 'SwitchCase' ? 'consequent' : 'body'];
  return parent?.type === 'IfStatement' || (Array.isArray(body) && body.length === 1);
}
