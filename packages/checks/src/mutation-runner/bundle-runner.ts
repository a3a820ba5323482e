/**
 * A test runner for the mutation tester that stays in one process. A mutant that is reached only while
 * tests run costs no more than the tests that reach it; for one that is reached while core is loaded,
 * core is loaded again. The first test that fails is the last.
 *
 * @module
 */
import { type Bundle, bundleTests } from './bundle-tests.ts';
import type { CollectedTest } from './harness.ts';
import { instrumentation } from './instrumentation.ts';
import { loadBundle } from './load-bundle.ts';
import type { DryRunResult, MutantRunOptions, MutantRunResult } from './plugin-contract.ts';

/** See the module. */
export class BundleRunner {
  readonly #root: string;
  readonly #folder: string;
  #bundles: readonly Bundle[] = [];
  #tests: readonly CollectedTest[] | undefined;
  /** How long each test took without a mutant, in milliseconds by its id. */
  readonly #durations = new Map<string, number>();

  /**
   * @param root - A copy of the workspace, whose core is mutated.
   * @param folder - Of core: whose tests run.
   */
  constructor(root: string, folder: string) {
    this.#root = root;
    this.#folder = folder;
  }

  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.#bundles = await bundleTests(this.#root, this.#folder);
    // Loaded here, it takes nothing of the time of the first mutant.
    await this.#load();
  }

  /** Runs all tests of unchanged core, and tells which mutants each of them reaches. */
  async dryRun(): Promise<DryRunResult> {
    const shared = instrumentation();
    const tests = await this.#load();
    const results: DryRunResult['tests'][number][] = [];
    for (const [i, test] of tests.entries()) {
      const id = String(i);
      shared.currentTestId = id;
      const begin = performance.now();
      const failureMessage = await failureOf(test);
      const timeSpentMs = performance.now() - begin;
      const status = failureMessage === undefined ? 0 : 1;
      this.#durations.set(id, timeSpentMs);
      results.push({ id, name: test.name, timeSpentMs, status, failureMessage });
    }
    shared.currentTestId = undefined;
    return { status: 'complete', tests: results, mutantCoverage: shared.mutantCoverage };
  }

  /** Runs tests until one notices the mutant, the quick ones first. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, mutantActivation, reloadEnvironment, testFilter } = options;
    const shared = instrumentation();
    shared.hitLimit = hitLimit;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    shared.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    if (reloadEnvironment) this.#tests = undefined;
    try {
      const tests = await this.#load();
      shared.activeMutant = activeMutant.id;
      return await firstFailure(tests, this.#sort(testFilter ?? tests.map((_, i) => String(i))));
    } catch (error) {
      return { status: 'killed', killedBy: ['0'], failureMessage: String(error), nrOfTests: 0 };
    } finally {
      shared.activeMutant = undefined;
    }
  }

  #sort(ids: readonly string[]): string[] {
    const durationOf = (id: string): number => this.#durations.get(id) ?? 0;
    return [...ids].sort((a, b) => durationOf(a) - durationOf(b));
  }

  async #load(): Promise<readonly CollectedTest[]> {
    this.#tests ??= (await Promise.all(this.#bundles.map(loadBundle))).flat();
    return this.#tests;
  }
}

async function firstFailure(
  tests: readonly CollectedTest[],
  ids: readonly string[],
): Promise<MutantRunResult> {
  const shared = instrumentation();
  for (const [i, id] of ids.entries()) {
    const failureMessage = await failureOf(tests[Number(id)]!);
    if (shared.hitLimit !== undefined && shared.hitCount! > shared.hitLimit) {
      return { status: 'timeout', reason: `Hit limit reached (${shared.hitCount})` };
    }
    if (failureMessage !== undefined) {
      return { status: 'killed', killedBy: [id], failureMessage, nrOfTests: i + 1 };
    }
  }
  return { status: 'survived', nrOfTests: ids.length };
}

async function failureOf(test: CollectedTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return String(error);
  }
}
