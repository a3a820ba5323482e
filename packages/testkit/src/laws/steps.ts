/**
 * Scripts: inputs of all kinds in any order, from the transport, the clock and the application.
 *
 * @module
 */

import fc from 'fast-check';
import { message } from '../arbitraries/index.ts';
import { concat } from '../wire/index.ts';
import type { Subject } from './subject.ts';
import { anyTraffic, type Traffic } from './traffic.ts';

/** One input. */
export type Step =
  /** The next bytes of the stream that the script goes with, as one chunk. */
  | { readonly type: 'receive'; readonly size: number }
  /** So many bytes of the output taken have left, or all of it. */
  | { readonly type: 'sent'; readonly bytes: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'send'; readonly data: string | Uint8Array }
  | { readonly type: 'sendPart'; readonly data: string | Uint8Array; readonly fin: boolean }
  | { readonly type: 'sendTextPart'; readonly utf8: Uint8Array; readonly fin: boolean }
  | { readonly type: 'ping'; readonly payload: Uint8Array }
  | { readonly type: 'close' | 'fail'; readonly code: number; readonly reason: string }
  | { readonly type: PlainStep };

/** An input without arguments. */
export type PlainStep =
  | 'receiveEnd'
  | 'receiveError'
  | 'credit'
  | 'accept'
  | 'reject'
  | 'pong'
  | 'pause'
  | 'resume';

/**
 * Yields: an input that the subject supports. The end of the transport is rare; some calls of the application have to
 * be refused. Shrinks to: a smaller one of its kind.
 *
 * @param names - The inputs to use; if the subject supports none of them, all. Default: all.
 */
export function step(subject: Subject, names?: readonly string[]): fc.Arbitrary<Step> {
  const all: [name: keyof Subject, weight: number, arbitrary: fc.Arbitrary<Step>][] = [
    ['receive', 40, receive()],
    ['accept', 15, plain('accept')],
    ['credit', 10, plain('credit')],
    ['sent', 8, sent()],
    ['wait', 10, wait()],
    ['send', 10, send()],
    ['sendPart', 15, sendPart()],
    ['sendTextPart', 10, sendTextPart()],
    ['ping', 10, ping()],
    ['close', 3, closing('close')],
    ['fail', 3, closing('fail')],
    ...SELDOM.map((name): (typeof all)[number] => [name, 1, plain(name)]),
  ];
  const known = all.filter(([name]) => subject[name] !== undefined);
  const named = known.filter(([name]) => names?.includes(name) ?? true);
  const counting = named.length > 0 ? named : known;
  return fc.oneof(...counting.map(([, weight, arbitrary]) => ({ weight, arbitrary })));
}

/** Inputs other than the application's calls; `accept` is among them since little happens without an answer. */
export const TRANSPORT_STEPS: readonly string[] = [
  'receive',
  'receiveEnd',
  'receiveError',
  'credit',
  'sent',
  'wait',
  'accept',
];

const SELDOM = ['receiveEnd', 'receiveError', 'reject', 'pong', 'pause', 'resume'] as const;

function plain(type: PlainStep): fc.Arbitrary<Step> {
  return fc.constant({ type });
}

function receive(): fc.Arbitrary<Step> {
  const size = fc.oneof(
    { withCrossShrink: true },
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 100, max: 400 }),
  );
  return size.map((bytes) => ({ type: 'receive', size: bytes }));
}

function sent(): fc.Arbitrary<Step> {
  return fc.nat({ max: 200 }).map((bytes) => ({ type: 'sent', bytes }));
}

/** The landmarks are usual timeouts. */
function wait(): fc.Arbitrary<Step> {
  const ms = fc.oneof(
    fc.nat({ max: 100 }),
    fc.constantFrom(2_000, 10_000, 20_000, 30_000, 100_000),
  );
  return ms.map((time) => ({ type: 'wait', ms: time }));
}

function send(): fc.Arbitrary<Step> {
  return message({ maxLength: 300 }).map(({ data }) => ({ type: 'send', data }));
}

function sendPart(): fc.Arbitrary<Step> {
  return fc
    .tuple(message({ maxLength: 300 }), fc.boolean())
    .map(([{ data }, fin]) => ({ type: 'sendPart', data, fin }));
}

/** Parts of code points, which may or may not continue each other. */
function sendTextPart(): fc.Arbitrary<Step> {
  const begun = [[0xc3], [0xe2], [0xe2, 0x82], [0xf0, 0x9f]];
  const ended = [[0xa9], [0x82, 0xac], [0xac], [0x98, 0x80], [0x98, 0x80, 0xc3]];
  const part = fc.constantFrom<number[][]>([], [0x61], ...begun, ...ended);
  return fc
    .tuple(part, fc.boolean())
    .map(([bytes, fin]) => ({ type: 'sendTextPart', utf8: Uint8Array.from(bytes), fin }));
}

/** Some payloads are too long. */
function ping(): fc.Arbitrary<Step> {
  const payload = fc.oneof(fc.uint8Array({ maxLength: 4 }), fc.constant(new Uint8Array(126)));
  return payload.map((bytes) => ({ type: 'ping', payload: bytes }));
}

/** Some codes may not be sent, some reasons are too long. */
function closing(type: 'close' | 'fail'): fc.Arbitrary<Step> {
  return fc.record({
    type: fc.constant(type),
    code: fc.constantFrom(1000, 1000, 1001, 3000, 4999, 1005, 1006, 999),
    reason: fc.oneof(fc.string({ maxLength: 10 }), fc.constant('x'.repeat(124))),
  });
}

/** All bytes of the peer, and the inputs. */
export interface Script {
  readonly stream: Uint8Array;
  readonly steps: readonly Step[];
}

/**
 * Yields: the opening handshake, then any inputs with any traffic. Shrinks to: the opening handshake
 * alone.
 *
 * @param traffic - Default: any.
 * @param names - The inputs to use. Default: all.
 */
export function scriptBehindOpening(
  subject: Subject,
  maxLength: number,
  traffic: fc.Arbitrary<Traffic> = anyTraffic(subject.role),
  names?: readonly string[],
): fc.Arbitrary<Script> {
  const { opening = new Uint8Array(0) } = subject;
  const steps = fc.array(step(subject, names), { size: 'max', maxLength });
  return fc.tuple(traffic, steps).map(([{ bytes }, rest]) => ({
    stream: concat(opening, bytes),
    steps: [...openingSteps(subject), ...rest],
  }));
}

function openingSteps({ opening }: Subject): readonly Step[] {
  if (opening === undefined) return [];
  return [{ type: 'receive', size: opening.length }, { type: 'accept' }];
}
