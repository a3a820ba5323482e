/**
 * The page of the field, from the record of the last runs.
 *
 * @module
 */

import { type Catalogue, loadCatalogue, verdicts } from '@sansocket/conformance';
import { type PeerServer, peerServers } from '../peers/index.ts';
import { type FarmClient, farmClients } from './farm-clients.ts';
import { type HistoricFault, historicFaults } from './historic.ts';
import type { FarmRecord, Run } from './record.ts';

export const fieldPage = 'docs/reference/field.md';

/** The contents of the page besides the record. */
export interface Field {
  readonly servers: readonly PeerServer[];
  readonly clients: readonly FarmClient[];
  readonly faults: readonly HistoricFault[];
  readonly catalogue: Pick<Catalogue, 'cases' | 'rules'>;
}

const opening = `# The field

Servers and clients of others, as the cases of [\`@sansocket/conformance\`](../how-to/test-your-server.md#verdicts) found them. Each is
an echo of a few lines (\`packages/interop/scripts\`) with the defaults of its library, but for compression, which
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
    clients: farmClients,
    faults: historicFaults,
    catalogue: loadCatalogue(),
  },
): string {
  const { servers, clients, faults } = field;
  return `${[
    opening,
    '## Servers',
    ...runsOf(field, servers, record.servers),
    '## Clients',
    'Each comes for one case after the other, those of bad responses too. Profile `quick`.',
    ...runsOf(field, clients, record.clients),
    '## Releases with a known fault',
    'The case of the catalogue that shows the fault, and the same case on the release that mended it.',
    faultsTable(faults, record),
  ].join('\n\n')}\n`;
}

/** The runs of one end: what came of them, what fails and what is tolerated. */
function runsOf(
  { catalogue: { cases, rules } }: Field,
  peers: readonly Named[],
  runs: Readonly<Record<string, Run>>,
): readonly string[] {
  return [
    countsTable(peers, runs),
    '### Failures',
    'Each with the sentence that its case rests on, and with the first variant that failed.',
    ...failures(peers, runs, cases, rules),
    '### Tolerated outcomes',
    'Outcomes that the RFC allows, or that many choose: `non-strict`, or `slow`.',
    toleratedTable(peers, runs, cases),
  ];
}

type Named = Pick<PeerServer, 'id' | 'name' | 'leavesOut'>;

function countsTable(peers: readonly Named[], runs: Readonly<Record<string, Run>>): string {
  const rows = peers.flatMap(({ id, name, leavesOut }) => {
    const run = runs[id];
    if (run === undefined) return [];
    const note = leavesOut === undefined ? '' : `; ${leavesOut.because}`;
    const all = Object.values(run.counts).reduce((sum, count) => sum + count, 0);
    const counts = verdicts.map((verdict) => run.counts[verdict] ?? 0);
    return [[`${name}${note}`, run.version, all, ...counts]];
  });
  return table(['implementation', 'version', 'cases', ...verdicts], rows);
}

function failures(
  peers: readonly Named[],
  runs: Readonly<Record<string, Run>>,
  cases: Catalogue['cases'],
  rules: Catalogue['rules'],
): readonly string[] {
  return cases.flatMap(({ id, title, rules: [rule = ''] }) => {
    const rows = peers.flatMap((peer) => {
      const failure = runs[peer.id]?.failures[id];
      if (failure === undefined) return [];
      const { verdict, variant, expected, actual } = failure;
      return [[peer.name, verdict, variant, expected, actual]];
    });
    if (rows.length === 0) return [];
    const { ref, text } = rules[rule] ?? { ref: '', text: '' };
    const columns = ['implementation', 'verdict', 'variant', 'expected', 'seen'];
    return [`#### ${id}: ${title}`, `> ${text} (${ref})`, table(columns, rows)];
  });
}

function toleratedTable(
  peers: readonly Named[],
  runs: Readonly<Record<string, Run>>,
  cases: Catalogue['cases'],
): string {
  const rows = cases.flatMap(({ id, title, level }) => {
    const names = peers
      .filter((peer) => runs[peer.id]?.tolerated.includes(id) === true)
      .map(({ name }) => name);
    return names.length === 0 ? [] : [[id, title, level, names.join(', ')]];
  });
  return table(['case', 'title', 'level', 'implementations'], rows);
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
