/**
 * Outcomes: the expectations of a case, in a small language, and whether an observation meets them.
 *
 *     101                 the connection is established and goes on: `deliver`
 *     101 no extension    the same, and no extension is in use
 *     101 bare            the same, and the response announces no body
 *     101 any accept      a 101 that is right but for the value of Sec-WebSocket-Accept
 *     101 older version   a 101 of a version that has no Sec-WebSocket-Accept
 *     101 subprotocol     the same, and a subprotocol is in use
 *     101 OUTCOME         established, then any of the outcomes below
 *     no101               a final response of another status, or an end without one
 *     no101 version       the same, with Sec-WebSocket-Version that lists 13
 *     no101 upgrade       the same, and a 426 has Upgrade
 *     no101 garbled       bytes that are no response
 *     no101 unlisted      the same, and the version asked for is not among those of Sec-WebSocket-Version
 *     no101 then 101 or end   a second request on the connection is served, or the connection has ended
 *     deliver             each message comes back once and whole where the testee is known to echo, the ping
 *                         after everything is answered, no Close frame comes
 *     deliver end         each message comes back, then the stream ends
 *     echo TEXT …         these texts come back, the ping after everything is answered, no Close frame comes
 *     pong                as deliver, and the last ping of the script is answered before the next one is sent
 *     alive               the ping after everything is answered
 *     linear              four times the repetitions take at most six times the time
 *     fail [CODE …]       a Close frame with one of these codes (none: any)
 *     close [CODE|same]   our Close frame is answered, by that code (1005: an empty frame; same: ours)
 *     closes [CODE [REASON]]   the testee closes by itself, with this code and reason
 *     drop                the stream ends without a response, or without a Close frame
 *     end                 the stream ends, or we have ended it
 *     silent              nothing happens
 *     any                 anything
 *
 * The end of TCP after a Close frame is part of the outcome only where a word says so: `end` (the stream ends), `fin`
 * (by FIN), `first` (before we end our half) and `last` (once we have ended it).
 *
 * Of clients alone:
 *
 *     refuse              the stream ends, and the client has sent no frame, or a Close frame alone
 *     request host        deliver, and the request has the host and port that the client was given
 *     request key         deliver, and no earlier request had the same key
 *     request bare        deliver, and the request has no field that belongs to a response, and announces no body
 *     keys                deliver, and the masking keys are all different and no mere sequence
 *     close CODE last     close CODE, and the client leaves it to us to end the stream
 *
 * @module
 */

import type { FrameJudgement } from '@sansocket/testkit/model';
import { closeIn, type HandshakeAnswer, mayConverse, type Observation } from './observation.ts';

/** The context of a comparison besides the observation. */
export interface Expected {
  /** The required reaction to our frames; `undefined` if there is only the handshake. */
  readonly judgement: FrameJudgement | undefined;
  /** Whether the testee sends messages back. */
  readonly isEcho: boolean;
  /** Sec-WebSocket-Version of the request. */
  readonly version?: string | undefined;
}

/** Four times the work, and half as much again for noise. */
const MOST_GROWTH = 6;

/** Whether an observation is one of some outcomes. */
export function fits(
  outcomes: readonly string[],
  observation: Observation,
  expected: Expected,
): boolean {
  return outcomes.some((outcome) => fitsOne(outcome, observation, expected));
}

function fitsOne(outcome: string, observation: Observation, expected: Expected): boolean {
  const { handshake, end } = observation;
  const [word = '', ...rest] = outcome.split(' ');
  if (word === '101') return fits101(rest.join(' '), observation, expected);
  if (word === 'no101') return fitsNo101(rest.join(' '), observation, expected);
  if (word === 'any') return true;
  const canConverse = mayConverse(observation);
  if (word === 'drop' && !canConverse) return handshake.kind === 'none' && end !== undefined;
  if (word === 'end') return end !== undefined;
  if (word === 'silent' && handshake.kind === 'none') return end === undefined;
  if (!canConverse) return false;
  return (
    fitsOpen(word, rest, observation, expected) ?? fitsEnding(word, rest, observation, expected)
  );
}

