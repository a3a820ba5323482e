/**
 * Looks for a session that a property does not hold for, confirms it, and shrinks it over the network.
 *
 * @module
 */

import fc from 'fast-check';
import type { Case } from '../catalogue/index.ts';
import { isDelivered } from '../judge/index.ts';
import {
  type Attempt,
  type CaseResult,
  failing,
  patient,
  runVariant,
  type Times,
  type VariantResult,
  verdictOf,
} from '../run/index.ts';
import type { Bench } from './bench.ts';
import type { Property } from './property.ts';

/** How a property is tried. */
export interface SearchOptions {
  /** Sessions to draw. */
  readonly runs: number;
  readonly seed: number;
  /** The only session to try: a path that was reported with this seed. Default: all. */
  readonly path?: string | undefined;
  /** Seconds for shrinking. */
  readonly shrinkBudget: number;
  /** Called after each session; those of shrinking are not counted. */
  readonly onResult: (result: CaseResult) => void;
}

/** A session that the property does not hold for. */
export interface Finding {
  readonly property: Property;
  /** The session, and the verdict on it. */
  readonly result: CaseResult;
  /** Both give the session again. */
  readonly seed: number;
  readonly path: string;
  /** How often a smaller session was found. */
  readonly shrinks: number;
}

/** The result of a search. */
export interface Search {
  readonly finding: Finding | undefined;
  /** The testee no longer answers, and nothing brings it back. */
  readonly isGone: boolean;
}

/** A failure is tried so many times more; one that does not fail each time is `flaky`. */
const CONFIRMATIONS = 3;

/** Tries a property with sessions until one fails. */
export async function search(
  bench: Bench,
  property: Property,
  options: SearchOptions,
): Promise<Search> {
  return new Searcher(bench, property, options).run();
}

class Searcher {
  readonly #bench: Bench;
  readonly #property: Property;
  readonly #options: SearchOptions;
  readonly #values: fc.Arbitrary<Case>;
  readonly #rows: readonly [Case][] | undefined;
  #isGone = false;

  constructor(bench: Bench, property: Property, options: SearchOptions) {
    this.#bench = bench;
    this.#property = property;
    this.#options = options;
    this.#values = property.draw(bench);
    this.#rows = property.rows?.(bench).map((one) => [one]);
  }

