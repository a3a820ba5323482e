/**
 * Core takes time and entropy as arguments. The compiler keeps the globals of runtimes out of it
 * (`lib`, `types`); this keeps out what ECMAScript itself has.
 *
 * @module
 */
import ts from 'typescript';
import type { Finding } from '../shared/index.ts';
import { lineOf, type Source } from './source.ts';

/** Uses of the clock, of weak entropy, of locale, and of `globalThis` in more than one file. */
export function judgePurity(sources: readonly Source[]): Finding[] {
  const findings: Finding[] = [];
  const globalUses: Finding[] = [];
  for (const { path, tree } of sources) {
    const visit = (node: ts.Node): void => {
      const message = impurityOf(node);
      if (message) {
        const finding = { file: path, line: lineOf(tree, node), message };
        (message.startsWith('globalThis') ? globalUses : findings).push(finding);
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  const [home] = globalUses;
  return [...findings, ...globalUses.filter(({ file }) => file !== home?.file)];
}

function impurityOf(node: ts.Node): string | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  switch (node.text) {
    case 'Date':
    case 'Intl':
      return isReference(node) ? `${node.text} in core: the caller hands it in` : undefined;
    case 'globalThis':
      return 'globalThis in a second file of core: optional globals have one home';
    case 'random':
      return isMathRandom(node) ? 'Math.random in core: use the entropy of the caller' : undefined;
    default:
      return undefined;
  }
}

function isReference({ parent }: ts.Identifier): boolean {
  return ts.isNewExpression(parent) || ts.isCallExpression(parent) || isObjectOfAccess(parent);
}

function isObjectOfAccess(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    ['Date', 'Intl'].includes(node.expression.text)
  );
}

function isMathRandom({ parent }: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(parent) && parent.expression.getText() === 'Math';
}