/** @returns `undefined` for a word about the end of the connection. */
function fitsOpen(
  word: string,
  rest: readonly string[],
  observation: Observation,
  expected: Expected,
): boolean | undefined {
  const isOpen = observation.isAlive === true && closeIn(observation) === undefined;
  switch (word) {
    case 'deliver':
      if (!isDelivered(observation.events, expected)) return false;
      return rest.includes('end') ? observation.end !== undefined : isOpen;
    case 'echo':
      return isOpen && (!expected.isEcho || textsIn(observation).join(' ') === rest.join(' '));
    case 'pong':
      return fitsOne('deliver', observation, expected) && isAnswered(observation, expected);
    case 'alive':
      return isOpen;
    case 'linear':
      return observation.growth !== undefined && observation.growth <= MOST_GROWTH;
    default:
      return undefined;
  }
}

function fitsEnding(
  word: string,
  rest: readonly string[],
  observation: Observation,
  expected: Expected,
): boolean {
  const close = closeIn(observation);
  const { handshake, end, isAlive, events } = observation;
  switch (word) {
    case 'fail':
      return close !== undefined && fitsFail(rest, close.code, observation);
    case 'close':
      return close !== undefined && fitsClose(rest, close.code, observation, expected);
    case 'closes':
      return (
        close !== undefined && isOf(rest.slice(0, 1), close.code) && fitsReason(rest, close.reason)
      );
    case 'drop':
      return close === undefined && end !== undefined;
    case 'refuse':
      return end !== undefined && sendsNothing(observation);
    case 'request':
      return fitsOne('deliver', observation, expected) && fitsRequest(rest.join(' '), handshake);
    case 'keys':
      return fitsOne('deliver', observation, expected) && areRandom(keysOfMasks(observation));
    case 'silent':
      return end === undefined && isAlive !== true && events.every(({ type }) => type === 'frame');
    default:
      throw new Error(`Unknown outcome '${word}'`);
  }
}

function fits101(rest: string, observation: Observation, expected: Expected): boolean {
  const { handshake } = observation;
  if (rest === 'any accept' || rest === 'older version') return fitsAccept(rest, handshake);
  if (handshake.kind !== 'established') return false;
  const names = handshake.fields.map(([name]) => name.toLowerCase());
  switch (rest) {
    case 'no extension':
      return handshake.extensions.length === 0 && fitsOne('deliver', observation, expected);
    case 'subprotocol':
      return handshake.subprotocol !== undefined && fitsOne('deliver', observation, expected);
    case 'bare':
      return (
        !names.includes('content-length') &&
        !names.includes('transfer-encoding') &&
        fitsOne('deliver', observation, expected)
      );
    default:
      return fitsOne(rest === '' ? 'deliver' : rest, observation, expected);
  }
}

function fitsAccept(rest: string, handshake: HandshakeAnswer): boolean {
  if (handshake.kind !== 'broken' || handshake.rules.join() !== 'accept-value-wrong') return false;
  return rest === 'any accept' || !handshake.hasAccept;
}

function sendsNothing({ events, isAlive }: Observation): boolean {
  const frames = events.flatMap((event) => (event.type === 'frame' ? [event.header.opcode] : []));
  return isAlive !== true && frames.every((opcode) => opcode === 8);
}

function fitsRequest(rest: string, handshake: HandshakeAnswer): boolean {
  if (handshake.kind !== 'requested') return false;
  const names = handshake.fields.map(([name]) => name.toLowerCase());
  switch (rest) {
    case 'host':
      return handshake.isOurHost;
    case 'key':
      return handshake.isNewKey;
    case 'bare':
      return ['sec-websocket-accept', 'content-length', 'transfer-encoding'].every(
        (name) => !names.includes(name),
      );
    default:
      throw new Error(`Unknown outcome 'request ${rest}'`);
  }
}

/** The masking keys as numbers, of frames in order. */
function keysOfMasks({ events }: Observation): readonly number[] {
  return events.flatMap((event) => {
    const key = event.type === 'frame' ? event.header.maskingKey : undefined;
    return key === undefined ? [] : [Buffer.from(key).readUInt32BE(0)];
  });
}

