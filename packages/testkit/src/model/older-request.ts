/**
 * The server's verdict on the request of an opening handshake before RFC 6455 (hixie-75 §5, hybi-00 §5.2, hybi-07
 * §4.2): for the parts of HTTP that RFC 6455 also uses, the rules of RFC 6455.
 *
 * @module
 */

import { type ChallengeRule, challengeAnswer, KEY3_LENGTH, readChallengeKey } from './challenge.ts';
import { type ModelHead, readHead, valuesOf } from './head.ts';
import {
  brokenRules,
  hostIn,
  judgeRequest,
  type RequestJudgement,
  resourceNameIn,
} from './judge-request.ts';
import { type HixieName, type OlderName, versionAsked } from './older-versions.ts';
import type { HandshakeRule } from './rule.ts';

/** A rule of a request. */
export type OlderRequestRule =
  | HandshakeRule
  | ChallengeRule
  | 'origin-missing'
  | 'challenge-key-missing'
  | 'subprotocol-malformed';

/** The result for the bytes so far. */
export type OlderRequestJudgement =
  | { readonly kind: 'need-more' }
  | {
      readonly kind: 'refused';
      /** All rules broken: which of them an implementation names is its choice. */
      readonly broken: readonly OlderRequestRule[];
      readonly offset: number;
    }
  | {
      readonly kind: 'acceptable';
      /** 13 stands for RFC 6455. */
      readonly version: OlderName | 13;
      /** The head of a Hixie response, without the fields that an application adds. */
      readonly response: readonly string[] | undefined;
      /** The bytes of the answer after that head, once the third key has come. */
      readonly trailer: Uint8Array | undefined;
      /** Of the head, in bytes. */
      readonly headLength: number;
    };

/**
 * Judges a request to a server that knows these versions and RFC 6455, over TCP.
 *
 * @param bytes - All bytes received on the connection.
 */
export function judgeOlderRequest(
  bytes: Uint8Array,
  versions: readonly OlderName[],
): OlderRequestJudgement {
  const reading = readHead(bytes, 'request', {});
  const version = reading.kind === 'head' ? versionAsked(reading.head, versions) : undefined;
  if (reading.kind !== 'head' || version === undefined) return asOlder(judgeRequest(bytes));
  const { head } = reading;
  const isHixie = version === 'hixie-75' || version === 'hixie-76';
  const broken = isHixie ? brokenHixie(head, version) : brokenRules(asRfc6455(head));
  if (broken.length > 0) return { kind: 'refused', broken, offset: head.length - 1 };
  return {
    kind: 'acceptable',
    version,
    response: isHixie ? responseTo(head, version) : undefined,
    trailer: version === 'hixie-76' ? trailerTo(head, bytes) : undefined,
    headLength: head.length,
  };
}

function asOlder(judgement: RequestJudgement): OlderRequestJudgement {
  if (judgement.kind === 'need-more') return judgement;
  if (judgement.kind === 'refused') {
    return { kind: 'refused', broken: judgement.broken, offset: judgement.violation.offset };
  }
  const { length: headLength } = judgement;
  return { kind: 'acceptable', version: 13, response: undefined, trailer: undefined, headLength };
}

/** Up to draft 10 the origin has another name; if both fields are there, that one counts. */
function asRfc6455(head: ModelHead): ModelHead {
  const hasOld = valuesOf(head, 'sec-websocket-origin').length > 0;
  const fields = head.fields.flatMap(([name, value]) => {
    const its = name.toLowerCase();
    if (its === 'origin' && hasOld) return [];
    if (its === 'sec-websocket-origin') return [['Origin', value] as const];
    return [[name, its === 'sec-websocket-version' ? '13' : value] as const];
  });
  return { ...head, fields };
}

/** Fields of RFC 6455 mean nothing here. */
function brokenHixie(head: ModelHead, version: HixieName): readonly OlderRequestRule[] {
  const lengths = valuesOf(head, 'content-length');
  const announcesKey3 = version === 'hixie-76' && lengths.join() === `${KEY3_LENGTH}`;
  const others = head.fields.filter(([name]) => {
    const its = name.toLowerCase();
    return !/^(sec-)?websocket-/.test(its) && !(announcesKey3 && its === 'content-length');
  });
  const standIns = [
    ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ['Sec-WebSocket-Version', '13'],
  ] as const;
  const subprotocols = valuesOf(head, subprotocolName(version).toLowerCase());
  const keys = version === 'hixie-76' ? ['sec-websocket-key1', 'sec-websocket-key2'] : [];
  return [
    ...brokenRules({ ...head, fields: [...others, ...standIns] }),
    ...(valuesOf(head, 'origin').length === 0 ? ['origin-missing' as const] : []),
    ...(subprotocols.length > 1 ? ['field-repeated' as const] : []),
    ...(subprotocols.every((name) => /^[ -~]+$/.test(name))
      ? []
      : ['subprotocol-malformed' as const]),
    ...keys.flatMap((name) => brokenKey(valuesOf(head, name))),
  ];
}

function brokenKey(values: readonly string[]): readonly OlderRequestRule[] {
  const [key] = values;
  if (key === undefined) return ['challenge-key-missing'];
  if (values.length > 1) return ['field-repeated'];
  const { rule } = readChallengeKey(key);
  return rule === undefined ? [] : [rule];
}

function subprotocolName(version: HixieName): string {
  return `${version === 'hixie-76' ? 'Sec-' : ''}WebSocket-Protocol`;
}

/** For a server that chooses no subprotocol (hybi-00 §5.2 step 11, hixie-75 §5.2). */
function responseTo(head: ModelHead, version: HixieName): readonly string[] {
  const [space, prefix] = version === 'hixie-76' ? ['', 'Sec-'] : [' ', ''];
  return [
    `HTTP/1.1 101 Web${space}Socket Protocol Handshake`,
    'Upgrade: WebSocket',
    'Connection: Upgrade',
    `${prefix}WebSocket-Origin: ${valuesOf(head, 'origin').join()}`,
    `${prefix}WebSocket-Location: ws://${hostIn(head)}${resourceNameIn(head)}`,
  ];
}

function trailerTo(head: ModelHead, bytes: Uint8Array): Uint8Array | undefined {
  const key3 = bytes.slice(head.length, head.length + KEY3_LENGTH);
  if (key3.length < KEY3_LENGTH) return undefined;
  const [key1, key2] = ['1', '2'].map((n) => valuesOf(head, `sec-websocket-key${n}`).join());
  return challengeAnswer(key1!, key2!, key3);
}
