/**
 * Scripts in which time passes and bytes leave: the peer's input, frame by frame, the transport's and the clock's
 * input, the application's calls.
 *
 * @module
 */

import fc from 'fast-check';
import type { Subject, SubjectLimits, SubjectTimeouts } from './subject.ts';

/** A frame of the peer. */
export type PeerFrame =
  | { readonly type: 'ping' | 'pong' | 'message'; readonly size: number }
  /** A pong to the last ping that the peer received, answered before or not. */
  | { readonly type: 'answer' }
  /** A part of a message that never ends. */
  | { readonly type: 'fragment'; readonly size: number }
  | { readonly type: 'close'; readonly code: number }
  /** An opcode that is reserved. */
  | { readonly type: 'violation' };

/** One input. */
export type TimedInput =
  /** Half of the head of the opening handshake, then the other half. */
  | { readonly type: 'head' }
  | { readonly type: 'answer'; readonly status: 101 | 403 }
  /** Frames in one chunk; of the last one only so many bytes, the others with the next chunk. */
  | { readonly type: 'peer'; readonly frames: readonly PeerFrame[]; readonly heldBack: number }
  | { readonly type: 'end' | 'reset' }
  /** So many bytes leave; more than the transport has: all. */
  | { readonly type: 'leave'; readonly bytes: number }
  /** The clock goes on, goes back, or stands still. */
  | { readonly type: 'clock'; readonly ms: number }
  /** A timer fires that nobody has set. */
  | { readonly type: 'wake' }
  /** The timer that was set fires, so much too late or too early. */
  | { readonly type: 'due'; readonly late: number }
  | { readonly type: 'send' | 'ping'; readonly size: number }
  | { readonly type: 'close' | 'fail'; readonly code: number }
  | { readonly type: 'pong' | 'pause' | 'resume' };

/** An input, and what is taken after it. */
export interface TimedStep {
  readonly input: TimedInput;
  /** Whether the application takes its events. */
  readonly takesEvents: boolean;
  /** Whether the transport takes the output. */
  readonly takesOutput: boolean;
}

/** All inputs of an end, and its options. */
export interface TimedScript {
  readonly limits: SubjectLimits;
  readonly timeouts: SubjectTimeouts;
  readonly steps: readonly TimedStep[];
}

/** The frequency of each type of input; 0: never. */
export type Weights = Readonly<Record<TimedInput['type'], number>>;

/** Yields: a timeout of any size, off now and then. Shrinks to: 1. */
export function timeout(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: 1, max: 20 }),
    fc.constantFrom(100, 1_000, 10_000, 30_000, 300_000),
    fc.integer({ min: 1, max: 2 ** 20 }),
    fc.constant(Infinity),
  );
}

/** Yields: inputs of all kinds. Shrinks to: none, or smaller ones with everything taken after each. */
export function timedSteps(
  subject: Subject,
  weights: Weights,
  maxLength: number,
): fc.Arbitrary<readonly TimedStep[]> {
  const first = subject.opening === undefined ? fc.constant([]) : opening();
  const steps = fc.array(step(inputs(weights)), { size: 'max', maxLength });
  return fc.tuple(first, steps, end(weights)).map((parts) => parts.flat());
}

/** Ways to end a connection, each with a few inputs of any kind between. */
function end(weights: Weights): fc.Arbitrary<readonly TimedStep[]> {
  const between = fc.array(step(inputs(weights)), { maxLength: 3 });
  const ends = fc.constantFrom<readonly TimedInput[]>(
    [],
    [CLOSE, PEER_CLOSE, { type: 'end' }],
    [CLOSE, PEER_CLOSE],
    [PEER_CLOSE, { type: 'end' }],
    [PEER_CLOSE, { type: 'due', late: 0 }, { type: 'due', late: 0 }],
    [{ type: 'due', late: 0 }, PEER_CLOSE, { type: 'end' }],
  );
  return fc
    .tuple(ends, between, between, between)
    .map(([inputs, ...gaps]) => inputs.flatMap((input, i) => [prompt(input), ...gaps[i]!]));
}

const CLOSE: TimedInput = { type: 'close', code: 1000 };

const PEER_CLOSE: TimedInput = {
  type: 'peer',
  frames: [{ type: 'close', code: 1000 }],
  heldBack: 0,
};

/** With everything taken after it. */
function prompt(input: TimedInput): TimedStep {
  return { input, takesEvents: true, takesOutput: true };
}

