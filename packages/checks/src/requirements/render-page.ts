/**
 * The page of requirements, a table for each section of the RFC.
 *
 * @module
 */
import { cell } from '@sansocket/workspace';
import type { Requirement, RequirementList } from './requirement.ts';

/** Where the page is, relative to the workspace. */
export const requirementsPage = 'docs/reference/requirements.md';

/** The page, from the list alone: it does not say whether the tests pass. */
export function renderRequirements({ document, requirements }: RequirementList): string {
  const covered = requirements.filter(({ tests }) => tests.length > 0).length;
  const tables = [...new Set(requirements.map(documentOf))].flatMap((rfc) => {
    const own = requirements.filter((requirement) => documentOf(requirement) === rfc);
    const sections = [...new Set(own.map(({ section }) => section))].sort(compareSections);
    return sections.map((section) => {
      const rows = own.filter((requirement) => requirement.section === section);
      return renderSection(`${rfc} §${section}`, rows);
    });
  });
  return `# Requirements of ${document}

Every sentence of ${document} that binds a codec, and the tests that show that core obeys it. A level in
capitals is the RFC's keyword; DEF is a definition, or an instruction without a keyword. Tests are
under \`packages/core/test\`; a \`*\` stands for all tests whose names begin in this way.

${covered} of ${requirements.length} requirements have a test. \`pnpm check\` makes sure that
they pass; \`pnpm generate\` makes this page.

${tables.join('\n')}`;
}

/** The RFC of a requirement: `R8441-5-1` is one of RFC 8441. */
function documentOf({ id }: Requirement): string {
  return `RFC ${/^R(\d+)-/.exec(id)?.[1]}`;
}

function renderSection(title: string, requirements: readonly Requirement[]): string {
  const rows = requirements.map(({ id, level, role, requirement, tests }) => {
    const cells = [id, level, role, cell(requirement), tests.map(cell).join('<br>')];
    return `| ${cells.join(' | ')} |\n`;
  });
  return `## ${title}

| id | level | role | requirement | tests |
| --- | --- | --- | --- | --- |
${rows.join('')}`;
}

/** By number, part by part: 5.2 comes before 5.10. */
function compareSections(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const at = left.findIndex((part, i) => part !== right[i]);
  return at < 0 ? left.length - right.length : left[at]! - (right[at] ?? 0);
}
