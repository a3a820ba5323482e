import { describe, expect, it } from '@jest/globals';
import { HixieFrameDecoder, hixie75, hixie76 } from '@sansocket/legacy';
import type { ConnectionEvent } from 'sansocket';
import { bytesOf, textOf } from '../../core/test/handshake/heads.ts';
import { hex } from '../../core/test/support/bytes.ts';
import { challenges } from './support/challenges.ts';
import { olderClient, olderServer, openHixie } from './support/ends.ts';
import { request75, request76 } from './support/requests.ts';

/** The sentence about the peer. */
function detailOf(events: readonly ConnectionEvent[]): string | undefined {
  return events.find((event) => event.type === 'violation')?.detail;
}

const REQUEST = textOf(request76(challenges[0]!, 'Sec-WebSocket-Protocol: sample'));
const ANSWER_75 = [
  'HTTP/1.1 101 Web Socket Protocol Handshake',
  'Upgrade: WebSocket',
  'Connection: Upgrade',
  'WebSocket-Origin: http://example.com',
  'WebSocket-Location: ws://example.com/demo',
  '\r\n',
].join('\r\n');
const ANSWER_76 = ANSWER_75.replaceAll('WebSocket-', 'Sec-WebSocket-');

describe('what is told of a handshake that breaks a rule', () => {
  it.each([
    [/Sec-WebSocket-Key1.*\r\n/, '', 'Field sec-websocket-key1 is missing'],
    [/(Sec-WebSocket-Key2.*\r\n)/, '$1$1', 'Field sec-websocket-key2 appears twice'],
    [/(Key1): .*/, '$1: 13  !', 'Field sec-websocket-key1 has 2 digits and 2 spaces'],
    [/(Key1): .*/, `$1: ${'x'.repeat(81)}`, 'Field sec-websocket-key1 has 0 digits and 0 spaces'],
    [/Origin.*\r\n/, '', 'Field origin is missing'],
    [/(Sec-WebSocket-Protocol.*\r\n)/, '$1$1', 'Field Sec-WebSocket-Protocol appears twice'],
    ['Protocol: sample', 'Protocol:', 'Field Sec-WebSocket-Protocol is no subprotocol'],
  ])('names the field of the request: %s becomes "%s"', (search, replacement, detail) => {
    const request = bytesOf(REQUEST.replace(search, replacement));
    expect(detailOf(olderServer().receive(request).events())).toBe(detail);
  });

  it('is no part of the response, which says the rule', () => {
    const end = olderServer();
    end.receive(bytesOf(REQUEST.replace(/Origin.*\r\n/, ''))).events();
    expect(end.text()).toMatch(
      /\r\n\r\nThe request has an Origin field: the answer repeats it \(hybi-00 \xc2§5\.2\)\n$/,
    );
  });

  it.each([
    ['Web Socket', 'WebSocket', 'Status line has a reason of 28 characters'],
    [/Web .*/, 'x'.repeat(81), 'Status line has a reason of 81 characters'],
    ['Upgrade: WebSocket', 'Upgrade: websocket', 'The first two fields are others'],
    ['ws:', 'wss:', 'Field websocket-location is not what the request says, once'],
  ])('names what is wrong in an answer of hixie-75: %s becomes %s', (search, by, detail) => {
    const answer = bytesOf(ANSWER_75.replace(search, by));
    expect(detailOf(olderClient(hixie75).receive(answer).events())).toBe(detail);
  });

  it.each([
    [
      'Upgrade: WebSocket',
      'Upgrade: websocket',
      'Field upgrade or connection is another, or repeated',
    ],
    ['Origin: ', 'Origin: x', 'Field sec-websocket-origin is not what the request says, once'],
  ])('names what is wrong in an answer of hixie-76: %s becomes %s', (search, by, detail) => {
    const answer = bytesOf(ANSWER_76.replace(search, by));
    expect(detailOf(olderClient(hixie76).receive(answer).events())).toBe(detail);
  });

  it('counts the bytes of the answer to the challenge', () => {
    // The answer to the keys of the sample entropy begins with another byte.
    const end = olderClient(hixie76).receive(bytesOf(ANSWER_76));
    const wrong = end.receive(new Uint8Array(16)).events();
    expect(detailOf(wrong)).toBe('Byte 0 of the answer to the challenge is wrong');
  });
});

describe('what is told of a frame that breaks a rule', () => {
  it.each([
    ['00 41 41 41', 'Frame of type 0x00 has more than 1 bytes'],
    ['7f 41 41 41', 'Frame of type 0x7f has more than 2 bytes'],
    ['80 03', 'Frame of type 0x80 has a length over 2'],
    ['81 80 80 80 80 80 80 80 80 80 80', 'Frame of type 0x81 has a length that goes on'],
  ])('is its type, and what is too long: %s', (frame, detail) => {
    const decoder = new HixieFrameDecoder({ maxFrameBytes: 2, maxTextBytes: 1 });
    decoder.push(hex(frame));
    const steps = Array.from({ length: 4 }, () => decoder.next());
    expect(steps.at(-1)).toBe('violation');
    expect(decoder.violation).toMatchObject({ detail });
  });
});

describe('what is told of a call that is refused', () => {
  it.each([
    [{ origin: undefined }, 'origin must be given: the answer of version hixie-76 repeats it'],
    [
      { headers: [['WebSocket-Origin', 'x']] as const },
      'Field WebSocket-Origin is set by the opening handshake itself',
    ],
    [
      { subprotocols: ['a '] },
      'Subprotocol has more than visible ASCII and inner spaces (hybi-00 §4.1)',
    ],
  ])('by a client: %j', (options, message) => {
    expect(() => olderClient(hixie76, options)).toThrow(message);
  });

  it('by a server, and by an open connection', () => {
    const server = olderServer();
    server.receive(request75()).events();
    expect(() => {
      server.connection.accept({ headers: [['WebSocket-Origin', 'x']] }, 0);
    }).toThrow('Field WebSocket-Origin is set by the opening handshake itself');
    const { connection } = openHixie('hixie-76');
    expect(() => connection.send(hex('41 ff'), { kind: 'text' })).toThrow(
      'Cannot send text: not UTF-8 at byte 1',
    );
  });
});
