/**
 * A law of the kit, tried again and again with other seeds.
 *
 * @module
 */
import { join } from 'node:path';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import {
  checkLaws,
  type LawName,
  type LawRow,
  type SansocketOptions,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import { shownPath, writeInput } from '../engine/index.ts';
import type { Lane, LaneFinding, Tally } from './lane.ts';

/** What a lane of laws needs. */
export interface LawLaneOptions {
  readonly law: LawName;
  /** Of the first round; each round adds one. */
  readonly seed: number;
  /** Gets a folder of findings for each law. */
  readonly findings: string;
  readonly report: (finding: LaneFinding) => void;
}

const ends = [
  ['server', 'client'],
  ['client', 'server'],
] as const;

/** What connections are told; the seed chooses, so that it shows a finding again. */
const variants: readonly SansocketOptions[] = [
  {},
  { isOpen: true },
  { connection: { frames: true } },
  { connection: { copy: true } },
  { connection: { inPlace: true } },
];

const inPieces: readonly SansocketOptions[] = [
  { connection: { messages: 'parts' } },
  { connection: { limits: { maxFragmentBytes: 100 } } },
];

const compressing: readonly SansocketOptions[] = [
  { connection: { extensions: [permessageDeflate({ threshold: 0 })] }, inflates: true },
];

function variantsFor(law: LawName): readonly SansocketOptions[] {
  switch (law) {
    case 'compression':
      return compressing;
    // Their model knows whole messages, one frame each.
    case 'time':
    case 'backpressure':
      return variants;
    default:
      return [...variants, ...inPieces];
  }
}

/** Tries one law of core's connections. */
export class LawLane implements Lane {
  readonly name: string;
  readonly engine = 'laws';
  readonly #options: LawLaneOptions;
  readonly #disagreements = new Set<string>();
  #round = 0;
  #executions = 0;

  constructor(options: LawLaneOptions) {
    this.name = nameOfLaw(options.law);
    this.#options = options;
  }

  get tally(): Tally {
    return { executions: this.#executions, findings: this.#disagreements.size };
  }

  work(): void {
    const { law } = this.#options;
    const seed = this.#options.seed + this.#round++;
    const all = variantsFor(law);
    const variant = all[seed % all.length]!;
    const { connection = {} } = variant;
    for (const [role, other] of ends) {
      const { rows } = checkLaws(
        sansocketSubject(role, { ...variant, isRecorded: law === 'replay' }),
        {
          laws: [law],
          seed,
          peer: sansocketSubject(other, variant),
          pair: { server: connection, client: connection },
          print: () => undefined,
        },
      );
      for (const row of rows) this.#count(row, role, seed);
    }
  }

  #count(row: LawRow, role: string, seed: number): void {
    this.#executions += row.runs;
    if (row.verdict !== 'disagrees') return;
    const title = `${role}, ${row.case}`;
    if (this.#disagreements.has(title)) return;
    this.#disagreements.add(title);
    const { findings, report } = this.#options;
    const { message = '', counterexample = '', path: shrinkPath = '' } = row;
    const story = `${message}\n\nCounterexample: ${counterexample}\nPath: ${shrinkPath}\n`;
    const path = writeInput(join(findings, this.name), Buffer.from(story));
    report({
      lane: this.name,
      message: `${title}: ${message.split('\n', 1)[0]!}\nAll of it: ${shownPath(path)}`,
      reproduction: `--target ${this.name} --seed ${seed}`,
    });
  }
}

/** By what a lane of a law is called on the command line. */
export function nameOfLaw(law: LawName): string {
  return `law-${law}`;
}
