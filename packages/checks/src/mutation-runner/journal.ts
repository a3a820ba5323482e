/**
 * What is known of mutants already, in a file that grows by a line with each: a run that was broken off goes on
 * where it stopped.
 *
 * A mutant that was noticed stays noticed when tests are added; one that survived is tried again. When a source
 * changes, nothing is known any more.
 *
 * @module
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CheckedMutant, MutantRunResult, RunSettings } from './plugin-contract.ts';
import { hashOf, nameOf } from './sample.ts';

interface Entry {
  readonly mutant: string;
  readonly result: MutantRunResult;
}

/** See the module. */
export class Journal {
  readonly #settings: Pick<RunSettings, 'journal' | 'sourcesHash' | 'testsHash'>;
  readonly #known: ReadonlyMap<string, MutantRunResult>;

  constructor(settings: Pick<RunSettings, 'journal' | 'sourcesHash' | 'testsHash'>) {
    this.#settings = settings;
    const { journal } = settings;
    const text = existsSync(journal) ? readFileSync(journal, 'utf8') : '';
    // The last line may be cut.
    const lines = text.split('\n').slice(0, -1);
    const entries = lines.map((line) => JSON.parse(line) as Entry);
    this.#known = new Map(entries.map(({ mutant, result }) => [mutant, result]));
  }

  /** What came of it, or `undefined` when it has to be tried. */
  resultOf(mutant: CheckedMutant): MutantRunResult | undefined {
    return (
      this.#known.get(this.#keyOf(mutant, true)) ?? this.#known.get(this.#keyOf(mutant, false))
    );
  }

  add(mutant: CheckedMutant, result: MutantRunResult): void {
    const { journal } = this.#settings;
    mkdirSync(dirname(journal), { recursive: true });
    const key = this.#keyOf(mutant, result.status !== 'survived');
    const entry: Entry = { mutant: key, result };
    appendFileSync(journal, `${JSON.stringify(entry)}\n`);
  }

  /** How long each test takes without a mutant, in milliseconds by its id; none before the first dry run. */
  get durations(): Readonly<Record<string, number>> {
    if (!existsSync(this.#durationsFile)) return {};
    return JSON.parse(readFileSync(this.#durationsFile, 'utf8')) as Record<string, number>;
  }

  set durations(durations: Readonly<Record<string, number>>) {
    mkdirSync(dirname(this.#durationsFile), { recursive: true });
    writeFileSync(this.#durationsFile, JSON.stringify(durations));
  }

  get #durationsFile(): string {
    return `${this.#settings.journal}-durations.json`;
  }

  #keyOf(mutant: CheckedMutant, isNoticed: boolean): string {
    const { sourcesHash, testsHash } = this.#settings;
    return `${hashOf(isNoticed ? sourcesHash : sourcesHash + testsHash)} ${nameOf(mutant)}`;
  }
}
