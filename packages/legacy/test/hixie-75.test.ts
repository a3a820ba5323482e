import { describe, expect, it } from '@jest/globals';
import { hixie75, UnsupportedError } from '@sansocket/legacy';
import { bytesOf, textOf } from '../../core/test/handshake/heads.ts';
import { byteByByte, concat } from '../../core/test/support/bytes.ts';
import { olderClient, olderServer, openHixie } from './support/ends.ts';
import { headOf, request75 } from './support/requests.ts';

const RESPONSE = textOf(
  headOf(
    'HTTP/1.1 101 Web Socket Protocol Handshake',
    'Upgrade: WebSocket',
    'Connection: Upgrade',
    'WebSocket-Origin: http://example.com',
    'WebSocket-Location: ws://example.com/demo',
    'WebSocket-Protocol: sample',
  ),
);

describe('the server of hixie-75', () => {
  it('answers the request of the draft, early frames behind it', () => {
    const stream = concat(request75('WebSocket-Protocol: sample'), bytesOf('\x00Hi\xff'));
    for (const chunks of [[stream], byteByByte(stream)]) {
      const end = olderServer({ subprotocols: ['sample'] });
      const types: string[] = [];
      for (const chunk of chunks) {
        for (const event of end.receive(chunk).events()) {
          types.push(event.type);
          if (event.type !== 'handshake-request') continue;
          expect(event).toMatchObject({ version: 'hixie-75', subprotocols: ['sample'] });
          end.connection.accept({}, 0);
        }
        types.push(...end.types());
      }
      expect(types).toEqual(['handshake-request', 'open', 'message']);
      expect(end.text()).toBe(RESPONSE);
    }
  });

  it('takes the fields in any order, and names a secure location', () => {
    const end = olderServer({ secure: true });
    const request = headOf(
      'GET /demo HTTP/1.1',
      'Origin: http://example.com',
      'Host: example.com:8443',
      'Connection: Upgrade',
      'upgrade: websocket',
    );
    end.receive(request).events();
    end.connection.accept({}, 0);
    expect(end.text()).toContain('\r\nWebSocket-Location: wss://example.com:8443/demo\r\n');
  });

  it('closes by the end of the transport alone', () => {
    const end = openHixie('hixie-75');
    end.connection.close(undefined, undefined, 0);
    expect(end.output()).toEqual(['end']);
    expect(end.receive('00 41 ff').types()).toEqual([]);
    expect(end.receiveEnd().events()).toMatchObject([
      { type: 'close', code: 1006, wasClean: false, endedBy: 'local' },
    ]);
  });

  it('is closed by the end of the transport', () => {
    const end = openHixie('hixie-75');
    expect(end.receive('00 41 ff').receiveEnd().events()).toMatchObject([
      { type: 'message', data: 'A' },
      { type: 'close', code: 1006, wasClean: false, endedBy: 'transport' },
    ]);
    expect(end.output()).toEqual(['end']);
  });

  it('skips FF 00, which is no closing handshake yet', () => {
    const end = openHixie('hixie-75');
    expect(end.receive('ff 00 00 41 ff').events()).toMatchObject([{ type: 'message', data: 'A' }]);
    expect(end.output()).toEqual([]);
  });
});

describe('the client of hixie-75', () => {
  it('asks with its fields in the order of the draft', () => {
    const options = { subprotocols: ['sample'], headers: [['Cookie', 'a=1']] as const };
    expect(olderClient(hixie75, options).text()).toBe(
      textOf(request75('WebSocket-Protocol: sample', 'Cookie: a=1')),
    );
  });

  it('is open once the head is right', () => {
    const end = olderClient(hixie75, { subprotocols: ['sample'] });
    expect(end.receive(bytesOf(`${RESPONSE}\x00Hi\xff`)).events()).toMatchObject([
      { type: 'open', subprotocol: 'sample' },
      { type: 'message', data: 'Hi' },
    ]);
    expect(end.connection.version).toBe('hixie-75');
  });

  it.each([
    ['answer-status-line-wrong', 'Web Socket', 'WebSocket'],
    ['answer-status-line-wrong', 'HTTP/1.1', 'HTTP/1.0'],
    ['answer-upgrade-not-first', 'Upgrade: WebSocket', 'upgrade: WebSocket'],
    ['answer-upgrade-not-first', 'Upgrade: WebSocket', 'Upgrade: websocket'],
    ['answer-upgrade-not-first', /^(.*\r\n)(.*\r\n)(.*\r\n)/, '$1$3$2'],
    ['answer-upgrade-not-first', 'Upgrade: WebSocket', 'Date: today\r\nUpgrade: WebSocket'],
    ['answer-origin-wrong', 'WebSocket-Origin', 'Sec-WebSocket-Origin'],
    ['answer-origin-wrong', 'Origin: http://example.com', 'Origin: null'],
    ['answer-location-wrong', 'ws://example.com/demo', 'ws://example.com/'],
    ['answer-subprotocol-wrong', 'Protocol: sample', 'Protocol: other'],
    ['answer-subprotocol-wrong', 'WebSocket-Protocol: sample\r\n', ''],
  ])('fails with %s: %s becomes %s', (rule, search, replacement) => {
    const response = RESPONSE.replace(search, replacement);
    const end = olderClient(hixie75, { subprotocols: ['sample'] });
    expect(end.receive(bytesOf(response)).events()).toMatchObject([
      { type: 'violation', rule, closeCode: 1006, offset: response.length - 1 },
    ]);
  });

  it('tells of another status', () => {
    const end = olderClient(hixie75);
    end.receive(bytesOf('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'));
    expect(end.events()).toMatchObject([{ type: 'handshake-rejected', status: 403 }]);
  });

  it('refuses what the version does not have', () => {
    expect(() => olderClient(hixie75, { subprotocols: ['a', 'b'] })).toThrow(UnsupportedError);
  });
});
