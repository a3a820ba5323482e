/** The model of the versions before RFC 6455, by what their drafts and implementations of their time show. @module */
import { describe, expect, it } from '@jest/globals';
import {
  challengeAnswer,
  hixieAsked,
  judgeFrames,
  judgeHixieFrames,
  judgeHixieResponse,
  judgeOlderRequest,
  type OlderName,
} from '@sansocket/testkit/model';
import { latin1 } from '@sansocket/testkit/wire';

const VERSIONS: readonly OlderName[] = ['hixie-75', 'hixie-76', 7, 8];

/** The key of the draft's own examples, a character for a byte. */
const challenges: readonly (readonly [string, string, string, string])[] = [
  ['4 @1  46546xW%0l 1 5', '12998 5 Y3 1  .P00', '^n:ds[4U', "8jKS'y:G*Co,Wxa-"],
  [
    '18x 6]8vM;54 *(5:  {   U1]8  z [  8',
    '1_ tx7X d  <  nw  334J702) 7]o}` 0',
    'Tm[K T2u',
    'fQJ,fN/4F4!~K~MH',
  ],
  ['3e6b263  4 17 80', '17  9 G`ZD9   2 2b 7X 3 /r90', 'WjN}|M(6', 'n`9eBk9z$R8pOtVb'],
];

const [KEY1, KEY2, KEY3, ANSWER] = challenges[0]!;

/** The request of hybi-00 §1.2. */
function request76(key1 = KEY1, key2 = KEY2): string {
  return [
    'GET /demo HTTP/1.1',
    'Host: example.com',
    'Connection: Upgrade',
    `Sec-WebSocket-Key2: ${key2}`,
    'Upgrade: WebSocket',
    `Sec-WebSocket-Key1: ${key1}`,
    'Origin: http://example.com',
    '',
    KEY3,
  ].join('\r\n');
}

const RESPONSE_76 = [
  'HTTP/1.1 101 WebSocket Protocol Handshake',
  'Upgrade: WebSocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Origin: http://example.com',
  'Sec-WebSocket-Location: ws://example.com/demo',
];

describe('challengeAnswer()', () => {
  it.each(challenges)('answers %j and %j with %j by %j (hybi-00 §1.2, §1.3, §5.2)', (...all) => {
    const [key1, key2, key3, answer] = all;
    expect(challengeAnswer(key1, key2, latin1(key3))).toEqual(latin1(answer));
  });
});

describe('judgeOlderRequest()', () => {
  it('knows the example of hybi-00 and its answer', () => {
    expect(judgeOlderRequest(latin1(request76()), VERSIONS)).toMatchObject({
      kind: 'acceptable',
      version: 'hixie-76',
      response: RESPONSE_76,
      trailer: latin1(ANSWER),
    });
  });

  it('waits for the last bytes of the third key', () => {
    const judgement = judgeOlderRequest(latin1(request76()).slice(0, -1), VERSIONS);
    expect(judgement).toMatchObject({ kind: 'acceptable', trailer: undefined });
  });

  it.each([
    ['2 L785 8o% s9Sy9@V. 4<1P5', 'challenge-key-not-multiple'],
    // Of the example, as pages that join spaces show it.
    ['4 @1 46546xW%0l 1 5', 'challenge-key-not-multiple'],
    ['4294967 296', 'challenge-key-without-number'],
    ['a b', 'challenge-key-without-number'],
    ['12345', 'challenge-key-without-spaces'],
  ])('refuses the key %j', (key1, rule) => {
    const judgement = judgeOlderRequest(latin1(request76(key1)), VERSIONS);
    expect(judgement).toMatchObject({ kind: 'refused', broken: [rule] });
  });

  it('takes a request without anything that names a version for hixie-75', () => {
    const request = [
      'GET /demo HTTP/1.1',
      'Upgrade: WebSocket',
      'Connection: Upgrade',
      'Host: example.com',
      'Origin: http://example.com',
      '\r\n',
    ].join('\r\n');
    expect(judgeOlderRequest(latin1(request), VERSIONS)).toMatchObject({
      version: 'hixie-75',
      response: [
        'HTTP/1.1 101 Web Socket Protocol Handshake',
        'Upgrade: WebSocket',
        'Connection: Upgrade',
        'WebSocket-Origin: http://example.com',
        'WebSocket-Location: ws://example.com/demo',
      ],
    });
    expect(judgeOlderRequest(latin1(request), [7, 8]).kind).toBe('refused');
  });
});

