/**
 * A source file of the workspace, parsed once for all rules, and the imports in it.
 *
 * @module
 */
import ts from 'typescript';

/** A parsed file and its place, `packages/<package>/<area>/…`. */
export interface Source {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  /** Name of the folder under `packages/`. */
  readonly package: string;
  /** `src` or `test`. */
  readonly area: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** One import, re-export, dynamic import or import type. */
export interface Import {
  readonly specifier: string;
  /** Whether nothing of it is left at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

/** @param path - Relative to the workspace, as `packages/<package>/<area>/…`. */
export function parseSource(path: string, text: string): Source {
  const [, packageName = '', area = ''] = path.split('/');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return { path, package: packageName, area, text, tree, imports: scanImports(tree) };
}

/** Line of a node, counted from 1. */
export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

function scanImports(tree: ts.SourceFile): Import[] {
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found) {
      const specifier = ts.isStringLiteralLike(found.name) ? found.name.text : '(computed)';
      imports.push({ specifier, typeOnly: found.typeOnly, line: lineOf(tree, node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return imports;
}

/**
 * The module that a node names. `import { type A } from` counts as a value: under
 * `verbatimModuleSyntax` the import itself stays in the output.
 */
function importOf(node: ts.Node): { name: ts.Node; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { name: node.moduleSpecifier, typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { name: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { name: node.argument.literal, typeOnly: true };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [name] = node.arguments;
    return name && { name, typeOnly: false };
  }
  if (ts.isExternalModuleReference(node)) return { name: node.expression, typeOnly: false };
  return undefined;
}
