/**
 * All cases against one testee.
 *
 * @module
 */

import { messageOf } from '@sansocket/command-line';
import type { Ability, Case, Variant } from '../catalogue/index.ts';
import { NoConnection } from '../peer/index.ts';
import { attemptsOf } from './attempts.ts';
import { isAlive, type Probe } from './probe.ts';
import type { Setup } from './session.ts';
import { patient, type Times } from './times.ts';
import {
  afterRetry,
  type CaseResult,
  caseResult,
  failing,
  flaky,
  resultOf,
  type VariantResult,
  verdictOf,
  worst,
} from './verdict.ts';
import { withWatches } from './watches.ts';

/** After this many failures the other variants of a case are left out. */
const MOST_FAILURES = 3;

/** How cases are run, where the run probes the testee itself. */
export interface RunOptions {
  /** Factor for all time limits. */
  readonly scale: number;
  /** Called once the testee is known. */
  readonly onProbe: (probe: Probe) => void;
  /** Called after each case. */
  readonly onResult: (result: CaseResult) => void;
}

/** The result of such a run. */
export interface RunResult extends SuiteResult {
  readonly probe: Probe;
}

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
  /** In the order of the cases; without those that were not run. */
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
  const keep = (result: CaseResult): void => {
    results.set(result.case.id, result);
    onResult(result);
  };
  const work = async (queue: Case[]): Promise<void> => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const result = await runCase(setup, one, abilities, times);
      if (failing.includes(result.verdict)) again.push(result);
      else keep(result);
    }
  };
  const harmless = cases.filter((one) => one.profile !== 'hostile' || isWaiting(one));
  await Promise.all(Array.from({ length: jobs }, () => work(harmless)));
  // A flood would disturb the others.
  await work(cases.filter((one) => one.profile === 'hostile' && !isWaiting(one)));
  const lives = async (): Promise<boolean> => (await isAlive(setup)) || restart();
  let isGone = false;
  for (const first of again) {
    isGone ||= !(await lives());
    keep(isGone ? first : await runAgain(setup, first, abilities, times));
  }
  isGone ||= !(await lives());
  return { results: withWatches(cases.flatMap(({ id }) => results.get(id) ?? [])), isGone };
}

/** Whether a case takes long because nothing happens. */
function isWaiting({ variants }: Case): boolean {
  return variants.some(
    ({ request, steps = [] }) =>
      request?.idle !== undefined || steps.some((step) => 'idle' in step),
  );
}

async function runCase(
  setup: Setup,
  one: Case,
  abilities: readonly Ability[],
  times: Times,
): Promise<CaseResult> {
  if (!isSupported(one, abilities)) return { case: one, verdict: 'unsupported', variants: [] };
  return runEach(
    one,
    one.variants,
    (variant) => runVariant(setup, one, variant, times),
    ({ verdict }) => verdict === 'crash',
  );
}

/**
 * Runs the variants of a case, one after the other, until three have failed.
 *
 * @param isOver - Whether no other variant can be run. Default: that never happens.
 */
export async function runEach<Input>(
  one: Case,
  inputs: readonly Input[],
  run: (input: Input) => Promise<VariantResult>,
  isOver: (result: VariantResult) => boolean = () => false,
): Promise<CaseResult> {
  const variants: VariantResult[] = [];
  let failures = 0;
  for (const input of inputs) {
    const result = await run(input);
    variants.push(result);
    if (failing.includes(result.verdict)) failures++;
    if (failures === MOST_FAILURES || isOver(result)) break;
  }
  return caseResult(one, variants);
}

/** Whether a testee has all abilities that a case needs. */
export function isSupported({ needs = [] }: Case, abilities: readonly Ability[]): boolean {
  return needs.every((need) => abilities.includes(need));
}

/** Runs a case alone; each variant that fails then, once more and with more time. */
async function runAgain(
  setup: Setup,
  before: CaseResult,
  abilities: readonly Ability[],
  times: Times,
): Promise<CaseResult> {
  const { case: one } = before;
  const { variants } = await runCase(setup, one, abilities, times);
  const judged: VariantResult[] = [];
  for (const [i, alone] of variants.entries()) {
    const isFinal = !failing.includes(alone.verdict) || alone.verdict === 'crash';
    const amongOthers = before.variants[i];
    judged.push(
      isFinal
        ? compared(amongOthers, alone, times)
        : afterRetry(alone, await runVariant(setup, one, one.variants[i]!, patient(times))),
    );
    if (judged.at(-1)!.verdict === 'crash') break;
  }
  return caseResult(one, judged);
}

/**
 * What fails among others and passes alone is `flaky`, unless it only was late: the other connections are ours, and a
 * machine is allowed to be busy.
 */
function compared(
  amongOthers: VariantResult | undefined,
  alone: VariantResult,
  { reaction }: Times,
): VariantResult {
  if (amongOthers?.verdict !== 'fail' || failing.includes(alone.verdict)) return alone;
  return amongOthers.ms < reaction ? flaky(amongOthers, alone) : alone;
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
    const { all, isServing } = await attemptsOf(setup, variant, times);
    // A testee that has ended the connection may have ended altogether, whatever the outcome.
    const mayBeGone = all.some(({ observation }) => observation.end !== undefined);
    const isGone = (mayBeGone || one.profile === 'hostile') && !(await isAlive(setup));
    const results = all.map((seen) =>
      resultOf(variant, seen, isGone ? 'crash' : judge(one, variant, seen)),
    );
    const verdict = worst(results.map((it) => it.verdict));
    const result = results.find((it) => it.verdict === verdict)!;
    return isServing ? result : notServing(one, result);
  } catch (error) {
    return failureOf(variant, error instanceof NoConnection ? 'crash' : 'harness', error);
  }
}

/** While many connections were open another one was not served. */
function notServing(one: Case, result: VariantResult): VariantResult {
  const verdict = one.level === 'info' ? result.verdict : worst([result.verdict, 'fail']);
  return { ...result, verdict, actual: `${result.actual}; another connection is not served` };
}

function failureOf(
  { name, strict }: Variant,
  verdict: 'crash' | 'harness',
  error: unknown,
): VariantResult {
  const expected = strict.join(' or ');
  const actual = messageOf(error);
  const none = new Uint8Array(0);
  return { name, verdict, expected, actual, sent: none, received: none, ms: 0 };
}
