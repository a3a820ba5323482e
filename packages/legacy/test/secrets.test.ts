/**
 * No violation of an older opening handshake tells a value of the peer's head, as in RFC 6455: fields hold credentials.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { hixie75, hixie76, legacyViolations } from '@sansocket/legacy';
import { bytesOf } from '../../core/test/handshake/heads.ts';
import { concat } from '../../core/test/support/bytes.ts';
import { expectNoSecret, SECRET } from '../../core/test/support/expect-no-secret.ts';
import { challenges } from './support/challenges.ts';
import { olderClient, olderServer } from './support/ends.ts';
import { headOf } from './support/requests.ts';

const LINE = `GET /${SECRET}?token=${SECRET} HTTP/1.1`;

function hixie76Request(changes: Readonly<Record<string, string | undefined>>): Uint8Array {
  const fields: Readonly<Record<string, string | undefined>> = {
    Host: `${SECRET}.example`,
    Connection: 'Upgrade',
    Upgrade: 'WebSocket',
    'Sec-WebSocket-Key1': challenges[0]!.key1,
    'Sec-WebSocket-Key2': challenges[0]!.key2,
    Origin: `http://${SECRET}.example`,
    Cookie: SECRET,
    'Sec-WebSocket-Protocol': SECRET,
    ...changes,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return concat(headOf(LINE, ...lines), challenges[0]!.key3);
}

const HIXIE_ANSWER: Readonly<Record<string, string>> = {
  Upgrade: 'WebSocket',
  Connection: 'Upgrade',
  'WebSocket-Origin': 'http://example.com',
  'WebSocket-Location': 'ws://example.com/demo',
};

function hixieAnswer(
  changes: Readonly<Record<string, string>>,
  reason = 'Web Socket Protocol Handshake',
  prefix = '',
): Uint8Array {
  const fields = Object.entries({ ...HIXIE_ANSWER, ...changes, 'Set-Cookie': SECRET });
  const lines = fields.map(
    ([name, value]) => `${name.replace(/^WebSocket/, `${prefix}WebSocket`)}: ${value}`,
  );
  return headOf(`HTTP/1.1 101 ${reason}`, ...lines);
}

/** Requests that break a rule of an older version. */
const olderRequests: Readonly<Record<string, readonly Uint8Array[]>> = {
  'origin-missing': [hixie76Request({ Origin: undefined })],
  'challenge-key-missing': [hixie76Request({ 'Sec-WebSocket-Key1': undefined })],
  'challenge-key-without-number': [hixie76Request({ 'Sec-WebSocket-Key1': 'hunter two' })],
  'challenge-key-without-spaces': [hixie76Request({ 'Sec-WebSocket-Key1': SECRET })],
  'challenge-key-not-multiple': [
    hixie76Request({ 'Sec-WebSocket-Key2': `${SECRET} 1 ${SECRET} x` }),
  ],
  'subprotocol-malformed': [hixie76Request({ 'Sec-WebSocket-Protocol': `${SECRET}\xe9` })],
};

/** Answers that break a rule of Hixie-75, or of Hixie-76. */
const olderAnswers: readonly (readonly [rule: string, 75 | 76, Uint8Array])[] = [
  ['answer-status-line-wrong', 75, hixieAnswer({}, SECRET)],
  ['answer-upgrade-not-first', 75, hixieAnswer({ Upgrade: SECRET })],
  ['answer-origin-wrong', 75, hixieAnswer({ 'WebSocket-Origin': SECRET })],
  ['answer-location-wrong', 75, hixieAnswer({ 'WebSocket-Location': SECRET })],
  ['answer-subprotocol-wrong', 75, hixieAnswer({ 'WebSocket-Protocol': SECRET })],
  ['answer-upgrade-wrong', 76, hixieAnswer({ Upgrade: SECRET }, SECRET, 'Sec-')],
  [
    'challenge-answer-wrong',
    76,
    concat(hixieAnswer({}, SECRET, 'Sec-'), bytesOf(`${SECRET}${SECRET}${SECRET}`)),
  ],
];

describe('no secret is in the detail of a violation', () => {
  it.each(
    Object.entries(olderRequests).flatMap(([rule, all]) =>
      all.map((bytes) => [rule, bytes] as const),
    ),
  )('%s of a request of Hixie-76', (rule, bytes) => {
    expectNoSecret(olderServer(), bytes, rule);
  });

  it.each(olderAnswers)('%s of an answer of Hixie-%d', (rule, version, bytes) => {
    expectNoSecret(olderClient(version === 75 ? hixie75 : hixie76), bytes, rule);
  });

  it('is a claim about every rule of the opening handshakes', () => {
    const opening = Object.keys(legacyViolations).filter((rule) => !/frame/.test(rule));
    const tried = [...Object.keys(olderRequests), ...olderAnswers.map(([rule]) => rule)];
    expect(new Set(tried)).toEqual(new Set(opening));
  });
});
