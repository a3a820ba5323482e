/** @module */
import fc from 'fast-check';
import type { Step } from '../session.ts';
import { message } from './message.ts';

/**
 * One input of a session. A server's `accept` comes often, and the end of the transport seldom.
 */
export function step(): fc.Arbitrary<Step> {
  return fc.oneof(
    { weight: 8, arbitrary: receive() },
    { weight: 3, arbitrary: fc.constant<Step>({ type: 'accept' }) },
    { weight: 5, arbitrary: send() },
    { weight: 3, arbitrary: fc.constant<Step>({ type: 'credit' }) },
    { weight: 2, arbitrary: wait() },
    { weight: 2, arbitrary: ping() },
    { weight: 1, arbitrary: close() },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('end', 'error', 'reject', 'pong', 'pause', 'resume')
        .map((type): Step => ({ type })),
    },
  );
}

function receive(): fc.Arbitrary<Step> {
  const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 100, max: 400 }));
  return size.map((bytes) => ({ type: 'receive', size: bytes }));
}

function send(): fc.Arbitrary<Step> {
  return fc
    .tuple(message(), fc.boolean())
    .map(([{ data }, fin]): Step => ({ type: 'send', data, fin }));
}

/** The landmarks are the default timeouts. */
function wait(): fc.Arbitrary<Step> {
  const ms = fc.oneof(
    fc.nat({ max: 100 }),
    fc.constantFrom(2_000, 10_000, 20_000, 30_000, 100_000),
  );
  return ms.map((time) => ({ type: 'wait', ms: time }));
}

/** Some payloads are too long. */
function ping(): fc.Arbitrary<Step> {
  const payload = fc.oneof(fc.uint8Array({ maxLength: 4 }), fc.constant(new Uint8Array(126)));
  return payload.map((bytes) => ({ type: 'ping', payload: bytes }));
}

/** Some codes may not be sent, some reasons are too long. */
function close(): fc.Arbitrary<Step> {
  return fc.record({
    type: fc.constantFrom('close' as const, 'fail' as const),
    code: fc.constantFrom(1000, 1000, 1001, 3000, 4999, 1005, 1006, 999),
    reason: fc.oneof(fc.string({ maxLength: 10 }), fc.constant('x'.repeat(124))),
  });
}
