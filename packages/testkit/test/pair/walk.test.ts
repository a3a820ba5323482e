import { describe, expect, it } from '@jest/globals';
import {
  type ApplicationCall,
  ConnectionPair,
  describeWalk,
  findDisagreements,
  type WalkOptions,
  walk,
} from '@sansocket/testkit/pair';
import { faulty } from './support/faulty.ts';

const accept: ApplicationCall = { type: 'accept' };
const reject: ApplicationCall = { type: 'reject', status: 403 };
const send: ApplicationCall = { type: 'send', data: 'a' };
const close: ApplicationCall = { type: 'close', code: 1000, reason: '' };
const fail: ApplicationCall = { type: 'fail', code: 1002, reason: '' };

function both(...calls: readonly ApplicationCall[]): WalkOptions['calls'] {
  return { client: calls, server: calls };
}

/** With FUZZ_RUNS there is time for more. */
const isDeep = Number(process.env['FUZZ_RUNS'] ?? 1) > 1;

describe('a walk through all that can happen', () => {
  const opening = { client: [close], server: [accept, close] };
  const walks: readonly (readonly [string, WalkOptions])[] = [
    ['closing, one fault', { open: true, calls: both(close) }],
    ['closing and failing', { open: true, calls: both(close, fail), faults: [] }],
    [
      'a text, and bytes that are sent when they have arrived',
      {
        open: true,
        calls: { client: [send, close], server: [close] },
        faults: [],
        pair: { credit: 'delivered' },
      },
    ],
    [
      'a request, said yes or no to, one fault',
      { calls: { client: [], server: [accept, reject] } },
    ],
    ['opening and closing, one fault', { calls: { client: [close], server: [accept] } }],
  ];
  const deepWalks: typeof walks = [
    ['opening and closing by both, one fault', { calls: opening }],
    ['closing and failing, one fault', { open: true, calls: both(close, fail) }],
    ['texts from both', { open: true, calls: both(send, close), faults: [] }],
  ];

  it.each([...walks, ...(isDeep ? deepWalks : [])])(
    'finds no deadlock and no disagreement: %s',
    (name, options) => {
      const report = walk(options);
      process.stdout.write(`${name}: ${describeWalk(report)}\n`);

      expect(report.failures).toEqual([]);
      expect(report.isComplete).toBe(true);
      expect(report.ends).toBeGreaterThan(50);
    },
  );

  it('makes no choices beyond its depth, and goes on to the end', () => {
    const shallow = walk({ open: true, maxDepth: 1, faults: [] });
    const whole = walk({ open: true, calls: both(close), faults: [] });

    expect(shallow.isComplete).toBe(false);
    expect(shallow.ends).toBeGreaterThan(0);
    expect(shallow.depth).toBeGreaterThan(1);
    expect(whole.isComplete).toBe(true);
  });
});

describe('a walk with a machine that has a fault', () => {
  it('finds two ends that do not agree, and the way there works in a pair', () => {
    const [failure] = walk({
      open: true,
      calls: both(close),
      pair: { factory: faulty.smiling },
    }).failures;
    const pair = new ConnectionPair({ prompt: false, factory: faulty.smiling });
    pair.open();
    pair.run(failure!.steps);

    expect(failure!.problem).toMatch(/^client: wasClean is true, Close received none/);
    expect(findDisagreements(pair)).toContain(failure!.problem);
  });

  it('finds an end that waits for ever', () => {
    const { failures } = walk({
      open: true,
      calls: both(),
      faults: ['cut'],
      pair: { factory: faulty.deaf },
    });

    expect(failures).toEqual([expect.objectContaining({ problem: 'Nothing leads on' })]);
  });

  it('finds timeouts that stay due, or come back for ever', () => {
    const timeless = walk({ open: true, calls: both(close), pair: { factory: faulty.timeless } });
    const restless = walk({
      open: true,
      calls: {},
      maxDepth: 0,
      pair: { factory: faulty.restless },
    });

    expect(describeWalk(timeless)).toContain('Timeout closing-handshake stays due');
    expect(describeWalk(restless)).toContain('What happens by itself goes on and on');
  });
});
