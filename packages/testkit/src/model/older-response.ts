/**
 * The client's verdict on the response of a Hixie handshake (hixie-75 §4.1, hybi-00 §4.1).
 *
 * @module
 */

import { challengeAnswer, KEY3_LENGTH } from './challenge.ts';
import { type ModelHead, readHead, valuesOf } from './head.ts';
import type { HixieName } from './older-versions.ts';
import type { HandshakeRule } from './rule.ts';

/** The contents of the client's request. */
export interface HixieAsked {
  readonly version: HixieName;
  readonly origin: string;
  /** The URL that it connects to. */
  readonly location: string;
  /** Default: none. */
  readonly subprotocol?: string | undefined;
  /** The answer to its challenge; empty in hixie-75. */
  readonly answer: Uint8Array;
}

/** A rule of a response. */
export type HixieResponseRule =
  | HandshakeRule
  | 'answer-status-line-wrong'
  | 'answer-upgrade-not-first'
  | 'answer-upgrade-wrong'
  | 'answer-origin-wrong'
  | 'answer-location-wrong'
  | 'answer-subprotocol-wrong'
  | 'challenge-answer-wrong';

/** The result for the bytes so far. */
export type HixieResponseJudgement =
  | { readonly kind: 'need-more' }
  | {
      readonly kind: 'failed';
      /** All rules broken: which of them an implementation names is its choice. */
      readonly broken: readonly HixieResponseRule[];
      readonly offset: number;
    }
  | { readonly kind: 'rejected'; readonly status: number }
  /** The length is that of all bytes before the first frame. */
  | { readonly kind: 'established'; readonly length: number };

/**
 * Reads the contents of a Hixie client's request.
 *
 * @param request - All that it has sent.
 * @returns `undefined` if it is not a request of the version (hybi-00 §4.1, steps 5 to 27).
 */
export function hixieAsked(request: Uint8Array, version: HixieName): HixieAsked | undefined {
  const reading = readHead(request, 'request', {});
  if (reading.kind !== 'head') return undefined;
  const { head } = reading;
  const [method, target] = head.firstLine.split(' ');
  const only = (name: string): string | undefined => {
    const values = valuesOf(head, name);
    return values.length === 1 ? values[0] : undefined;
  };
  const [host, origin] = [only('host'), only('origin')];
  const isPlain = head.fields.slice(0, 2).map(([name, value]) => `${name}: ${value}`);
  const isUpgrade = only('upgrade') === 'WebSocket' && only('connection') === 'Upgrade';
  if (method !== 'GET' || host === undefined || origin === undefined || !isUpgrade)
    return undefined;
  if (version === 'hixie-75' && isPlain.join() !== 'Upgrade: WebSocket,Connection: Upgrade') {
    return undefined;
  }
  const isLowerCase = [host, origin].every((its) => its === its.toLowerCase());
  const key3 = request.slice(head.length);
  if (!isLowerCase || key3.length !== (version === 'hixie-76' ? KEY3_LENGTH : 0)) return undefined;
  const prefix = version === 'hixie-76' ? 'sec-' : '';
  return {
    version,
    origin,
    location: `ws://${host}${target}`,
    subprotocol: only(`${prefix}websocket-protocol`),
    answer: version === 'hixie-76' ? answerTo(head, key3) : key3,
  };
}

function answerTo(head: ModelHead, key3: Uint8Array): Uint8Array {
  const [key1, key2] = ['1', '2'].map((n) => valuesOf(head, `sec-websocket-key${n}`).join());
  return challengeAnswer(key1!, key2!, key3);
}

/**
 * Judges a response.
 *
 * @param bytes - All bytes received on the connection; no interim responses.
 */
export function judgeHixieResponse(bytes: Uint8Array, asked: HixieAsked): HixieResponseJudgement {
  const reading = readHead(bytes, 'status', {});
  if (reading.kind === 'need-more') return reading;
  if (reading.kind === 'broken') {
    return { kind: 'failed', broken: [reading.rule], offset: reading.offset };
  }
  const { head } = reading;
  const status = Number(head.firstLine.split(' ')[1]);
  if (status !== 101) return { kind: 'rejected', status };
  const broken = brokenBy(head, asked);
  if (broken.length > 0) return { kind: 'failed', broken, offset: head.length - 1 };
  const come = bytes.subarray(head.length, head.length + asked.answer.length);
  const wrong = come.findIndex((octet, i) => octet !== asked.answer[i]);
  if (wrong !== -1) {
    return { kind: 'failed', broken: ['challenge-answer-wrong'], offset: head.length + wrong };
  }
  const length = head.length + asked.answer.length;
  return bytes.length < length ? { kind: 'need-more' } : { kind: 'established', length };
}

function brokenBy(head: ModelHead, asked: HixieAsked): readonly HixieResponseRule[] {
  const { version, origin, location, subprotocol } = asked;
  const prefix = version === 'hixie-76' ? 'sec-' : '';
  const isOnce = (name: string, value: string | undefined): boolean =>
    valuesOf(head, `${prefix}websocket-${name}`).join('\n') === (value ?? '') &&
    valuesOf(head, `${prefix}websocket-${name}`).length === (value === undefined ? 0 : 1);
  const own = version === 'hixie-76' ? begins76(head) : begins75(head);
  const checks: readonly (readonly [HixieResponseRule, boolean])[] = [
    ...own,
    ['answer-origin-wrong', isOnce('origin', origin)],
    ['answer-location-wrong', isOnce('location', location)],
    ['answer-subprotocol-wrong', isOnce('protocol', subprotocol)],
  ];
  return checks.filter(([, isKept]) => !isKept).map(([rule]) => rule);
}

type Check = readonly [HixieResponseRule, boolean];

/** Step 41: in exactly this spelling, and once. */
function begins76(head: ModelHead): readonly Check[] {
  const isUpgrade = valuesOf(head, 'upgrade').join() === 'WebSocket';
  const isConnection = valuesOf(head, 'connection').join().toLowerCase() === 'upgrade';
  return [['answer-upgrade-wrong', isUpgrade && isConnection]];
}

/** The draft compares bytes. */
function begins75(head: ModelHead): readonly Check[] {
  const first = head.fields.slice(0, 2).map(([name, value]) => `${name}: ${value}`);
  return [
    ['answer-status-line-wrong', head.firstLine === 'HTTP/1.1 101 Web Socket Protocol Handshake'],
    ['answer-upgrade-not-first', first.join() === 'Upgrade: WebSocket,Connection: Upgrade'],
  ];
}
