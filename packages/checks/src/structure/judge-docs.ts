/**
 * What a folder's index hands out to others has a doc comment where it is declared.
 *
 * @module
 */
import ts from 'typescript';
import type { Finding } from '../shared/index.ts';
import { targetOf } from './judge-import.ts';
import { lineOf, type Source } from './source.ts';

type Declaration = ts.FunctionDeclaration | ts.ClassDeclaration | ts.InterfaceDeclaration;

/** Functions, classes and interfaces without one; a constant may share the comment of its group. */
export function judgeDocs(sources: readonly Source[]): Finding[] {
  const handedOut = new Set(sources.filter(isIndex).flatMap(listReexports));
  return sources.flatMap(({ path, tree }) => {
    return tree.statements
      .filter(isDeclaration)
      .filter(({ name }) => name !== undefined && handedOut.has(`${path} ${name.text}`))
      .filter((node) => !isDocumented(node))
      .map((node) => ({
        file: path,
        line: lineOf(tree, node),
        message: `'${node.name?.text ?? ''}' is public and has no doc comment`,
      }));
  });
}

function isIndex({ path, area }: Source): boolean {
  return area === 'src' && path.endsWith('/index.ts');
}

/** What an index file hands out, each as the declaring file and the name in it. */
function listReexports({ path, tree }: Source): string[] {
  return tree.statements.flatMap((node) => {
    if (!ts.isExportDeclaration(node) || !node.exportClause || !node.moduleSpecifier) return [];
    if (!ts.isNamedExports(node.exportClause)) return [];
    const target = targetOf(path, (node.moduleSpecifier as ts.StringLiteral).text);
    return node.exportClause.elements.map(({ name, propertyName }) => {
      return `${target} ${(propertyName ?? name).text}`;
    });
  });
}

function isDeclaration(node: ts.Statement): node is Declaration {
  return (
    ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)
  );
}

/** The comment that opens the file is the module's, not that of its first declaration. */
function isDocumented(node: Declaration): boolean {
  return ts
    .getJSDocCommentsAndTags(node)
    .some((comment) => ts.isJSDoc(comment) && !comment.getText().includes('@module'));
}