/** With 32 keys of 32 bits by chance, two are the same once in ten million times. */
function areRandom(keys: readonly number[]): boolean {
  const steps = keys.slice(1).map((key, i) => (key - keys[i]!) >>> 0);
  return (
    keys.length >= 8 && new Set(keys).size === keys.length && new Set(steps).size > steps.length / 2
  );
}

function fitsNo101(
  rest: string,
  { handshake, second, end }: Observation,
  { version = '' }: Expected,
): boolean {
  if (handshake.kind === 'none') return rest === '' && end !== undefined;
  if (rest === 'garbled') {
    return handshake.kind === 'broken' && handshake.rules.includes('status-line-malformed');
  }
  if (handshake.kind !== 'refused') return false;
  switch (rest) {
    case 'version':
      return valuesOf(handshake, 'sec-websocket-version').includes('13');
    case 'unlisted':
      return !valuesOf(handshake, 'sec-websocket-version').includes(version);
    case 'upgrade':
      return handshake.status !== 426 || valuesOf(handshake, 'upgrade').includes('websocket');
    case 'then 101 or end':
      return second?.kind === 'established' || end !== undefined;
    default:
      return true;
  }
}

/** The elements of a list field, in small letters. */
function valuesOf(
  { fields }: Extract<HandshakeAnswer, { readonly kind: 'refused' }>,
  wanted: string,
): readonly string[] {
  return fields
    .filter(([name]) => name.toLowerCase() === wanted)
    .flatMap(([, value]) => value.toLowerCase().split(/\s*,\s*/));
}

function isOf(codes: readonly string[], code: number): boolean {
  return codes.length === 0 || codes.includes(String(code));
}

function fitsReason([, ...reason]: readonly string[], actual: string): boolean {
  return reason.length === 0 || reason.join(' ') === actual;
}

/** Whether TCP has ended as an outcome demands it. */
function fitsEnd(rest: readonly string[], { end, isEndFirst }: Observation): boolean {
  const isDemanded = endWords.some((word) => rest.includes(word));
  if (isDemanded && end === undefined) return false;
  if (rest.includes('fin') && end !== 'fin') return false;
  return rest.includes('last') ? !isEndFirst : isEndFirst || !rest.includes('first');
}

const endWords: readonly string[] = ['end', 'fin', 'first', 'last'];

function fitsFail(rest: readonly string[], code: number, observation: Observation): boolean {
  const codes = rest.filter((word) => !endWords.includes(word));
  return isOf(codes, code) && fitsEnd(rest, observation);
}

function fitsClose(
  rest: readonly string[],
  code: number,
  observation: Observation,
  { judgement }: Expected,
): boolean {
  const [wanted] = rest.filter((word) => !endWords.includes(word));
  const isCode =
    wanted === undefined ||
    String(code) === (wanted === 'same' ? String(judgement?.closing.code) : wanted);
  return isCode && fitsEnd(rest, observation);
}

function textsIn({ events }: Observation): readonly unknown[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.data] : []));
}

/** Messages come back in order and whole. Of pongs any may be left out but the last (§5.5.3). */
export function isDelivered(
  events: FrameJudgement['events'],
  { judgement, isEcho }: Expected,
): boolean {
  // Data that the RFC forbids has no correct content.
  if (!isEcho || judgement?.violation !== undefined) return true;
  const messages = keysOf(judgement?.events ?? [], 'message');
  const echoes = keysOf(events, 'message');
  return echoes.length === messages.length && echoes.every((echo, i) => echo === messages[i]);
}

function isAnswered({ events }: Observation, { judgement }: Expected): boolean {
  const ping = keysOf(judgement?.events ?? [], 'ping').at(-1);
  return ping !== undefined && keysOf(events, 'pong').includes(ping);
}

function keysOf(
  events: FrameJudgement['events'],
  type: 'message' | 'ping' | 'pong',
): readonly string[] {
  return events.filter((event) => event.type === type).map(keyOf);
}

/** Two events with one key have the same content. */
function keyOf(event: FrameJudgement['events'][number]): string {
  switch (event.type) {
    case 'message':
      return `${event.kind} ${typeof event.data === 'string' ? event.data : Buffer.from(event.data).toString('latin1')}`;
    case 'ping':
    case 'pong':
      return Buffer.from(event.payload).toString('latin1');
    default:
      return event.type;
  }
}