  async run(): Promise<Search> {
    let found: CaseResult | undefined;
    const { path, seed, runs, onResult } = this.#options;
    let left = path === undefined ? (this.#rows?.length ?? runs) : 1;
    const each = fc.asyncProperty(this.#values, async (session) => {
      // A path of several numbers would go on with its neighbours.
      if (left-- <= 0) return;
      const first = await this.#judge(session);
      const result = this.#isFailing(first) ? await this.#confirmed(first) : first;
      onResult(result);
      if (!this.#isFailing(result)) return;
      found = result;
      throw new Error(result.verdict);
    });
    const { counterexamplePath } = await fc.check(each, {
      ...this.#parameters(path),
      numRuns: Math.max(left, 1),
      endOnFailure: true,
    });
    const isGone = (): boolean => this.#isGone;
    if (found === undefined) return { finding: undefined, isGone: isGone() };
    const at = { property: this.#property, seed, path: counterexamplePath ?? '' };
    const least =
      found.verdict === 'flaky' || isGone() ? undefined : await this.#shrunk(found, at.path);
    return { finding: { ...at, result: found, shrinks: 0, ...least }, isGone: isGone() };
  }

  #parameters(path: string | undefined): fc.Parameters<[Case]> {
    return {
      seed: this.#options.seed,
      ...(path === undefined ? {} : { path }),
      ...(this.#rows === undefined ? {} : { examples: this.#rows.map((row): [Case] => [...row]) }),
    };
  }

  /** Tries again, first with more time where nothing came. @returns The verdict on all attempts. */
  async #confirmed(first: CaseResult, confirmations: number = CONFIRMATIONS): Promise<CaseResult> {
    const { times } = this.#bench;
    const isHang = first.verdict === 'hang';
    let last = first;
    for (let i = 0; i < confirmations && !this.#isGone; i++) {
      const isPatient = isHang && i === 0;
      const again = await this.#judge(first.case, isPatient ? patient(times) : times);
      if (!this.#isFailing(again)) {
        return isPatient ? { ...again, verdict: 'slow' } : { ...first, verdict: 'flaky' };
      }
      last = again;
    }
    return last;
  }

  /** @returns `undefined` where no smaller session fails each time. */
  async #shrunk(
    found: CaseResult,
    path: string,
  ): Promise<Pick<Finding, 'result' | 'path' | 'shrinks'> | undefined> {
    let isFirst = true;
    const each = fc.asyncProperty(this.#values, async (session) => {
      if (this.#isGone) return;
      const wasFirst = isFirst;
      isFirst = false;
      const result = wasFirst ? found : await this.#judge(session);
      // A time-out among answers may mean nothing.
      const counts = result.verdict !== 'hang' || found.verdict === 'hang';
      if (this.#isFailing(result) && counts) throw new Error(result.verdict);
    });
    const shrunk = await fc.check(each, {
      ...this.#parameters(path),
      numRuns: 1,
      interruptAfterTimeLimit: this.#options.shrinkBudget * 1000,
    });
    const [least] = shrunk.counterexample ?? [];
    if (this.#isGone || least === undefined || shrunk.numShrinks === 0) return undefined;
    const result = await this.#confirmed(await this.#judge(least), 1);
    if (result.verdict === 'flaky' || !this.#isFailing(result)) return undefined;
    return { result, path: shrunk.counterexamplePath ?? path, shrinks: shrunk.numShrinks };
  }

  #isFailing({ verdict }: CaseResult): boolean {
    return failing.includes(verdict) || (this.#bench.isStrict && verdict === 'non-strict');
  }

  /** Tries a session once, and brings back a testee that it has crashed. */
  async #judge(session: Case, times = this.#bench.times): Promise<CaseResult> {
    const result = await judge(this.#bench, session, times);
    if (result.verdict === 'crash') this.#isGone = !(await this.#bench.restart());
    return { case: session, verdict: result.verdict, variants: [result] };
  }
}

/**
 * Tries a session once. With a plainest form of it, and a testee that sends messages back, the messages are compared
 * with those of that form; otherwise the model says what is right.
 */
export async function judge(
  { setup }: Pick<Bench, 'setup'>,
  session: Case,
  times: Times,
): Promise<VariantResult> {
  const [variant, plain] = session.variants;
  if (plain === undefined || !setup.isEcho) return runVariant(setup, session, variant!, times);
  const compared: { usual?: Attempt; isOther: boolean } = { isOther: false };
  const first = await runVariant(setup, session, plain, times, (one, its, seen) => {
    compared.usual = seen;
    return verdictOf(one, its, withoutContent(seen));
  });
  if (first.verdict === 'crash') return first;
  const second = await runVariant(setup, session, variant!, times, (one, its, seen) => {
    const verdict = verdictOf(one, its, withoutContent(seen));
    const { usual } = compared;
    if (first.verdict !== 'pass' || usual === undefined) return verdict;
    // A wrong message says more than the time-out after it; a missing one does not.
    compared.isOther =
      (verdict === 'pass' && !isSame(usual, seen)) ||
      (verdict === 'hang' && !isSame(usual, seen, messagesIn(seen).length));
    return compared.isOther ? 'fail' : verdict;
  });
  return compared.isOther
    ? { ...second, expected: `${first.actual}, as in its plainest form` }
    : second;
}

function withoutContent(seen: Attempt): Attempt {
  return { ...seen, expected: { ...seen.expected, isEcho: false } };
}

/** Whether the same messages came back. @param count - Only so many are due. Default: all. */
function isSame(usual: Attempt, seen: Attempt, count?: number): boolean {
  const { judgement } = seen.expected;
  if (judgement === undefined) return true;
  const wanted = { ...judgement, events: messagesIn(usual).slice(0, count), violation: undefined };
  return isDelivered(seen.observation.events, { judgement: wanted, isEcho: true });
}

function messagesIn({ observation }: Attempt): Attempt['observation']['events'] {
  return observation.events.filter(({ type }) => type === 'message');
}
