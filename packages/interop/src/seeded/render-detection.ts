/**
 * The page of what finds each seeded bug, from the record of the last run.
 *
 * @module
 */

import { type Catalogue, loadCatalogue } from '@sansocket/conformance';
import type { Detection, SeededRecord } from './record.ts';

export const detectionPage = 'docs/reference/detection.md';

/** So many ids stand in a cell. */
const MOST_IDS = 4;

/** @param autobahn - Ids of Autobahn|Testsuite, and the cases that check the same. Default: the catalogue's. */
export function renderDetection(
  record: SeededRecord,
  autobahn: Catalogue['autobahn'] = loadCatalogue().autobahn,
): string {
  const sections = [
    section('Servers', record.server, autobahn),
    section('Clients', record.client, autobahn),
    section('Parsers', record.codec, autobahn),
  ];
  return `# What finds a bug

Bugs that are seeded into endpoints that are right, one at a time: a server, a client, and a parser
(\`packages/interop/src/seeded\`). Each is run under the cases of the [catalogue](conformance-cases.md) that are meant for
it and under those of the profile \`quick\` that check the same as Autobahn|Testsuite; a server also under the
[properties](../how-to/test-your-server.md#look-for-what-no-case-has), 100 sessions each, up to the first that finds the bug.
A bug is found by an outcome that is not the strict one; *probe*: the endpoint cannot even be tested. Of the opening
handshake, the negotiation and the end of TCP only cases know.

The last column has the ids of Autobahn|Testsuite whose cases, as \`sansocket\` plays them, find the bug. Its long
messages and its 216 cases of compression are not in that profile.

\`pnpm seeded --write\` records the run in \`packages/interop/seeded.json\`, from which this page is made.

${table(
  ['endpoint', 'bugs', 'found', 'by the catalogue', 'by properties', 'by the 517 outside cases'],
  sections.map(({ counts }) => counts),
)}

${sections.map(({ text }) => text).join('\n\n')}
`;
}

interface Section {
  readonly counts: readonly string[];
  readonly text: string;
}

function section(
  title: string,
  found: Readonly<Record<string, Detection>>,
  autobahn: Catalogue['autobahn'],
): Section {
  const all = Object.entries(found).map(([bug, { cases, property }]) => ({
    bug,
    cases,
    property,
    outside: cases.includes('probe') ? ['probe'] : outsideOf(cases, autobahn),
  }));
  const count = (has: (one: (typeof all)[number]) => boolean): string =>
    String(all.filter(has).length);
  const isTried = all.some(({ property }) => property !== undefined);
  const byProperties = isTried ? count(({ property }) => property !== undefined) : '';
  const rows = all.map(({ bug, cases, property = '', outside }) => [
    `\`${bug}\``,
    some(cases),
    ...(isTried ? [property] : []),
    some(outside),
  ]);
  const columns = ['bug', 'catalogue', ...(isTried ? ['property'] : []), 'outside cases'];
  return {
    counts: [
      title.toLowerCase(),
      String(all.length),
      count(({ cases, property }) => cases.length > 0 || property !== undefined),
      count(({ cases }) => cases.length > 0),
      byProperties,
      count(({ outside }) => outside.length > 0),
    ],
    text: `## ${title}\n\n${table(columns, rows)}`,
  };
}

function outsideOf(cases: readonly string[], autobahn: Catalogue['autobahn']): readonly string[] {
  return Object.entries(autobahn)
    .filter(([, ours]) => ours.some((id) => cases.includes(id)))
    .map(([id]) => id);
}

function some(ids: readonly string[]): string {
  const more = ids.length - MOST_IDS;
  return more > 0 ? `${ids.slice(0, MOST_IDS).join(' ')} and ${more} more` : ids.join(' ');
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n');
}
