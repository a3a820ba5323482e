/**
 * One import against the import table: does it stay in its package, does it enter a folder by its
 * index, and does the table allow it?
 *
 * @module
 */
import { posix } from 'node:path';
import type { PackageRow } from './import-table.ts';
import type { Import, Source } from './source.ts';

/** Why an import is refused, or nothing. */
export function judgeImport(source: Source, imported: Import, row: PackageRow): string | undefined {
  const { specifier } = imported;
  if (!specifier.startsWith('.')) return judgePackage(source, specifier, row);
  if (!specifier.endsWith('.ts')) return `Relative specifier '${specifier}' does not end in .ts`;

  const target = targetOf(source.path, specifier);
  const lender = source.area === 'test' ? row.testsLikeThoseOf : undefined;
  if (lender !== undefined && target.startsWith(`packages/${lender}/test/`)) return undefined;
  if (!target.startsWith(`packages/${source.package}/`)) {
    return `Import of '${specifier}' leaves the package: use the name of the other package`;
  }
  if (source.area === 'test') return judgeTestImport(target, row);
  if (!target.startsWith(`packages/${source.package}/src/`)) {
    return `Source imports '${specifier}', which is not a source`;
  }
  return judgeEntry(source.path, target) ?? judgeDirection(source.path, target, imported, row);
}

/** The file that a relative specifier names, relative to the workspace. */
export function targetOf(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

function judgePackage(source: Source, specifier: string, row: PackageRow): string | undefined {
  if (source.area === 'test') return undefined;
  const allowed = row.folders?.[folderOf(source.path)]?.packages ?? row.packages;
  if (allowed.some((pattern) => matches(pattern, specifier))) return undefined;
  return `Import of '${specifier}': ${source.package} may import ${list(allowed)}`;
}

function judgeTestImport(target: string, row: PackageRow): string | undefined {
  if (row.testsReachSources || target.split('/')[2] === 'test') return undefined;
  return `Test reaches '${target}' by path: import the package by its name`;
}

/** A folder that the importer is not inside of is entered through its index.ts. */
function judgeEntry(path: string, target: string): string | undefined {
  const from = posix.dirname(path).split('/');
  const to = target.split('/');
  const shared = to.findIndex((part, depth) => part !== from[depth]);
  const entersFolder = to.length - shared > 1;
  if (!entersFolder || (to.length - shared === 2 && to.at(-1) === 'index.ts')) return undefined;
  return `Folder '${to[shared] ?? ''}' is entered through its index.ts, not '${target}'`;
}

function judgeDirection(
  path: string,
  target: string,
  imported: Import,
  row: PackageRow,
): string | undefined {
  if (!row.folders) return undefined;
  const [from, to] = [folderOf(path), folderOf(target)];
  const folderRow = row.folders[from];
  if (!folderRow) return `Folder '${from}' has no row in the import table`;
  if (from === to || folderRow.folders.includes(to)) return undefined;
  if (!folderRow.types?.includes(to)) {
    return `'${from}' may not import '${to}', only ${list(folderRow.folders)}`;
  }
  return imported.typeOnly ? undefined : `'${from}' may import only types of '${to}'`;
}

/** First folder below `src/`, or `.` for a file directly in it. */
function folderOf(path: string): string {
  const parts = path.split('/').slice(3);
  return parts.length > 1 ? parts[0]! : '.';
}

function matches(pattern: string, specifier: string): boolean {
  return pattern.endsWith('*') ? specifier.startsWith(pattern.slice(0, -1)) : specifier === pattern;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}
