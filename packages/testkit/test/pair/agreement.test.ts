import { describe, expect, it } from '@jest/globals';
import {
  type AgreementOptions,
  type AgreementPlan,
  agreementPlan,
  agreementProperty,
  checkAgreement,
  checkReplay,
  replayProperty,
} from '@sansocket/testkit/pair';
import fc from 'fast-check';
import { faulty } from './support/faulty.ts';

/** FUZZ_RUNS multiplies the values that are tried; every run tries others. */
const numRuns = Math.ceil(100 * Number(process.env['FUZZ_RUNS'] ?? 1));

const calm: AgreementPlan = {
  wire: 'orderly',
  open: true,
  steps: [],
  credit: 'written',
  prompt: true,
  answer: 'accept',
  echo: false,
  closedBy: 'both',
};

describe('agreement', () => {
  const options: readonly (readonly [string, AgreementOptions])[] = [
    ['no options', {}],
    [
      'parts, small frames and a low high water',
      {
        client: { messages: 'parts', limits: { maxFragmentBytes: 3, outputHighWaterBytes: 10 } },
        server: { messages: 'parts', limits: { maxFragmentBytes: 50, inputHighWaterBytes: 10 } },
      },
    ],
    [
      'short timeouts, idle among them',
      {
        client: { timeouts: { idleMs: 15_000, closingHandshakeMs: 1_000 } },
        server: { timeouts: { keepalivePingMs: 5_000, keepalivePongMs: 5_000, lingerMs: 100 } },
      },
    ],
  ];

  it.each(options)('is reached over a wire that breaks: %s', (_, given) => {
    fc.assert(agreementProperty('broken', given), { numRuns });
  });

  it.each(options.slice(0, 2))('is clean over a wire that cuts and delays: %s', (_, given) => {
    fc.assert(agreementProperty('orderly', given), { numRuns });
  });

  it('comes from plans in which something happens', () => {
    const plans = fc.sample(agreementPlan('broken'), { numRuns: 200, seed: 1 });
    const steps = plans.flatMap((plan) => plan.steps.map(({ type }) => type));

    expect(new Set(steps)).toEqual(
      new Set(['call', 'cut', 'deliver', 'overtake', 'reset', 'silence', 'take', 'wait', 'wake']),
    );
    expect(steps.length / plans.length).toBeGreaterThan(10);
  });

  it('is not reached with a machine that has a fault', () => {
    const problems: readonly (readonly [keyof typeof faulty, Partial<AgreementPlan>, string])[] = [
      ['smiling', { open: false, answer: 'reject' }, 'wasClean is true, Close received none'],
      ['forgetful', { steps: [said('client', 'a')] }, 'text 61 did not come'],
      ['timeless', { steps: [{ type: 'wait', ms: 30_000 }] }, 'stays due'],
      ['restless', {}, 'did not come to rest'],
    ];
    for (const [fault, plan, problem] of problems) {
      const check = (): unknown => checkAgreement({ ...calm, ...plan }, { factory: faulty[fault] });
      expect(check).toThrow(problem);
    }
  });

  it('comes with a log of both ends where it fails', () => {
    const timeouts = { keepalivePingMs: Infinity };
    const plan: AgreementPlan = {
      ...calm,
      wire: 'broken',
      closedBy: 'client',
      steps: [{ type: 'silence', to: 'server' }],
    };

    // Without keepalive nobody tells the server.
    const check = (): unknown => checkAgreement(plan, { server: { timeouts } });
    expect(check).toThrow(/^Pair did not come to an end\n\n\{"log":"sansocket","version":1\}\n/);
    expect(check).toThrow('{"call":"create","args":{"role":"client","url":"ws://example.com/"');
    expect(check).toThrow('{"call":"create","args":{"role":"server"');
  });

  it('shrinks to the steps that matter', () => {
    const property = agreementProperty('orderly', { factory: faulty.forgetful });
    const { counterexample } = fc.check(property, { numRuns: 200, seed: 1 });

    expect(counterexample?.[0].steps).toHaveLength(1);
    expect(counterexample?.[0].steps[0]).toMatchObject({ by: 'client', call: { type: 'send' } });
  });
});

describe('replay of a pair', () => {
  it('comes out the same', () => {
    fc.assert(replayProperty(), { numRuns: Math.ceil(numRuns / 2) });
  });

  it('holds for a plan in which nothing happens', () => {
    expect(() => checkReplay(calm)).not.toThrow();
  });
});

function said(by: 'client' | 'server', data: string): AgreementPlan['steps'][number] {
  return { type: 'call', by, call: { type: 'send', data } };
}
