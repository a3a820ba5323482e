/**
 * Outcomes: the expectations of a case, in a small language, and whether an observation meets them.
 *
 *     101                 the connection is established and goes on: `deliver`
 *     101 no extension    the same, and no extension is in use
 *     101 bare            the same, and the response announces no body
 *     101 subprotocol     the same, and a subprotocol is in use
 *     101 OUTCOME         established, then any of the outcomes below
 *     no101               a final response of another status, or an end without one
 *     no101 version       the same, with Sec-WebSocket-Version that lists 13
 *     no101 upgrade       the same, and a 426 has Upgrade
 *     no101 unlisted      the same, and the version asked for is not among those of Sec-WebSocket-Version
 *     no101 then 101 or end   a second request on the connection is served, or the connection has ended
 *     deliver             each message comes back once and whole where the testee is known to echo, the ping
 *                         behind everything is answered, no Close frame comes
 *     deliver end         each message comes back, then the stream ends
 *     echo TEXT …         these texts come back, the ping behind everything is answered, no Close frame comes
 *     pong                as deliver, and the last ping of the script is answered before the next one is sent
 *     alive               the ping behind everything is answered
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
 * (by FIN) and `first` (before we end our half).
 *
 * @module
 */

import type { FrameJudgement } from '@sansocket/testkit/model';
import { closeIn, type HandshakeAnswer, type Observation } from './observation.ts';

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
  const isEstablished = handshake.kind === 'established';
  if (word === 'drop' && !isEstablished) return handshake.kind === 'none' && end !== undefined;
  if (word === 'end') return end !== undefined;
  if (!isEstablished) return false;
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
  const { end, isAlive, events } = observation;
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
    case 'silent':
      return end === undefined && isAlive !== true && events.every(({ type }) => type === 'frame');
    default:
      throw new Error(`Unknown outcome '${word}'`);
  }
}

function fits101(rest: string, observation: Observation, expected: Expected): boolean {
  const { handshake } = observation;
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

function fitsNo101(
  rest: string,
  { handshake, second, end }: Observation,
  { version = '' }: Expected,
): boolean {
  if (handshake.kind === 'none') return rest === '' && end !== undefined;
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
  return (!rest.includes('fin') || end === 'fin') && (!rest.includes('first') || isEndFirst);
}

const endWords: readonly string[] = ['end', 'fin', 'first'];

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