describe('judgeHixieResponse()', () => {
  const asked = hixieAsked(latin1(request76()), 'hixie-76')!;

  it('takes the example of hybi-00, and names the byte of an answer that is wrong', () => {
    const head = `${RESPONSE_76.join('\r\n')}\r\n\r\n`;
    const established = { kind: 'established', length: head.length + 16 };
    expect(judgeHixieResponse(latin1(head + ANSWER), asked)).toEqual(established);
    const wrong = `${ANSWER.slice(0, 5)}!${ANSWER.slice(6)}`;
    expect(judgeHixieResponse(latin1(head + wrong), asked)).toEqual({
      kind: 'failed',
      broken: ['challenge-answer-wrong'],
      offset: head.length + 5,
    });
  });

  it('wants the bytes of the first three lines in hixie-75 (hixie-75 §4.1)', () => {
    const request = [
      'GET /demo HTTP/1.1',
      'Upgrade: WebSocket',
      'Connection: Upgrade',
      'Host: example.com',
      'Origin: http://example.com',
      '\r\n',
    ].join('\r\n');
    const asked75 = hixieAsked(latin1(request), 'hixie-75')!;
    const lines = [
      'HTTP/1.1 101 Web Socket Protocol Handshake',
      'Upgrade: WebSocket',
      'Connection: Upgrade',
      'WebSocket-Origin: http://example.com',
      'WebSocket-Location: ws://example.com/demo',
      '\r\n',
    ];
    const judged = (from: string, to: string) =>
      judgeHixieResponse(latin1(lines.join('\r\n').replace(from, to)), asked75);
    expect(judged('', '')).toMatchObject({ kind: 'established' });
    expect(judged('Web Socket', 'WebSocket')).toMatchObject({
      broken: ['answer-status-line-wrong'],
    });
    expect(judged('Upgrade: WebSocket', 'Upgrade: websocket')).toMatchObject({
      broken: ['answer-upgrade-not-first'],
    });
  });

  it('wants the location and the origin as they were asked for', () => {
    const head = `${RESPONSE_76.join('\r\n')}\r\n\r\n`.replace('/demo', '/other');
    expect(judgeHixieResponse(latin1(head), asked)).toMatchObject({
      broken: ['answer-location-wrong'],
    });
  });
});

describe('judgeHixieFrames()', () => {
  it.each<[string, readonly string[]]>([
    ['\x00Hello\xff', ['Hello']],
    ['\x00\xff', ['']],
    ['\x80\x02He\x00Hello\xff', ['Hello']],
    ['fH\xff\x00A\xff', ['A']],
    ['\x00Apple = \xef\xa3\xbf\xff', ['Apple = \uf8ff']],
    ['\xff\x00', ['close']],
    ['\xff\x02xy\x00yo\xff', ['yo']],
    ['\xff\x80\x80\x00', ['close']],
    ['\x00\x80\xff', ['\ufffd']],
    ['\x80\x00\xff\x00\x00behind\xff', ['close']],
    ['\x81\x81\x00', []],
  ])('reads %j as %j (hybi-00 §4.2)', (bytes, expected) => {
    const { events, violation } = judgeHixieFrames(latin1(bytes), { version: 'hixie-76' });
    expect(events.map((event) => (event.type === 'message' ? event.data : 'close'))).toEqual(
      expected,
    );
    expect(violation).toBeUndefined();
  });

  it('passes FF 00 over in hixie-75', () => {
    const { events } = judgeHixieFrames(latin1('\xff\x00\x00A\xff'), { version: 'hixie-75' });
    expect(events).toEqual([{ type: 'message', kind: 'text', data: 'A' }]);
  });

  it('replaces what is not UTF-8 as a browser does', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (const text of [
      '\xe0\x80a',
      '\xf0\x9f\x98',
      '\xc3\xc3\xa4',
      'a\xed\xa0\x80',
      '\xf4\x90\xfe',
    ]) {
      const { events } = judgeHixieFrames(latin1(`\x00${text}\xff`), { version: 'hixie-76' });
      expect(events).toMatchObject([{ data: decoder.decode(latin1(text)) }]);
    }
  });

  it('names the byte at which a limit is broken', () => {
    const setup = { version: 'hixie-76', limits: { maxFrameBytes: 200 }, offset: 10 } as const;
    const fault = (bytes: string) => judgeHixieFrames(latin1(bytes), setup).violation;
    const closeCode = 1006;
    expect(fault(`\x00${'a'.repeat(201)}`)).toEqual({
      rule: 'delimited-frame-too-long',
      closeCode,
      offset: 211,
    });
    expect(fault('\x80\x81\x48')).toBeUndefined();
    expect(fault('\x80\x81\x49')).toEqual({
      rule: 'counted-frame-too-long',
      closeCode,
      offset: 12,
    });
    const first = { version: 'hixie-76', limits: { maxFrameBytes: 200 } } as const;
    const whole = latin1(`\x00A\xff\x80\x81\x49`);
    expect(judgeHixieFrames(whole, first).violation).toMatchObject({ offset: 5 });
    expect(fault(`\x80${'\x80'.repeat(10)}`)).toEqual({
      rule: 'frame-length-too-long',
      closeCode,
      offset: 20,
    });
  });
});

describe('judgeFrames() of drafts 07 to 12', () => {
  const judged = (bytes: string, isDraft: boolean) =>
    judgeFrames(latin1(bytes), { role: 'client', isDraft, limits: { maxFrameBytes: 300 } });

  it('takes a length in any form', () => {
    const long = '\x81\x7e\x00\x05Hello';
    expect(judged(long, true).events).toMatchObject([{}, { type: 'message', data: 'Hello' }]);
    expect(judged(long, false).violation).toMatchObject({ rule: 'length-not-minimal' });
  });

  it('knows close code 1004 for what is too large', () => {
    expect(judged('\x88\x02\x03\xec', true).events).toMatchObject([{}, { code: 1004 }]);
    expect(judged('\x88\x02\x03\xec', false).violation).toBeDefined();
    expect(judged('\x82\x7e\x02\x00', true).violation).toMatchObject({ closeCode: 1004 });
  });
});
