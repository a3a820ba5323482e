/**
 * Every file that is made of the packages' sources and tables: the pages of the API, of options, of violations and
 * of cases of conformance, and the vectors as JSON.
 *
 * @module
 */
import { areas, loadCatalogue } from '@sansocket/conformance';
import { legacyViolations } from '@sansocket/legacy';
import { vectorFiles } from '@sansocket/testkit/vectors';
import { violations } from 'sansocket/violations';
import { apiPages, listEntryPoints, renderApi } from './api/index.ts';
import { casesPage, renderCases } from './cases-page.ts';
import { docsOfOptions, entries, optionsPage, readTable, renderOptions } from './options/index.ts';
import { readSources, type Source } from './source.ts';
import { renderVectorFile, vectorsFolder } from './vector-file.ts';
import { renderViolations, violationsPage } from './violations-page.ts';

/** A file and its text. */
export interface GeneratedFile {
  /** Relative to the workspace. */
  readonly file: string;
  readonly text: string;
}

/**
 * All of them.
 *
 * @param root - A workspace that is built.
 */
export function referenceFiles(root: string): readonly GeneratedFile[] {
  const sources = readSources(root);
  return [
    ...apiPages.map(({ file, title, packages }) => {
      const entryPoints = packages.flatMap((folder) => listEntryPoints(root, folder));
      return { file, text: renderApi(sources, entryPoints, title) };
    }),
    optionsFile(root, sources),
    {
      file: violationsPage,
      text: renderViolations({ ...violations, ...legacyViolations }, deciding(sources)),
    },
    { file: casesPage, text: renderCases(loadCatalogue(), areas) },
    ...vectorFiles().map((vectors) => ({
      file: `${vectorsFolder}/${vectors.area}.json`,
      text: renderVectorFile(vectors),
    })),
  ];
}

/** The sources that report a violation: those of core and of the older versions, without the tables of rules. */
function deciding(sources: readonly Source[]): Readonly<Record<string, string>> {
  const paths = sources.filter(({ path }) =>
    /^packages\/(?:core\/src\/(?!violations\/)|legacy\/src\/)/.test(path),
  );
  return Object.fromEntries(paths.map(({ path, text }) => [path, text]));
}

function optionsFile(root: string, sources: readonly Source[]): GeneratedFile {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const sections = entries.map((entry) => {
    const [folder, path] = entry.file;
    const docs = docsOfOptions(byPath, `packages/${folder}/src/${path}.ts`, entry.type);
    return { ...entry, table: readTable(root, entry), docs };
  });
  return { file: optionsPage, text: renderOptions(sections) };
}