/** The opening handshake, mostly uninterrupted and accepted; its bytes have left after it, or not. */
function opening(): fc.Arbitrary<readonly TimedStep[]> {
  const whole = OPENING.map(prompt);
  const left = prompt({ type: 'leave', bytes: Infinity });
  const between = fc.array(step(inputs(WHILE_OPENING)), { maxLength: 3 });
  const slow = fc
    .tuple(between, between, between)
    .map((gaps) => whole.flatMap((one, i) => [...gaps[i]!, one]));
  const refused = [...whole.slice(0, 2), prompt({ type: 'answer', status: 403 })];
  const forgotten = [...whole.slice(0, 2), prompt({ type: 'due', late: 0 })];
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom([...whole, left], whole, [...whole, left]) },
    { weight: 4, arbitrary: slow },
    { weight: 1, arbitrary: fc.constantFrom(refused, forgotten) },
  );
}

const OPENING: readonly TimedInput[] = [
  { type: 'head' },
  { type: 'head' },
  { type: 'answer', status: 101 },
];

const WHILE_OPENING: Weights = {
  head: 1,
  answer: 1,
  peer: 0,
  end: 1,
  reset: 1,
  leave: 2,
  clock: 4,
  wake: 2,
  due: 4,
  send: 0,
  ping: 0,
  pong: 0,
  close: 1,
  fail: 1,
  pause: 1,
  resume: 1,
};

function step(input: fc.Arbitrary<TimedInput>): fc.Arbitrary<TimedStep> {
  const mostly = fc.nat({ max: 7 }).map((one) => one !== 7);
  return fc.record({ input, takesEvents: mostly, takesOutput: mostly });
}

function inputs(weights: Weights): fc.Arbitrary<TimedInput> {
  const size = fc.oneof(
    { weight: 3, arbitrary: fc.nat({ max: 8 }) },
    { weight: 1, arbitrary: fc.constantFrom(40, 125, 126, 400, 20_000) },
  );
  const code = fc.constantFrom(1000, 1001, 3000);
  const of: Readonly<Record<TimedInput['type'], fc.Arbitrary<TimedInput>>> = {
    head: fc.constant({ type: 'head' }),
    answer: fc.constantFrom(101, 403).map((status) => ({ type: 'answer', status })),
    peer: fc.record({
      type: fc.constant('peer'),
      frames: fc.array(peerFrame(), { minLength: 1, maxLength: 3 }),
      heldBack: fc.oneof(fc.constant(0), fc.nat({ max: 4 })),
    }),
    end: fc.constant({ type: 'end' }),
    reset: fc.constant({ type: 'reset' }),
    leave: fc
      .oneof(fc.nat({ max: 50 }), fc.constantFrom(200, Infinity))
      .map((bytes) => ({ type: 'leave', bytes })),
    clock: fc
      .oneof(
        { weight: 3, arbitrary: fc.nat({ max: 20 }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(100, 5_000, -1, -1_000, 40_000, 2 ** 40),
        },
      )
      .map((ms) => ({ type: 'clock', ms })),
    wake: fc.constant({ type: 'wake' }),
    due: fc
      .oneof(fc.constant(0), fc.constantFrom(1, 3, 1_000, 10 ** 6, -1))
      .map((late) => ({ type: 'due', late })),
    send: size.map((bytes) => ({ type: 'send', size: bytes })),
    ping: fc.nat({ max: 8 }).map((bytes) => ({ type: 'ping', size: bytes })),
    pong: fc.constant({ type: 'pong' }),
    close: code.map((number) => ({ type: 'close', code: number })),
    fail: code.map((number) => ({ type: 'fail', code: number })),
    pause: fc.constant({ type: 'pause' }),
    resume: fc.constant({ type: 'resume' }),
  };
  const names = (Object.keys(of) as TimedInput['type'][]).filter((name) => weights[name] > 0);
  return fc.oneof(...names.map((name) => ({ weight: weights[name], arbitrary: of[name] })));
}

function peerFrame(): fc.Arbitrary<PeerFrame> {
  const size = fc.oneof(fc.nat({ max: 4 }), fc.constantFrom(30, 125));
  const sized = (type: 'ping' | 'pong' | 'message' | 'fragment'): fc.Arbitrary<PeerFrame> =>
    size.map((bytes) => ({ type, size: bytes }));
  return fc.oneof(
    { weight: 30, arbitrary: sized('ping') },
    { weight: 12, arbitrary: sized('message') },
    { weight: 4, arbitrary: sized('pong') },
    { weight: 6, arbitrary: fc.constant<PeerFrame>({ type: 'answer' }) },
    { weight: 4, arbitrary: sized('fragment') },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(1000, 1005, 3000)
        .map((code): PeerFrame => ({ type: 'close', code })),
    },
    { weight: 1, arbitrary: fc.constant<PeerFrame>({ type: 'violation' }) },
  );
}
