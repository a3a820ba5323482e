/**
 * Scripts for connections restored from snapshots: they reach all state that a snapshot has to keep.
 *
 * @module
 */

import fc from 'fast-check';
import { concat, latin1, serializeFrame } from '../wire/index.ts';
import { type Script, type Step, scriptBehindOpening, step } from './steps.ts';
import type { Subject } from './subject.ts';
import { type TimedScript, timedSteps, timeout, type Weights } from './timed-steps.ts';
import { legalTraffic } from './traffic.ts';

/** Yields: inputs that a connection survives. Shrinks to: the opening handshake. */
export function usual(subject: Subject): fc.Arbitrary<Script> {
  return scriptBehindOpening(subject, 25, legalTraffic(subject.role), USUAL);
}

const USUAL: readonly string[] = [
  'receive',
  'credit',
  'sent',
  'wait',
  'send',
  'sendPart',
  'sendTextPart',
  'ping',
  'pong',
  'pause',
  'resume',
];

/**
 * Yields: pings of both ends, with or without pongs that answer them, and messages of both ends in parts. Shrinks to:
 * none.
 */
export function answered(subject: Subject): fc.Arbitrary<Script> {
  const { role, opening = new Uint8Array(0) } = subject;
  const maskingKey = role === 'server' ? Uint8Array.of(1, 2, 3, 4) : undefined;
  const payload = fc.constantFrom('', '\0\0\0\0', '\0\0\0\x01', 'a').map(latin1);
  const frame = fc.record({
    opcode: fc.constantFrom(9, 10, 10, 10, 10, DATA),
    fin: fc.boolean(),
    payload,
  });
  const part = fc.record({
    type: fc.constant('sendPart' as const),
    data: fc.constantFrom('a', 'a\ud83d', '\ude00', '\ude00\ud83d', ''),
    fin: fc.boolean(),
  });
  const other = fc.oneof<fc.Arbitrary<Step>[]>(
    payload.map((bytes) => ({ type: 'ping', payload: bytes })),
    fc.constantFrom(1, 7, 30_000).map((ms) => ({ type: 'wait', ms })),
    part,
    step(subject, ['sendTextPart', 'accept']),
    fc.constant({ type: 'credit' }),
    step(subject),
  );
  return fc.array(fc.oneof(frame, other), { maxLength: 30, size: 'max' }).map((items) => {
    let isBegun = false;
    const frames = items.map((one) => {
      if (!('opcode' in one)) return new Uint8Array(0);
      if (one.opcode !== DATA) return serializeFrame({ ...one, fin: true, maskingKey });
      const opcode = isBegun ? 0 : DATA;
      isBegun = !one.fin;
      return serializeFrame({ ...one, opcode, maskingKey });
    });
    const steps = items.map(
      (one, i): Step => ('opcode' in one ? { type: 'receive', size: frames[i]!.length } : one),
    );
    const { length } = opening;
    return {
      stream: concat(opening, ...frames),
      steps: [{ type: 'receive', size: length }, { type: 'accept' }, ...steps],
    };
  });
}

/** The opcode of a binary message. */
const DATA = 2;

/** Yields: timeouts of any size. Shrinks to: few inputs. */
export function anyTimes(subject: Subject): fc.Arbitrary<TimedScript> {
  return fc.record({
    limits: fc.record({
      outputHighWaterBytes: fc.constantFrom(65_536, 300, 20, 4, 0),
      maxBufferedBytes: fc.constantFrom(2 ** 26, 400),
      inputHighWaterBytes: fc.constantFrom(65_536, 10),
    }),
    timeouts: fc.record({
      openingHandshakeMs: fc.constant(Infinity),
      keepalivePingMs: timeout(),
      keepalivePongMs: timeout(),
      idleMs: timeout(),
      closingHandshakeMs: timeout(),
      lingerMs: timeout(),
      slowPeerMs: timeout(),
    }),
    steps: timedSteps(subject, WEIGHTS, 40),
  });
}

/** Yields: a peer that is silent for long while bytes leave: its silence counts from the time when they left. */
export function slowTimes(subject: Subject): fc.Arbitrary<TimedScript> {
  return fc.record({
    limits: fc.constantFrom({ outputHighWaterBytes: 65_536 }, { outputHighWaterBytes: 200 }),
    timeouts: fc.constant(SHORT_TIMES),
    steps: timedSteps(subject, SILENT, 40),
  });
}

/** Yields: an end that reads nothing for long, and checks now and then whether its peer is there. */
export function pausedTimes(subject: Subject): fc.Arbitrary<TimedScript> {
  return fc.record({
    limits: fc.constantFrom({ inputHighWaterBytes: 10 }, { inputHighWaterBytes: 40 }),
    timeouts: fc.constant({ ...SHORT_TIMES, keepalivePongMs: 5 }),
    steps: timedSteps(subject, PAUSED, 40),
  });
}

const SHORT_TIMES = {
  openingHandshakeMs: Infinity,
  keepalivePingMs: 5,
  keepalivePongMs: 2_000,
  idleMs: Infinity,
  closingHandshakeMs: 300,
  lingerMs: 200,
  slowPeerMs: 1_000,
};

/** Inputs that keep the connection open, with pings of its own that wait to leave and to be answered. */
const WEIGHTS: Weights = {
  head: 0,
  answer: 0,
  peer: 50,
  end: 1,
  reset: 1,
  leave: 70,
  clock: 40,
  wake: 15,
  due: 60,
  send: 40,
  ping: 15,
  pong: 6,
  close: 1,
  fail: 1,
  pause: 10,
  resume: 6,
};

const SILENT: Weights = { ...WEIGHTS, peer: 3, leave: 100, clock: 70, send: 70, ping: 3, pause: 1 };

const PAUSED: Weights = { ...WEIGHTS, peer: 40, due: 120, pause: 25, resume: 1, send: 3, ping: 3 };
