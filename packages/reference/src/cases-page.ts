/**
 * The page of all cases of conformance, from the catalogue.
 *
 * @module
 */
import type { Case, Catalogue } from '@sansocket/conformance';
import { cell } from '@sansocket/workspace';

/** Where the page is, relative to the workspace. */
export const casesPage = 'docs/reference/conformance-cases.md';

/** The page: every case once, by area, in the order of the ids. */
export function renderCases(
  { cases, rules }: Pick<Catalogue, 'cases' | 'rules'>,
  areas: Readonly<Record<string, string>>,
): string {
  const used = [...new Set(cases.map(areaOf))].sort();
  const sections = used.map((area) => {
    const own = cases.filter((one) => areaOf(one) === area);
    return renderArea(`${area}: ${areas[area] ?? ''}`, own, rules);
  });
  const contents = used.map((area) => {
    const title = `${area}: ${areas[area] ?? ''}`;
    const own = cases.filter((one) => areaOf(one) === area);
    return `| [${area}](#${anchorOf(title)}) | ${areas[area] ?? ''} | ${own.length} |\n`;
  });
  return `# Cases of conformance

The ${cases.length} cases of [\`sansocket conformance\`](../how-to/test-your-server.md), with ${countOf(cases)} variants. \`sansocket explain ID\`
prints the steps of a case, the outcomes that pass and the sentences of the RFC; the column *rule* names their
sections. [Verdicts](../explanation/verdicts.md) says what level and profile mean.

\`pnpm generate\` makes this page from [\`packages/conformance/catalogue\`](../../packages/conformance/catalogue).

| area | about | cases |
| --- | --- | --- |
${contents.join('')}
${sections.join('\n')}`;
}

function renderArea(title: string, cases: readonly Case[], rules: Catalogue['rules']): string {
  const rows = cases.map((one) => {
    const refs = new Set(one.rules.flatMap((key) => rules[key]?.ref ?? []));
    const needs = one.needs === undefined ? '' : ` (needs ${one.needs.join(', ')})`;
    const cells = [
      `\`${one.id}\``,
      cell(one.title + needs),
      one.level,
      one.profile,
      one.testee,
      String(one.variants.length),
      [...refs].join(', '),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return `## ${title}

| case | title | level | profile | testee | variants | rule |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('')}`;
}

function areaOf({ id }: Case): string {
  return id.slice(0, 2);
}

function countOf(cases: readonly Case[]): number {
  return cases.reduce((sum, { variants }) => sum + variants.length, 0);
}

/** As GitHub makes it of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
