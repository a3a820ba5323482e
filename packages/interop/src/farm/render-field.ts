/**
 * The page of the field, from the record of the last runs.
 *
 * @module
 */

import {
  type Case,
  type Catalogue,
  failing,
  loadCatalogue,
  verdicts,
} from '@sansocket/conformance';
import { type PeerServer, peerServers } from '../peers/index.ts';
import { type HistoricFault, historicFaults } from './historic.ts';
import type { Departure, FarmRecord } from './record.ts';

export const fieldPage = 'docs/reference/field.md';

/** The contents of the page besides the record. */
export interface Field {
  readonly servers: readonly PeerServer[];
  readonly faults: readonly HistoricFault[];
  readonly catalogue: Catalogue;
}

const opening = `# The field

Servers of others, as the cases of [\`@sansocket/conformance\`](../how-to/test-your-server.md#verdicts) found them. Each is
an echo server of a few lines (\`packages/interop/scripts\`) with the defaults of its library, but for compression, which
is switched on, and the limit for messages, which is at least 1 MiB. \`pnpm farm --install --write\` gets them from npm
and from Debian, runs the profile \`full\`, and records the verdicts in \`packages/interop/farm.json\`, from which this
page is made. The verdicts are those of the versions and of the cases on the day of the run.`;

/**
 * @param field - Default: the roster and the catalogue as they are.
 * @returns The page's text.
 */
export function renderField(
  record: FarmRecord,
  field: Field = {
    servers: peerServers,
    faults: historicFaults,
    catalogue: loadCatalogue(),
  },
): string {
  const departures = departuresIn(field, record);
  return `${[
    opening,
    '## Servers',
    serversTable(field, record),
    '## Failures',
    'Each with the sentence that its case rests on, and with the first variant that failed.',
    ...departures.flatMap((found) => failuresOf(found, field.catalogue)),
    '## Tolerated outcomes',
    'Outcomes that the RFC allows, or that many servers choose: `non-strict`, or `slow`.',
    toleratedTable(departures),
    '## Releases with a known fault',
    'The case of the catalogue that shows the fault, and the same case on the release that mended it.',
    faultsTable(field.faults, record),
  ].join('\n\n')}\n`;
}

/** A case, and the servers that depart from its strict outcomes. */
interface Found {
  readonly one: Case;
  readonly entries: readonly { readonly name: string; readonly departure: Departure }[];
}

function departuresIn({ servers, catalogue }: Field, record: FarmRecord): readonly Found[] {
  return catalogue.cases.map((one) => ({
    one,
    entries: servers.flatMap(({ id, name }) => {
      const departure = record.servers[id]?.departures[one.id];
      return departure === undefined ? [] : [{ name, departure }];
    }),
  }));
}

function serversTable({ servers }: Field, record: FarmRecord): string {
  const rows = servers.flatMap(({ id, name, leavesOut }) => {
    const run = record.servers[id];
    if (run === undefined) return [];
    const note = leavesOut === undefined ? '' : `; ${leavesOut.because}`;
    const all = Object.values(run.counts).reduce((sum, count) => sum + count, 0);
    const counts = verdicts.map((verdict) => run.counts[verdict] ?? 0);
    return [[`${name}${note}`, run.version, all, ...counts]];
  });
  return table(['server', 'version', 'cases', ...verdicts], rows);
}

function failuresOf({ one, entries }: Found, { rules }: Catalogue): readonly string[] {
  const failed = entries.filter(({ departure }) => failing.includes(departure.verdict));
  if (failed.length === 0) return [];
  const { ref, text } = rules[one.rules[0] ?? ''] ?? { ref: '', text: '' };
  return [
    `### ${one.id}: ${one.title}`,
    `> ${text} (${ref})`,
    table(
      ['server', 'verdict', 'variant', 'expected', 'seen'],
      failed.map(({ name, departure: { verdict, variant, expected, actual } }) => [
        name,
        verdict,
        variant,
        expected,
        actual,
      ]),
    ),
  ];
}

function toleratedTable(found: readonly Found[]): string {
  const rows = found.flatMap(({ one, entries }) => {
    const names = entries
      .filter(({ departure }) => !failing.includes(departure.verdict))
      .map(({ name }) => name);
    return names.length === 0 ? [] : [[one.id, one.title, one.level, names.join(', ')]];
  });
  return table(['case', 'title', 'level', 'servers'], rows);
}

function faultsTable(faults: readonly HistoricFault[], { historic }: FarmRecord): string {
  const rows = faults.flatMap(({ id, says, broken, mended }) =>
    Object.entries(historic[id] ?? {}).map(([name, run]) => [
      `${id}: ${says}`,
      broken.version(),
      name,
      run.broken?.verdict ?? 'pass',
      run.broken?.actual ?? '',
      mended.version(),
      run.mended,
    ]),
  );
  return table(['fault', 'release', 'case', 'verdict', 'seen', 'mended in', 'verdict'], rows);
}

function table(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = [columns, columns.map(() => '---'), ...rows];
  const cell = (value: string | number): string => String(value).replaceAll('|', '\\|');
  return lines.map((line) => `| ${line.map(cell).join(' | ')} |`).join('\n');
}
