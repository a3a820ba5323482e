/**
 * The table of support, a row for each feature and a column for each runtime, with the reasons below.
 *
 * @module
 */
import { cell } from '@sansocket/workspace';
import { type Feature, reasonOf, type SupportList, type SupportRecord } from './support-list.ts';

/** The page with the table, which is between two marks. Relative to the workspace. */
export const supportPage = 'docs/reference/support.md';

const [opening, closing] = ['<!-- pnpm generate -->\n', '<!-- end -->\n'];

/**
 * The page with the table between the marks replaced.
 *
 * @throws Error when the page has no marks.
 */
export function renderPage(page: string, list: SupportList, record: SupportRecord): string {
  const start = page.indexOf(opening) + opening.length;
  const end = page.indexOf(closing, start);
  if (start < opening.length || end < 0) throw new Error(`${supportPage} has no marks for a table`);
  return `${page.slice(0, start)}\n${renderTable(list, record)}\n${page.slice(end)}`;
}

/** The table and its reasons, from the record. */
export function renderTable(list: SupportList, record: SupportRecord): string {
  const { features, runtimes } = list;
  const heads = runtimes.map(({ id, name }) => {
    const version = record[id]?.version ?? 'never run';
    return version === '' ? name : `${name}<br>${version}`;
  });
  const groups = [...new Set(features.map(({ group }) => group))];
  const rows = groups.flatMap((group) => [
    `| **${group}** |${' |'.repeat(runtimes.length)}`,
    ...features
      .filter((feature) => feature.group === group)
      .map((feature) => renderRow(feature, list, record)),
  ]);
  const reasons = list.reasons.map(({ why }, i) => `${i + 1}. ${why}`);
  return [
    `| feature | ${heads.join(' | ')} |`,
    `| --- |${' --- |'.repeat(runtimes.length)}`,
    ...rows,
    '',
    ...reasons,
    '',
  ].join('\n');
}

function renderRow(feature: Feature, list: SupportList, record: SupportRecord): string {
  const { id, title, section } = feature;
  const cells = list.runtimes.map((runtime) => {
    const { passed = [], failed = [] } = record[runtime.id] ?? {};
    if (failed.includes(id)) return 'fails';
    if (passed.includes(id)) return '✅';
    const reason = reasonOf(list, runtime.id, id);
    return reason === undefined ? '?' : `(${list.reasons.indexOf(reason) + 1})`;
  });
  const name = section === '' ? title : `${title} (${section})`;
  return `| ${[cell(name), ...cells].join(' | ')} |`;
}
