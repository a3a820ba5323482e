/** What the values of the laws reach: a law whose values miss what it is about finds nothing, and says nothing. */
import { describe, expect, it } from '@jest/globals';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import {
  checkLaws,
  describeLabels,
  type LabelRow,
  type LawName,
  type LawsReport,
  laws,
  type MakeSubject,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import { storedDeflate } from '../support/stored-deflate.ts';

/** Each label has at least this share of the values that have a label of its kind. */
const LEAST = 0.01;

/** Half of what is tried every day, and the same values each time. */
const often = { factor: 0.5, print: () => {} };

/** Both ends, the server with an extension that inflates; where compression is judged, both with one that compresses. */
function reportsOf(law: LawName): readonly LawsReport[] {
  if (law === 'compression') {
    const extensions = [permessageDeflate({ threshold: 0 })];
    return (['server', 'client'] as const).map((role, i) => {
      const make = sansocketSubject(role, { connection: { extensions }, inflates: true });
      return checkLaws(make, { laws: [law], seed: i + 1, ...often });
    });
  }
  const inflating = { connection: { extensions: [storedDeflate()] }, inflates: true };
  const server = sansocketSubject('server', law === 'oracle' ? inflating : {});
  const client = sansocketSubject('client');
  return [
    checkLaws(server, { laws: [law], seed: 1, peer: client, pair: {}, ...often }),
    checkLaws(client, { laws: [law], seed: 2, peer: server, pair: {}, ...often }),
  ];
}

/** The labels of several reports, each once. */
function together(reports: readonly LawsReport[]): readonly LabelRow[] {
  const rows = new Map<string, LabelRow>();
  for (const row of reports.flatMap(({ labels }) => labels)) {
    const { values, of } = rows.get(row.label) ?? { values: 0, of: 0 };
    rows.set(row.label, { ...row, values: values + row.values, of: of + row.of });
  }
  return [...rows.values()];
}

describe('the values of the laws', () => {
  it('have labels, whatever the law', () => {
    expect(laws.filter(({ labels }) => labels.length === 0)).toEqual([]);
  });

  it.each(laws)('reach every label of the law: $name', ({ name, labels }) => {
    const reports = reportsOf(name);
    const tried = reports.flatMap(({ rows }) => rows).reduce((sum, { runs }) => sum + runs, 0);
    const rows = together(reports).filter(({ label }) => labels.includes(label));
    const missed = rows.filter(({ values, of }) => values < LEAST * of || of < LEAST * tried);
    expect(describeLabels({ labels: missed })).toBe('');
    expect(rows).toHaveLength(labels.length);
  });
});

describe('checkLaws()', () => {
  const make = sansocketSubject('server');

  it('tells of each law how many values have reached a label', () => {
    const { labels } = checkLaws(make, { laws: ['limits'], seed: 1, runs: 10 });
    const sizes = labels.filter(({ label }) => label.startsWith('size: '));
    expect(sizes).toContainEqual(expect.objectContaining({ law: 'limits', of: 100 }));
    expect(sizes.reduce((sum, { values }) => sum + values, 0)).toBe(100);
  });

  it('shows a label of a law that no value has reached', () => {
    const parser: MakeSubject = (limits) => {
      const { role, receive, takeEvents, opening } = make(limits);
      return { role, receive, takeEvents, opening };
    };
    const { labels } = checkLaws(parser, { laws: ['oracle'], seed: 1, runs: 2, print: () => {} });
    expect(labels).toContainEqual({ law: 'oracle', label: 'due: pong', values: 0, of: 0 });
    expect(describeLabels({ labels })).toMatch(/^oracle {2}due: pong +0\.0 %$/m);
  });

  it('counts nothing from the first value on that disagrees', () => {
    const lying: MakeSubject = (limits) => ({ ...make(limits), takeEvents: () => {} });
    const { labels } = checkLaws(lying, { laws: ['limits'], seed: 1, runs: 50, print: () => {} });
    expect(labels.every(({ values }) => values === 0)).toBe(true);
  });
});
