/**
 * The cases of proxies: we are the client and the origin, and compare what one end sends with what comes out at the
 * other.
 *
 *     tunnel      the client gets the origin's 101, and the frames of both ends come out at the other, whole and legal;
 *                 the end of the stream too
 *     relay       the client gets the origin's 101 as it is, with its faults
 *     no101       another final response, or an end without one
 *     no tunnel   the same, and the origin gets no byte that the client sends after it
 *     stall       the client cannot send on while the origin does not read
 *
 * @module
 */

import { messageOf } from '@sansocket/command-line';
import type { Case, Variant } from '../catalogue/index.ts';
import { NoConnection, type Target } from '../peer/index.ts';
import {
  afterRetry,
  type CaseResult,
  failing,
  type Probe,
  patient,
  type RunOptions,
  runEach,
  speedOf,
  type Times,
  Unreachable,
  type VariantResult,
  type Verdict,
} from '../run/index.ts';
import type { Origin } from './origin.ts';
import { attempt, type Observation } from './play.ts';

/**
 * Runs cases through a proxy, one after the other. A failure is tried again with more time, before it is reported.
 *
 * @throws Unreachable when a plain handshake does not go through.
 */
export async function runProxy(
  target: Target,
  origin: Origin,
  cases: readonly Case[],
  { scale, onProbe, onResult }: RunOptions,
): Promise<{ readonly probe: Probe; readonly results: readonly CaseResult[] }> {
  const probe = await probeProxy(target, origin, scale);
  onProbe(probe);
  const results: CaseResult[] = [];
  for (const one of cases) {
    const run = async (variant: Variant): Promise<VariantResult> => {
      const first = await runVariant(target, origin, one, variant, probe.times);
      if (!failing.includes(first.verdict)) return first;
      const times = patient(probe.times);
      return afterRetry(first, await runVariant(target, origin, one, variant, times));
    };
    const result = await runEach(one, one.variants, run);
    results.push(result);
    onResult(result);
  }
  return { probe, results };
}

async function probeProxy(target: Target, origin: Origin, scale: number): Promise<Probe> {
  const plain: Variant = { name: 'plain', strict: [], tolerated: [], proxy: {} };
  const times: Times = { reaction: 3000, beat: 5 };
  const trips: number[] = [];
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    const { isTunnel, actual } = await attempt(target, origin, plain, times).catch(
      (error: unknown) => {
        throw new Unreachable(messageOf(error));
      },
    );
    if (!isTunnel) throw new Unreachable(`The proxy cannot be tested: ${actual}`);
    trips.push(performance.now() - start);
  }
  const speed = speedOf(trips, scale);
  const note = `connects both ends in ${speed.roundTrip.median.toFixed(1)} ms`;
  return { abilities: [], ...speed, notes: [note] };
}

async function runVariant(
  target: Target,
  origin: Origin,
  one: Case,
  variant: Variant,
  times: Times,
): Promise<VariantResult> {
  const start = performance.now();
  const result = (verdict: Verdict, actual: string): VariantResult => ({
    name: variant.name,
    verdict,
    expected: variant.strict.join(' or '),
    actual,
    sent: new Uint8Array(0),
    received: new Uint8Array(0),
    ms: performance.now() - start,
  });
  try {
    const seen = await attempt(target, origin, variant, times);
    const fits = (outcomes: readonly string[]): boolean => outcomes.some((it) => fitsOne(it, seen));
    if (one.level === 'info') return result('info', seen.actual);
    if (fits(variant.strict)) return result('pass', seen.actual);
    if (fits(variant.tolerated)) return result('non-strict', seen.actual);
    return result(seen.answer === undefined && !seen.isEnded ? 'hang' : 'fail', seen.actual);
  } catch (error) {
    return result(error instanceof NoConnection ? 'crash' : 'harness', messageOf(error));
  }
}

function fitsOne(outcome: string, seen: Observation): boolean {
  const { answer, isEnded } = seen;
  const is101 = answer?.kind === 'established' || answer?.kind === 'broken';
  const isRefused = answer?.kind === 'refused' || (answer === undefined && isEnded);
  switch (outcome) {
    case 'tunnel':
      return seen.isTunnel;
    case 'relay':
      return answer?.kind === 'broken';
    case 'no101':
      return isRefused;
    case 'no tunnel':
      return !is101 && isRefused && !seen.isLeaking;
    case 'stall':
      return seen.isStalled;
    default:
      throw new Error(`Unknown outcome '${outcome}'`);
  }
}
