import { describe, expect, it } from '@jest/globals';
import {
  answerOf,
  hixie76,
  lenientHixie76,
  readChallengeKey,
  UnsupportedError,
} from '@sansocket/legacy';
import fc from 'fast-check';
import { ClientConnection, type ClientOptions } from 'sansocket';
import type { Version } from 'sansocket/connection';
import { fieldValues, HeadParser } from 'sansocket/handshake';
import { bytesOf } from '../../core/test/handshake/heads.ts';
import { assertLaw } from '../../core/test/support/assert-law.ts';
import { byteByByte, concat, inTwo } from '../../core/test/support/bytes.ts';
import type { End } from '../../core/test/support/end.ts';
import { olderClient } from './support/ends.ts';

const RESPONSE = [
  'HTTP/1.1 101 WebSocket Protocol Handshake',
  'Upgrade: WebSocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Origin: http://example.com',
  'Sec-WebSocket-Location: ws://example.com/demo',
  '\r\n',
].join('\r\n');

/** The request that a client has sent, and the answer to it. */
function asked(end: End): { text: string; answer: Uint8Array } {
  const text = end.text();
  end.credit();
  const bytes = bytesOf(text);
  const result = new HeadParser({ head: 'request' }).push(bytes);
  if (result.kind !== 'done') throw new Error('The request is no head');
  const parts = ['sec-websocket-key1', 'sec-websocket-key2'].map((name) => {
    const reading = readChallengeKey(fieldValues(result.head.fields, name).join());
    if (!reading.ok) throw new Error(`Field ${name} breaks ${reading.rule}`);
    return reading.part;
  });
  return { text, answer: answerOf([parts[0]!, parts[1]!], bytes.slice(result.rest)) };
}

/** What a client makes of a response to its own keys. */
function trial(response: string, version: Version = hixie76, options?: ClientOptions) {
  const end = olderClient(version, options);
  const { answer } = asked(end);
  return end.receive(concat(bytesOf(response), answer)).events();
}

