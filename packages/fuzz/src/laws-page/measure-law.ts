/**
 * What the values of a law reach when it is asked of both ends of core, and how long that takes.
 *
 * @module
 */
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { checkLaws, type LabelRow, type Law, sansocketSubject } from '@sansocket/testkit/laws';

/** The result of one law. */
export interface LawMeasure {
  readonly law: Law;
  /** Values tried. */
  readonly runs: number;
  /** Of the processor. */
  readonly seconds: number;
  /** Each label of the law once, for both ends together. */
  readonly labels: readonly LabelRow[];
  /** The disagreements, in words. */
  readonly surprises: readonly string[];
}

const ends = [
  ['server', 'client'],
  ['client', 'server'],
] as const;

/** The laws that need ends which inflate. */
const OF_COMPRESSION: readonly string[] = ['oracle', 'compression'];

/**
 * Asks a law of both ends.
 *
 * @param factor - For the number of values: 0.3 in `pnpm test`, 1 in the long run.
 */
export function measureLaw(law: Law, factor: number): LawMeasure {
  const { name } = law;
  const compressing = {
    connection: { extensions: [permessageDeflate({ threshold: 0 })] },
    inflates: true,
  };
  const options = OF_COMPRESSION.includes(name) ? compressing : {};
  const before = process.cpuUsage();
  const reports = ends.map(([role, other], i) =>
    checkLaws(sansocketSubject(role, options), {
      laws: [name],
      peer: sansocketSubject(other, options),
      pair: {},
      seed: i + 1,
      factor,
      print: () => undefined,
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return {
    law,
    seconds: (user + system) / 1_000_000,
    runs: reports.flatMap(({ rows }) => rows).reduce((sum, { runs }) => sum + runs, 0),
    labels: together(
      law,
      reports.flatMap(({ labels }) => labels),
    ),
    surprises: reports.flatMap(({ surprises }) => surprises),
  };
}

function together({ name, labels }: Law, rows: readonly LabelRow[]): readonly LabelRow[] {
  return labels.map((label) => {
    const same = rows.filter((row) => row.label === label);
    const sum = (of: 'values' | 'of'): number => same.reduce((total, row) => total + row[of], 0);
    return { law: name, label, values: sum('values'), of: sum('of') };
  });
}
