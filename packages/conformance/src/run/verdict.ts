/**
 * Verdicts: the result of a variant, and of all variants of a case.
 *
 * @module
 */

import type { Case, Variant } from '../catalogue/index.ts';
import { closingNote, describe, fits, mayConverse } from '../judge/index.ts';
import type { Attempt } from './conversation.ts';

/**
 * From the best to the worst.
 *
 * - `pass`: a strict outcome. `non-strict`: a tolerated one. `slow`: strict or tolerated, but only with four times
 *   the time. `info`: recorded.
 * - `unsupported`: the testee lacks an ability that the case needs, or has excluded it in its handshake.
 * - `flaky`: other outcomes for the same bytes. `fail`: neither strict nor tolerated. `hang`: no reaction where one
 *   is due. `crash`: the testee no longer answers.
 * - `harness`: our own error, which says nothing about the testee.
 */
export const verdicts = [
  'pass',
  'info',
  'unsupported',
  'non-strict',
  'slow',
  'flaky',
  'fail',
  'hang',
  'crash',
  'harness',
] as const;

/** One of them. */
export type Verdict = (typeof verdicts)[number];

/** Those that fail a run. */
export const failing: readonly Verdict[] = ['flaky', 'fail', 'hang', 'crash', 'harness'];

/** The result of a variant. */
export interface VariantResult {
  readonly name: string;
  readonly verdict: Verdict;
  readonly expected: string;
  readonly actual: string;
  /** How TCP ended, where that is not as it should be: no part of the verdict. */
  readonly note?: string | undefined;
  /** The rule that the testee broke in what it sent. */
  readonly violation?: string | undefined;
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  /** When the byte at the position `sent` was written, so many bytes had been received. Default: unknown. */
  readonly turns?: Attempt['turns'];
  /** Milliseconds until the reaction. */
  readonly ms: number;
}

/** The result of a case: the worst of its variants. */
export interface CaseResult {
  readonly case: Case;
  readonly verdict: Verdict;
  readonly variants: readonly VariantResult[];
}

/** The result of a case whose variants have been run. */
export function caseResult(one: Case, variants: readonly VariantResult[]): CaseResult {
  return { case: one, verdict: worst(variants.map(({ verdict }) => verdict)), variants };
}

/** What is to be said of a variant that has failed, and was tried once more with more time. */
export function afterRetry(first: VariantResult, second: VariantResult): VariantResult {
  if (failing.includes(second.verdict)) return second;
  return first.verdict === 'hang' ? { ...second, verdict: 'slow' } : flaky(first, second);
}

/** A variant that fails only sometimes. */
export function flaky(first: VariantResult, second: VariantResult): VariantResult {
  return { ...second, verdict: 'flaky', actual: `${first.actual}; another time: ${second.actual}` };
}

/** After an attempt: what to say, before it is tried again. */
export function verdictOf(one: Case, variant: Variant, attempt: Attempt): Verdict {
  const { observation, expected } = attempt;
  const isViolated = observation.violation !== undefined;
  if (one.level === 'info') return 'info';
  if (attempt.isBarred) return 'unsupported';
  if (isViolated) return 'fail';
  if (fits(variant.strict, observation, expected)) {
    return observation.repeatsItself ? 'non-strict' : 'pass';
  }
  if (fits(toleratedBy(variant), observation, expected)) return 'non-strict';
  const { handshake, end, isAlive } = observation;
  const isIdle = end === undefined && isAlive !== true;
  return isIdle && (handshake.kind === 'none' || mayConverse(observation)) ? 'hang' : 'fail';
}

/**
 * All outcomes that do not fail. A testee that has to fail the connection may also drop it, or name another code,
 * or none (RFC 6455 §7.1.7: the Close frame, and that its code is appropriate, is a SHOULD).
 */
function toleratedBy({ strict, tolerated }: Variant): readonly string[] {
  const fails = strict.filter((outcome) => outcome.startsWith('fail'));
  if (fails.length === 0) return tolerated;
  const isOnEnd = fails.some((outcome) => /(end|first)$/.test(outcome));
  return [...tolerated, 'drop', `fail${isOnEnd ? ' end' : ''}`];
}

/** Describes the result of an attempt. */
export function resultOf(variant: Variant, attempt: Attempt, verdict: Verdict): VariantResult {
  return {
    name: variant.name,
    verdict,
    expected: variant.strict.join(' or '),
    actual: describe(attempt.observation),
    note: closingNote(attempt.observation),
    violation: attempt.observation.violation,
    sent: attempt.sent,
    received: attempt.received,
    turns: attempt.turns,
    ms: attempt.observation.ms,
  };
}

/** The worst of some verdicts. */
export function worst(all: readonly Verdict[]): Verdict {
  return verdicts[Math.max(0, ...all.map((verdict) => verdicts.indexOf(verdict)))]!;
}
