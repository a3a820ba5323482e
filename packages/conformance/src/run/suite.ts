/**
 * All cases against one testee.
 *
 * @module
 */

import type { Ability, Case, Variant } from '../catalogue/index.ts';
import type { Times } from './opened.ts';
import { isAlive, type Probe } from './probe.ts';
import { attempt, type Setup } from './session.ts';
import {
  type CaseResult,
  failing,
  resultOf,
  type VariantResult,
  verdictOf,
  worst,
} from './verdict.ts';

/** After this many failures the other variants of a case are left out. */
const MOST_FAILURES = 3;

/** How the cases are run. */
export interface SuiteOptions {
  /** Cases at a time. */
  readonly jobs: number;
  /** Called after each case. */
  readonly onResult: (result: CaseResult) => void;
  /** Brings back a testee that has crashed. @returns Whether it answers again. */
  readonly restart: () => Promise<boolean>;
}

/** The result of a run. */
export interface SuiteResult {
  /** In the order of the cases. */
  readonly results: readonly CaseResult[];
  /** The testee no longer answers: some cases may have no result. */
  readonly isGone: boolean;
}

/**
 * Runs cases, several at a time. A failure is tried again alone, with four times the time, before it is reported.
 */
export async function runSuite(
  setup: Setup,
  { abilities, times }: Probe,
  cases: readonly Case[],
  { jobs, onResult, restart }: SuiteOptions,
): Promise<SuiteResult> {
  const results = new Map<string, CaseResult>();
  const again: CaseResult[] = [];
  const queue = [...cases];
  const keep = (result: CaseResult): void => {
    results.set(result.case.id, result);
    onResult(result);
  };
  const work = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const result = await runCase(setup, one, abilities, times);
      if (failing.includes(result.verdict)) again.push(result);
      else keep(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const lives = async (): Promise<boolean> => (await isAlive(setup)) || restart();
  let isGone = false;
  for (const first of again) {
    isGone ||= !(await lives());
    keep(isGone ? first : await runAgain(setup, first.case, abilities, times));
  }
  isGone ||= !(await lives());
  return { results: cases.flatMap(({ id }) => results.get(id) ?? []), isGone };
}

async function runCase(
  setup: Setup,
  one: Case,
  abilities: readonly Ability[],
  times: Times,
): Promise<CaseResult> {
  if (!isSupported(one, abilities)) return { case: one, verdict: 'unsupported', variants: [] };
  const variants: VariantResult[] = [];
  let failures = 0;
  for (const variant of one.variants) {
    const result = await runVariant(setup, one, variant, times);
    variants.push(result);
    if (failing.includes(result.verdict)) failures++;
    if (failures === MOST_FAILURES || result.verdict === 'crash') break;
  }
  return { case: one, verdict: worst(variants.map(({ verdict }) => verdict)), variants };
}

/** Whether a testee has all abilities that a case needs. */
export function isSupported({ needs = [] }: Case, abilities: readonly Ability[]): boolean {
  return needs.every((need) => abilities.includes(need));
}

/** Runs a case alone; each variant that fails then, once more and with more time. */
async function runAgain(
  setup: Setup,
  one: Case,
  abilities: readonly Ability[],
  times: Times,
): Promise<CaseResult> {
  const patient: Times = { reaction: times.reaction * 4, beat: times.beat };
  const { variants } = await runCase(setup, one, abilities, times);
  const judged: VariantResult[] = [];
  for (const [i, first] of variants.entries()) {
    const isFinal = !failing.includes(first.verdict) || first.verdict === 'crash';
    judged.push(isFinal ? first : await tryAgain(setup, one, one.variants[i]!, first, patient));
    if (judged.at(-1)!.verdict === 'crash') break;
  }
  return { case: one, verdict: worst(judged.map(({ verdict }) => verdict)), variants: judged };
}

async function tryAgain(
  setup: Setup,
  one: Case,
  variant: Variant,
  first: VariantResult,
  patient: Times,
): Promise<VariantResult> {
  const second = await runVariant(setup, one, variant, patient);
  if (failing.includes(second.verdict)) return second;
  return { ...second, verdict: first.verdict === 'hang' ? 'slow' : 'flaky' };
}

/**
 * Runs a variant once. It crashes the testee where that cannot be reached then.
 *
 * @param judge - Gives the verdict on a testee that still answers. Default: by the outcomes of the variant.
 */
export async function runVariant(
  setup: Setup,
  one: Case,
  variant: Variant,
  times: Times,
  judge: typeof verdictOf = verdictOf,
): Promise<VariantResult> {
  try {
    const seen = await attempt(setup, variant, times);
    // A testee that has ended the connection may have ended altogether, whatever the outcome.
    const isGone = seen.observation.end !== undefined && !(await isAlive(setup));
    return resultOf(variant, seen, isGone ? 'crash' : judge(one, variant, seen));
  } catch (error) {
    const { name, strict } = variant;
    const expected = strict.join(' or ');
    const actual = error instanceof Error ? error.message : String(error);
    const none = new Uint8Array(0);
    return {
      name,
      verdict: 'crash',
      expected,
      actual,
      sent: none,
      received: none,
      ms: 0,
    };
  }
}