describe('the client of hixie-76', () => {
  it('asks with two keys, a third behind the head, and its origin in lower case (§4.1)', () => {
    const options = { origin: 'HTTP://Example.COM', subprotocols: ['sample'] };
    const { text } = asked(olderClient(hixie76, { ...options, headers: [['Cookie', 'a=1']] }));
    const [head, key3] = [text.slice(0, -8), text.slice(-8)];
    const [line, ...fields] = head.trimEnd().split('\r\n');
    expect(line).toBe('GET /demo HTTP/1.1');
    expect(fields.filter((field) => !field.includes('-Key')).sort()).toEqual([
      'Connection: Upgrade',
      'Cookie: a=1',
      'Host: example.com',
      'Origin: http://example.com',
      'Sec-WebSocket-Protocol: sample',
      'Upgrade: WebSocket',
    ]);
    expect(fields.filter((field) => field.includes('-Key'))).toHaveLength(2);
    expect(key3).toHaveLength(8);
  });

  it('makes keys as the draft says, whatever the entropy (§4.1, steps 16 to 22)', () => {
    assertLaw(
      fc.property(fc.infiniteStream(fc.nat({ max: 255 })), (stream) => {
        const fillRandom = (bytes: Uint8Array): void => {
          for (let i = 0; i < bytes.length; i++) bytes[i] = stream.next().value as number;
        };
        const { text } = asked(olderClient(hixie76, { fillRandom }));
        for (const [, key = ''] of text.matchAll(/Sec-WebSocket-Key[12]: (.*)\r\n/g)) {
          const count = (pattern: RegExp): number => key.match(pattern)?.length ?? 0;
          expect(key).toMatch(/^[!-~](?:[ -~]*[!-~])?$/);
          expect(count(/ /g)).toBeGreaterThanOrEqual(1);
          expect(count(/ /g)).toBeLessThanOrEqual(12);
          expect(count(/[^ 0-9]/g)).toBeGreaterThanOrEqual(1);
          expect(count(/[^ 0-9]/g)).toBeLessThanOrEqual(12);
        }
      }),
      200,
    );
  });

  it.each([
    [0x00, '! 0'],
    [0xff, `4294967292${'~'.repeat(11)}${' '.repeat(12)}~`],
  ])('makes legal keys when all entropy is %i, which is taken in blocks', (byte, key) => {
    const lengths: number[] = [];
    const fillRandom = (bytes: Uint8Array): void => {
      lengths.push(bytes.length);
      bytes.fill(byte);
    };
    const { text, answer } = asked(olderClient(hixie76, { fillRandom }));
    expect(answer).toHaveLength(16);
    expect([...text.matchAll(/-Key[12]: (.*)\r\n/g)].map(([, made]) => made)).toEqual([key, key]);
    expect(lengths.filter((length) => length !== 8).length).toBeLessThanOrEqual(2);
  });

  it('is open once the 16 bytes of the answer are right, however they are cut (§4.1)', () => {
    const probe = asked(olderClient(hixie76));
    const stream = concat(bytesOf(RESPONSE), probe.answer, bytesOf('\x00Hi\xff'));
    for (const chunks of [byteByByte(stream), ...inTwo(stream)]) {
      const end = olderClient(hixie76);
      expect(asked(end).text).toBe(probe.text);
      const types = chunks.flatMap((chunk) => end.receive(chunk).types());
      expect(types).toEqual(['open', 'message']);
    }
  });

  it('fails at the first byte of the answer that is wrong (§4.1, step 45)', () => {
    for (let wrong = 0; wrong < 16; wrong++) {
      const end = olderClient(hixie76);
      const { answer } = asked(end);
      answer[wrong]! ^= 1;
      const head = bytesOf(RESPONSE);
      end.receive(concat(head, answer.slice(0, wrong)));
      expect(end.types()).toEqual([]);
      expect(end.connection.wantsInput).toBe(true);
      expect(end.receive(answer.slice(wrong, wrong + 1)).events()).toMatchObject([
        { type: 'violation', rule: 'challenge-answer-wrong', offset: head.length + wrong },
      ]);
      expect(end.output()).toEqual(['end']);
    }
  });

  it.each([
    ['answer-upgrade-wrong', 'Upgrade: WebSocket', 'Upgrade: websocket'],
    ['answer-upgrade-wrong', 'Upgrade: WebSocket\r\n', ''],
    ['answer-upgrade-wrong', 'Connection: Upgrade', 'Connection: keep-alive, Upgrade'],
    ['answer-origin-wrong', 'Sec-WebSocket-Origin: http://example.com\r\n', ''],
    ['answer-origin-wrong', 'Origin: http:', 'Origin: https:'],
    ['answer-origin-wrong', /(Sec-WebSocket-Origin.*\r\n)/, '$1$1'],
    ['answer-origin-wrong', 'Sec-WebSocket-Origin', 'WebSocket-Origin'],
    ['answer-location-wrong', 'ws://', 'wss://'],
    ['answer-location-wrong', 'Sec-WebSocket-Location', 'WebSocket-Location'],
    ['answer-subprotocol-wrong', '\r\n\r\n', '\r\nSec-WebSocket-Protocol: sample\r\n\r\n'],
  ])('fails with %s: %s becomes %s (§4.1, step 41)', (rule, search, replacement) => {
    const response = RESPONSE.replace(search, replacement);
    expect(trial(response)).toMatchObject([
      { type: 'violation', rule, closeCode: 1006, offset: response.length - 1 },
    ]);
  });

  it('counts on behind the answer to the challenge', () => {
    const end = olderClient(hixie76, { limits: { maxFrameBytes: 125 } });
    const { answer } = asked(end);
    const head = bytesOf(RESPONSE);
    const events = end.receive(concat(head, answer, bytesOf('\x80\x7e'))).events();
    expect(events).toMatchObject([
      { type: 'open' },
      { rule: 'counted-frame-too-long', offset: head.length + 16 + 1 },
    ]);
  });

  it('asks for a subprotocol of one character, with fields whose names only look like its own', () => {
    const headers = [
      'X-Upgrade',
      'Upgrade-Insecure-Requests',
      'X-Host',
      'Origins',
      'X-WebSocket-A',
    ];
    const { text } = asked(
      olderClient(hixie76, {
        subprotocols: ['a'],
        headers: headers.map((name) => [name, '1'] as const),
      }),
    );
    expect(text).toContain('\r\nSec-WebSocket-Protocol: a\r\n');
    expect([...text.matchAll(/(.*): 1\r\n/g)].map(([, name]) => name).sort()).toEqual(
      headers.sort(),
    );
  });

  it('demands the subprotocol that it asked for', () => {
    const named = RESPONSE.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: sample\r\n\r\n');
    const options = { subprotocols: ['sample'] };
    expect(trial(named, hixie76, options)).toMatchObject([{ type: 'open', subprotocol: 'sample' }]);
    expect(trial(RESPONSE, hixie76, options)).toMatchObject([{ rule: 'answer-subprotocol-wrong' }]);
  });

  it('takes names without Sec- where it is told to', () => {
    const lenient = lenientHixie76({ unprefixedFields: true });
    const old = RESPONSE.replaceAll('Sec-WebSocket-', 'WebSocket-');
    expect(trial(old, lenient)).toMatchObject([{ type: 'open' }]);
    expect(trial(RESPONSE, lenient)).toMatchObject([{ type: 'open' }]);
    expect(trial(old.replace('ws:', 'wss:'), lenient)).toMatchObject([
      { rule: 'answer-location-wrong' },
    ]);
    const mixed = RESPONSE.replace('Sec-WebSocket-Origin', 'WebSocket-Origin');
    expect(trial(mixed, lenient)).toMatchObject([{ rule: 'answer-origin-wrong' }]);
    expect(trial(old)).toMatchObject([{ rule: 'answer-origin-wrong' }]);
    for (const name of ['X-Sec-WebSocket-Origin', 'Sec-WebSocket-Origins']) {
      const named = old.replace('\r\n\r\n', `\r\n${name}: x\r\n\r\n`);
      expect(trial(named, lenient)).toMatchObject([{ type: 'open' }]);
    }
  });

  it('takes websocket in any case where it is told to', () => {
    const lower = RESPONSE.replace('WebSocket\r', 'websocket\r');
    const lenient = lenientHixie76({ anyCase: true });
    expect(trial(lower, lenient)).toMatchObject([{ type: 'open' }]);
    expect(trial(lower.replace('websocket\r', 'h2c\r'), lenient)).toMatchObject([
      { rule: 'answer-upgrade-wrong' },
    ]);
  });

  it('takes an answer without the subprotocol where it is told to: none is in use then', () => {
    const lenient = lenientHixie76({ missingSubprotocol: true });
    const options = { subprotocols: ['sample'] };
    expect(trial(RESPONSE, lenient, options)).toMatchObject([
      { type: 'open', subprotocol: undefined },
    ]);
    const named = RESPONSE.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: sample\r\n\r\n');
    expect(trial(named, lenient, options)).toMatchObject([{ type: 'open', subprotocol: 'sample' }]);
    const wrong = [{ rule: 'answer-subprotocol-wrong' }];
    expect(trial(named.replace('sample', 'other'), lenient, options)).toMatchObject(wrong);
    expect(trial(named, lenient)).toMatchObject(wrong);
    const demanding = { ...options, requireSubprotocol: true };
    expect(trial(RESPONSE, lenient, demanding)).toMatchObject(wrong);
  });

  it('tells of another status', () => {
    const response = 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n';
    const end = olderClient(hixie76);
    expect(end.receive(bytesOf(response)).events()).toMatchObject([
      { type: 'handshake-rejected', status: 407 },
    ]);
  });

  it('drops a server that never answers the challenge', () => {
    const end = olderClient(hixie76);
    end.outputs();
    end.receive(bytesOf(RESPONSE));
    expect(end.timeOut().types()).toEqual(['close']);
    expect(end.output()).toEqual(['abort: the opening handshake took too long']);
    const other = olderClient(hixie76);
    other.receive(bytesOf(RESPONSE)).receiveEnd();
    expect(other.events()).toMatchObject([{ type: 'close', code: 1006, endedBy: 'transport' }]);
  });

  it('takes over from an HTTP client', () => {
    const options = { version: hixie76, origin: 'http://example.com' };
    const request = hixie76.client.create('ws://example.com/demo', options);
    const fields = [
      ['Upgrade', 'WebSocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Origin', 'http://example.com'],
      ['Sec-WebSocket-Location', 'ws://example.com/demo'],
    ] as const;
    const response = { status: 101, reason: '', httpVersion: '1.1', fields };
    const connection = ClientConnection.fromResponse(request, response, options, 0);
    const part = (name: string): number => {
      const reading = readChallengeKey(fieldValues(request.fields, name).join());
      return reading.ok ? reading.part : Number.NaN;
    };
    const parts = [part('sec-websocket-key1'), part('sec-websocket-key2')] as const;
    connection.receive(answerOf(parts, request.trailer!), 0);
    expect(connection.nextEvent()).toMatchObject({ type: 'open' });
  });

  it('fails what answers a request that it has not made: nothing is asked there', () => {
    const request = { method: 'GET', target: '/', httpVersion: '1.1', fields: [] };
    const connection = new ClientConnection(request, { version: hixie76 }, 0);
    const fields = ['HTTP/1.1 101 OK', 'Upgrade: WebSocket', 'Connection: Upgrade', '', ''];
    connection.receive(concat(bytesOf(fields.join('\r\n')), new Uint8Array(16)), 0);
    expect(connection.nextEvent()).toMatchObject({ rule: 'challenge-answer-wrong' });
  });

  it('refuses what the version does not have, before a byte is sent', () => {
    const refuse = () => undefined;
    const extension = { name: 'toy', offers: () => [], accept: refuse, activate: refuse };
    const refusals: readonly (readonly [ClientOptions, unknown])[] = [
      [{ extensions: [extension] }, UnsupportedError],
      [{ subprotocols: ['a', 'b'] }, UnsupportedError],
      [{ origin: undefined }, TypeError],
      [{ subprotocols: ['\xe4'] }, RangeError],
      [{ subprotocols: [' a'] }, RangeError],
      [{ subprotocols: ['a '] }, RangeError],
      [{ headers: [['WebSocket-Origin', 'x']] }, TypeError],
      [{ headers: [['Sec-WebSocket-Key1', 'x']] }, TypeError],
    ];
    for (const [options, error] of refusals) {
      expect(() => olderClient(hixie76, options)).toThrow(error);
    }
  });
});
