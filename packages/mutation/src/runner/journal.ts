/**
 * The results of mutants, a line for each in a file: an interrupted run continues where it stopped.
 *
 * A mutant that was noticed stays noticed when tests are added; one that survived is tried again. When a source
 * changes, nothing is known any more. A mutant that ends the runner has only the line of its beginning.
 *
 * @module
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CheckedMutant, MutantRunResult, RunSettings } from './plugin-contract.ts';
import { nameOf } from './sample.ts';

interface Entry {
  readonly mutant: string;
  readonly sources: string;
  readonly tests: string;
  /** Not there when it begins. */
  readonly result?: MutantRunResult;
}

/** The number of runners that work at once. The mutants that they tried when a run was interrupted are tried again. */
const RUNNERS = 2;

const endless: MutantRunResult = { status: 'timeout', reason: 'It did not end' };

/** See the module. */
export class Journal {
  readonly #settings: Pick<RunSettings, 'journal' | 'sourcesHash' | 'testsHash'>;
  readonly #known = new Map<string, MutantRunResult>();

  constructor(settings: Pick<RunSettings, 'journal' | 'sourcesHash' | 'testsHash'>) {
    this.#settings = settings;
    const { journal, sourcesHash, testsHash } = settings;
    const text = existsSync(journal) ? readFileSync(journal, 'utf8') : '';
    // The last line may be cut.
    const lines = text.split('\n').slice(0, -1);
    for (const [i, line] of lines.entries()) {
      const { mutant, sources, tests, result } = JSON.parse(line) as Entry;
      const isCurrent = result?.status !== 'survived' || tests === testsHash;
      const isOver = result !== undefined || i < lines.length - RUNNERS;
      if (sources === sourcesHash && isCurrent && isOver)
        this.#known.set(mutant, result ?? endless);
      else this.#known.delete(mutant);
    }
  }

  /** The result for a mutant, or `undefined` if it has to be tried. */
  resultOf(mutant: CheckedMutant): MutantRunResult | undefined {
    return this.#known.get(nameOf(mutant));
  }

  /** @param result - Default: it begins. */
  add(mutant: CheckedMutant, result?: MutantRunResult): void {
    const { journal, sourcesHash: sources, testsHash: tests } = this.#settings;
    const entry: Entry = { mutant: nameOf(mutant), sources, tests, ...(result && { result }) };
    mkdirSync(dirname(journal), { recursive: true });
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
}
