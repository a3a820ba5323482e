/**
 * All rules on sources and tests together: the import table, cycles, the shape of files,
 * doc comments, purity.
 *
 * @module
 */
import { type Finding, listFiles, readText } from '../shared/index.ts';
import { findCycles } from './find-cycles.ts';
import { importTable, type PackageRow } from './import-table.ts';
import { judgeDocs } from './judge-docs.ts';
import { judgeImport, targetOf } from './judge-import.ts';
import { judgePurity } from './judge-purity.ts';
import { judgeShape } from './judge-shape.ts';
import { parseSource, type Source } from './source.ts';

/** Every source and test of the workspace, parsed. */
export function readSources(root: string): Source[] {
  return listFiles(root, 'packages', '.ts')
    .filter((path) => /^packages\/[^/]+\/(src|test)\//.test(path))
    .map((path) => parseSource(path, readText(root, path)));
}

/**
 * What is wrong with the structure of the sources.
 *
 * @param table - By default the import table of this workspace.
 */
export function checkStructure(
  sources: readonly Source[],
  table: Readonly<Record<string, PackageRow>> = importTable,
): Finding[] {
  return [
    ...sources.flatMap((source) => judgeImports(source, table[source.package])),
    ...sources.flatMap(judgeShape),
    ...judgeDocs(sources),
    ...judgeCycles(sources),
    ...judgePurity(sources.filter(({ path }) => path.startsWith('packages/core/src/'))),
  ];
}

function judgeImports(source: Source, row: PackageRow | undefined): Finding[] {
  const file = source.path;
  if (!row) {
    return [
      { file, line: 0, message: `Package '${source.package}' has no row in the import table` },
    ];
  }
  return source.imports.flatMap((imported) => {
    const message = judgeImport(source, imported, row);
    return message === undefined ? [] : [{ file, line: imported.line, message }];
  });
}

function judgeCycles(sources: readonly Source[]): Finding[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(isRelative).map(({ specifier }) => targetOf(path, specifier)),
    ]),
  );
  return findCycles(edges).map((cycle) => ({
    file: cycle[0]!,
    line: 0,
    message: `Cycle: ${cycle.join(' -> ')}`,
  }));
}

function isRelative({ specifier }: { readonly specifier: string }): boolean {
  return specifier.startsWith('.');
}
