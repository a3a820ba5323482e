/**
 * What each generated file holds. A measured record (`figures.json`, `mutation.json`, `results.json`, `farm.json`) is
 * no such file: the command that measures writes it.
 *
 * @module
 */
import * as interop from '@sansocket/interop';
import { legacyViolations } from '@sansocket/legacy';
import { vectorFiles } from '@sansocket/testkit/vectors';
import { violations } from 'sansocket/violations';
import { apiPages, listEntryPoints, renderApi } from '../api/index.ts';
import { docsOfOptions, entries, optionsPage, readTable, renderOptions } from '../options/index.ts';
import {
  type RequirementList,
  renderRequirements,
  requirementsFile,
  requirementsPage,
} from '../requirements/index.ts';
import { readSources, readText, type Source } from '../shared/index.ts';
import {
  currentRecord,
  recordFile,
  renderPage as renderSupport,
  type SupportList,
  supportFile,
  supportPage,
} from '../support/index.ts';
import { renderVectorFile, vectorsFolder } from '../vectors/index.ts';
import { renderViolations, violationsPage } from '../violations/index.ts';
import { limitsFile, renderLimits, type SizeLimits } from './render-limits.ts';

/** A file, and what it has to hold. */
export interface GeneratedFile {
  /** Relative to the workspace. */
  readonly file: string;
  readonly text: string;
}

/**
 * All of them but the playground and the code blocks of documents, which are bundled and run.
 *
 * @param root - A workspace that is built.
 * @param takesVersions - As for `currentRecord`.
 */
export function generatedFiles(root: string, takesVersions: boolean): readonly GeneratedFile[] {
  const sources = readSources(root);
  return [
    ...apiFiles(root, sources),
    optionsFile(root, sources),
    {
      file: violationsPage,
      text: renderViolations({ ...violations, ...legacyViolations }, deciding(sources)),
    },
    ...vectorFiles().map((vectors) => ({
      file: `${vectorsFolder}/${vectors.area}.json`,
      text: renderVectorFile(vectors),
    })),
    {
      file: requirementsPage,
      text: renderRequirements(parse(root, requirementsFile) as RequirementList),
    },
    ...supportFiles(root, takesVersions),
    {
      file: 'README.md',
      text: renderLimits(readText(root, 'README.md'), parse(root, limitsFile) as SizeLimits),
    },
    {
      file: interop.pageFile,
      text: interop.renderPage(interop.cells, parse(root, interop.recordFile) as interop.Results),
    },
    {
      file: interop.fieldPage,
      text: interop.renderField(parse(root, interop.farmRecordFile) as interop.FarmRecord),
    },
  ];
}

/** Core and the older versions, but for the tables of rules. */
function deciding(sources: readonly Source[]): Readonly<Record<string, string>> {
  const paths = sources.filter(({ path }) =>
    /^packages\/(?:core\/src\/(?!violations\/)|legacy\/src\/)/.test(path),
  );
  return Object.fromEntries(paths.map(({ path, text }) => [path, text]));
}

function apiFiles(root: string, sources: readonly Source[]): GeneratedFile[] {
  return apiPages.map(({ file, title, packages }) => {
    const entryPoints = packages.flatMap((folder) => listEntryPoints(root, folder));
    return { file, text: renderApi(sources, entryPoints, title) };
  });
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

function supportFiles(root: string, takesVersions: boolean): GeneratedFile[] {
  const list = parse(root, supportFile) as SupportList;
  const record = currentRecord(root, list, takesVersions);
  return [
    { file: recordFile, text: `${JSON.stringify(record, undefined, 2)}\n` },
    { file: supportPage, text: renderSupport(readText(root, supportPage), list, record) },
  ];
}

function parse(root: string, file: string): unknown {
  return JSON.parse(readText(root, file));
}
