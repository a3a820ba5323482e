/**
 * A test runner for the mutation tester that stays in one process. A mutant that is reached only while
 * tests run costs no more than the tests that reach it; for one that is reached while core is loaded,
 * core is loaded again. The first test that fails is the last; a test that waits for ever fails.
 *
 * @module
 */
import { type Bundle, bundleTests } from './bundle-tests.ts';
import type { CollectedTest } from './harness.ts';
import { type Instrumentation, instrumentation } from './instrumentation.ts';
import { Journal } from './journal.ts';
import { loadBundle } from './load-bundle.ts';
import type {
  DryRunResult,
  MutantRunOptions,
  MutantRunResult,
  RunSettings,
} from './plugin-contract.ts';

/** A test fails after so many milliseconds, plus so many times its duration without a mutant. */
const PATIENCE = 6_000;
const PATIENCE_FACTOR = 10;

/** Milliseconds of a test that must reach a mutant to be worth its time. */
const SLOW = 1_000;

/** See the module. */
export class BundleRunner {
  readonly #root: string;
  readonly #settings: RunSettings;
  readonly #journal: Journal;
  readonly #warn: (message: string) => void;
  #bundles: readonly Bundle[] = [];
  #tests: readonly CollectedTest[] | undefined;
  /** How long each test takes without a mutant, in milliseconds by its id. */
  #durations: Readonly<Record<string, number>> = {};

  /**
   * @param root - A copy of the workspace, whose sources are mutated.
   * @param warn - Called for each test that is left out.
   */
  constructor(root: string, settings: RunSettings, warn: (message: string) => void = () => {}) {
    this.#root = root;
    this.#warn = warn;
    this.#settings = settings;
    this.#journal = new Journal(settings);
  }

  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.#bundles = await bundleTests(this.#root, this.#settings.tests);
    // Loaded here, it costs the first mutant no time.
    await this.#load();
    // A runner that follows another one does no dry run.
    this.#durations = this.#journal.durations;
  }

  /**
   * Runs all tests of unchanged sources, and finds which mutants each of them reaches. A test that fails without
   * a mutant says nothing of one, as that which measures memory; it is left out.
   */
  async dryRun(): Promise<DryRunResult> {
    const shared = instrumentation();
    const tests = await this.#load();
    const results: DryRunResult['tests'][number][] = [];
    const durations: Record<string, number> = {};
    for (const [i, test] of tests.entries()) {
      const id = String(i);
      shared.currentTestId = id;
      const begin = performance.now();
      const failureMessage = await failureOf(test, Infinity);
      const timeSpentMs = performance.now() - begin;
      if (failureMessage !== undefined) {
        const [why] = failureMessage.split('\n', 1);
        this.#warn(`Left out, as it fails without a mutant: ${test.name} (${why})`);
        continue;
      }
      results.push({ id, name: test.name, timeSpentMs, status: 0 });
      if (timeSpentMs <= SLOW || reachesMutant(shared, id)) durations[id] = timeSpentMs;
    }
    shared.currentTestId = undefined;
    this.#durations = durations;
    this.#journal.durations = durations;
    return { status: 'complete', tests: results, mutantCoverage: shared.mutantCoverage };
  }

  /** Runs tests until one notices the mutant, the quick ones first. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const known = this.#journal.resultOf(options.activeMutant);
    if (known !== undefined) return known;
    this.#journal.add(options.activeMutant);
    const result = await this.#try(options);
    this.#journal.add(options.activeMutant, result);
    return result;
  }

  async #try(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, mutantActivation, reloadEnvironment, testFilter } = options;
    const shared = instrumentation();
    shared.hitLimit = hitLimit;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    shared.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    if (reloadEnvironment) this.#tests = undefined;
    try {
      const tests = await this.#load();
      shared.activeMutant = activeMutant.id;
      const ids = testFilter ?? Object.keys(this.#durations);
      return await this.#firstFailure(tests, this.#sort(ids));
    } catch (error) {
      return { status: 'killed', killedBy: ['0'], failureMessage: String(error), nrOfTests: 0 };
    } finally {
      shared.activeMutant = undefined;
    }
  }

  async #firstFailure(
    tests: readonly CollectedTest[],
    ids: readonly string[],
  ): Promise<MutantRunResult> {
    const shared = instrumentation();
    for (const [i, id] of ids.entries()) {
      const patience = PATIENCE + PATIENCE_FACTOR * (this.#durations[id] ?? 0);
      const failureMessage = await failureOf(tests[Number(id)]!, patience);
      if (shared.hitLimit !== undefined && shared.hitCount! > shared.hitLimit) {
        return { status: 'timeout', reason: `Hit limit reached (${shared.hitCount})` };
      }
      if (failureMessage !== undefined) {
        // A test that still waits would run on with the next mutant.
        if (failureMessage === waited) this.#tests = undefined;
        return { status: 'killed', killedBy: [id], failureMessage, nrOfTests: i + 1 };
      }
    }
    return { status: 'survived', nrOfTests: ids.length };
  }

  #sort(ids: readonly string[]): string[] {
    const durationOf = (id: string): number => this.#durations[id] ?? 0;
    return [...ids].sort((a, b) => durationOf(a) - durationOf(b));
  }

  async #load(): Promise<readonly CollectedTest[]> {
    this.#tests ??= (await Promise.all(this.#bundles.map(loadBundle))).flat();
    return this.#tests;
  }
}

const waited = 'Waits for what does not come';

/** The error of a test, or one that nothing catches while it runs. */
async function failureOf(test: CollectedTest, patience: number): Promise<string | undefined> {
  let onError: (error: unknown) => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<string>((resolve) => {
    onError = (error): void => resolve(String(error));
    process.on('uncaughtException', onError);
    if (patience < Infinity) timer = setTimeout(() => resolve(waited), patience);
  });
  try {
    return (await Promise.race([test.run(), failed])) ?? undefined;
  } catch (error) {
    return String(error);
  } finally {
    clearTimeout(timer);
    process.off('uncaughtException', onError);
  }
}

function reachesMutant({ mutantCoverage }: Instrumentation, test: string): boolean {
  const { perTest } = (mutantCoverage ?? {}) as { readonly perTest?: Record<string, object> };
  return Object.keys(perTest?.[test] ?? {}).length > 0;
}
