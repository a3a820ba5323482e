/**
 * The text of each generated file. A measured record (`figures.json`, `mutation.json`, `results.json`, `farm.json`,
 * `seeded.json`) is no such file: the command that measures writes it.
 *
 * @module
 */
import * as interop from '@sansocket/interop';
import * as seeded from '@sansocket/interop/seeded';
import { type GeneratedFile, referenceFiles } from '@sansocket/reference';
import { readText } from '@sansocket/workspace';
import {
  type RequirementList,
  renderRequirements,
  requirementsFile,
  requirementsPage,
} from '../requirements/index.ts';
import {
  currentRecord,
  recordFile,
  renderPage as renderSupport,
  type SupportList,
  supportFile,
  supportPage,
} from '../support/index.ts';
import { limitsFile, renderLimits, type SizeLimits } from './render-limits.ts';

/**
 * All of them but the playground and the code blocks of documents, which are bundled and run.
 *
 * @param root - A workspace that is built.
 * @param takesVersions - As for `currentRecord`.
 */
export function generatedFiles(root: string, takesVersions: boolean): readonly GeneratedFile[] {
  return [
    ...referenceFiles(root),
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
    {
      file: seeded.detectionPage,
      text: seeded.renderDetection(parse(root, seeded.recordFile) as seeded.SeededRecord),
    },
  ];
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
