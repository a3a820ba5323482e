/**
 * The entry points of packages, and the names that each exports.
 *
 * @module
 */
import { posix } from 'node:path';
import { readText } from '@sansocket/workspace';
import ts from 'typescript';
import type { Source } from '../source.ts';

/** A specifier that users import, and the index file behind it. */
export interface EntryPoint {
  readonly specifier: string;
  /** Relative to the workspace. */
  readonly file: string;
}

/** A public name and its declarations: a constant and a type may share one. */
export interface PublicName {
  readonly name: string;
  /** The file that declares it, relative to the workspace. */
  readonly file: string;
  readonly declarations: readonly ts.Statement[];
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly 'sansocket-source': string }>>;
}

/** The entry points of a package, in the order of its manifest. */
export function listEntryPoints(root: string, folder: string): EntryPoint[] {
  const manifest = JSON.parse(readText(root, `packages/${folder}/package.json`)) as Manifest;
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return [];
    const file = posix.join('packages', folder, target['sansocket-source']);
    return [{ specifier: manifest.name + subpath.slice(1), file }];
  });
}

/** The exports of an index file, in order; other index files and other packages are followed. */
export function listPublicNames(
  sources: ReadonlyMap<string, Source>,
  file: string,
): readonly PublicName[] {
  const statements = sources.get(file)?.tree.statements ?? [];
  return statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) return [];
    if (!statement.moduleSpecifier || !ts.isNamedExports(statement.exportClause)) return [];
    const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
    const target = specifier.startsWith('.')
      ? posix.join(posix.dirname(file), specifier)
      : `packages/${specifier.split('/')[1]}/src/index.ts`;
    return statement.exportClause.elements.map(({ name }) => findName(sources, target, name.text));
  });
}

function findName(sources: ReadonlyMap<string, Source>, file: string, name: string): PublicName {
  const statements = sources.get(file)?.tree.statements ?? [];
  const declarations = statements.filter((statement) => namesOf(statement).includes(name));
  if (declarations.length > 0) return { name, file, declarations };
  const found = listPublicNames(sources, file).find((other) => other.name === name);
  if (found === undefined) throw new Error(`'${file}' declares no '${name}'`);
  return found;
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}
