/**
 * Random runs of a pair.
 *
 * @module
 */

import fc from 'fast-check';
import type { ApplicationCall, PairStep } from './step.ts';

/** The steps of a pair, before it runs on its own. */
export interface AgreementPlan {
  /** `orderly`: the wire cuts and delays, by far less than any timeout, and no application fails. */
  readonly wire: 'orderly' | 'broken';
  /** Whether the opening handshake is done before the steps, as far as `answer` allows. */
  readonly open: boolean;
  readonly steps: readonly PairStep[];
  readonly credit: 'written' | 'delivered';
  readonly prompt: boolean;
  /** The answer of the server's application to the request; `script` leaves it to the steps. */
  readonly answer: 'accept' | 'reject' | 'script';
  /** Whether the server's application sends back each message. */
  readonly echo: boolean;
  /** The end whose application closes at last, whatever happened before. */
  readonly closedBy: 'client' | 'server' | 'both';
}

/**
 * Random runs. They shrink towards an open pair, none of the steps, prompt applications.
 *
 * @param wire - See `AgreementPlan`.
 * @param maxSteps - Default: 40.
 */
export function agreementPlan(
  wire: AgreementPlan['wire'],
  maxSteps: number = 40,
): fc.Arbitrary<AgreementPlan> {
  return fc.record({
    wire: fc.constant(wire),
    open: fc.constantFrom(true, true, false),
    steps: fc.array(wire === 'orderly' ? orderlyStep() : anyStep(), {
      maxLength: maxSteps,
      size: 'max',
    }),
    credit: fc.constantFrom('written', 'delivered'),
    prompt: fc.boolean().map((lazy) => !lazy),
    answer: fc.constantFrom('accept', 'accept', 'accept', 'reject', 'script'),
    echo: fc.boolean(),
    closedBy: fc.constantFrom('client', 'server', 'both'),
  });
}

const role = (): fc.Arbitrary<'client' | 'server'> => fc.constantFrom('client', 'server');

/** Less than 1 s passes in 40 steps: half of the shortest timeout. */
function orderlyStep(): fc.Arbitrary<PairStep> {
  return fc.oneof(
    { weight: 8, arbitrary: deliver() },
    { weight: 2, arbitrary: take() },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('wait'), ms: fc.nat({ max: 25 }) }) },
    { weight: 6, arbitrary: call('close') },
  );
}

function anyStep(): fc.Arbitrary<PairStep> {
  const types = ['cut', 'reset', 'silence', 'overtake'] as const;
  const ms = fc.oneof(
    fc.nat({ max: 100 }),
    // The default timeouts.
    fc.constantFrom(2_000, 10_000, 20_000, 30_000),
    fc.nat({ max: 70_000 }),
  );
  return fc.oneof(
    { weight: 8, arbitrary: deliver() },
    { weight: 2, arbitrary: take() },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constant('wait'), ms, late: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('wake'), end: role() }) },
    { weight: 6, arbitrary: call('close', 'fail') },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom(...types), to: role() }) },
  );
}

function deliver(): fc.Arbitrary<PairStep> {
  const bytes = fc.oneof(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 5, max: 200 }),
    fc.constant(Infinity),
  );
  return fc.record({ type: fc.constant('deliver'), to: role(), bytes });
}

function take(): fc.Arbitrary<PairStep> {
  const events = fc.constantFrom(1, Infinity);
  return fc.record({ type: fc.constant('take'), by: role(), events });
}

function call(...ends: readonly ('close' | 'fail')[]): fc.Arbitrary<PairStep> {
  const data = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.uint8Array({ maxLength: 150 }),
  );
  const made: fc.Arbitrary<ApplicationCall> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ type: fc.constant('send'), data, fin: fc.boolean().map((no) => !no) }),
    },
    {
      weight: 4,
      arbitrary: fc
        .constantFrom('accept', 'ping', 'pong', 'pause', 'resume')
        .map((type) => ({ type })),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'reject', status: 403 }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constantFrom(...ends),
        code: fc.constantFrom(1000, 3000, 4001),
        reason: fc.constantFrom('', 'done'),
      }),
    },
  );
  return fc.record({ type: fc.constant('call'), by: role(), call: made });
}
