import { describe, expect, it } from '@jest/globals';
import { hixie76, olderVersions } from '@sansocket/legacy';
import { ServerConnection } from 'sansocket';
import { bytesOf, textOf } from '../../core/test/handshake/heads.ts';
import { byteByByte, concat, inTwo } from '../../core/test/support/bytes.ts';
import { End } from '../../core/test/support/end.ts';
import { challenges } from './support/challenges.ts';
import { olderServer } from './support/ends.ts';
import { headOf, request75, request76, requestHybi } from './support/requests.ts';

const [first] = challenges;

/** All that a browser of the time sent, and what it waits for. */
const REQUEST = concat(
  headOf(
    'GET /demo HTTP/1.1',
    'Host: example.com',
    'Connection: Upgrade',
    'Sec-WebSocket-Key2: 12998 5 Y3 1  .P00',
    'Sec-WebSocket-Protocol: sample',
    'Upgrade: WebSocket',
    'Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5',
    'Origin: http://example.com',
  ),
  bytesOf('^n:ds[4U'),
);
/** The head of it without a subprotocol, as an HTTP server hands it over. */
const FIELDS = [
  ['Host', 'example.com'],
  ['Connection', 'Upgrade'],
  ['Upgrade', 'WebSocket'],
  ['Origin', 'http://example.com'],
  ['Sec-WebSocket-Key1', first!.key1],
  ['Sec-WebSocket-Key2', first!.key2],
] as const;
const HEAD = textOf(
  headOf(
    'HTTP/1.1 101 WebSocket Protocol Handshake',
    'Upgrade: WebSocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Origin: http://example.com',
    'Sec-WebSocket-Location: ws://example.com/demo',
    'Sec-WebSocket-Protocol: sample',
  ),
);
const ANSWER = "8jKS'y:G*Co,Wxa-";

describe('the server of hixie-76', () => {
  it('answers the 232 bytes of the draft with its 223 (§1.2)', () => {
    const end = olderServer({ subprotocols: ['sample'] });
    expect(REQUEST).toHaveLength(232);
    expect(end.receive(REQUEST).events()).toMatchObject([
      {
        type: 'handshake-request',
        version: 'hixie-76',
        target: '/demo',
        host: 'example.com',
        origin: 'http://example.com',
        subprotocols: ['sample'],
        extensions: [],
      },
    ]);
    end.connection.accept({}, 0);
    expect(end.text()).toBe(HEAD + ANSWER);
    expect(end.events()).toMatchObject([{ type: 'open', subprotocol: 'sample', extensions: '' }]);
    expect(end.connection.version).toBe('hixie-76');
  });

  it('answers the same however the request is cut (§5.2)', () => {
    const stream = concat(REQUEST, bytesOf('\x00Hi\xff'));
    for (const chunks of [byteByByte(stream), ...inTwo(stream)]) {
      const end = olderServer({ subprotocols: ['sample'] });
      const types: string[] = [];
      let text = '';
      for (const chunk of chunks) {
        for (const event of end.receive(chunk).events()) {
          if (event.type === 'handshake-request') end.connection.accept({}, 0);
          types.push(event.type);
        }
        types.push(...end.types());
        text += end.text();
      }
      expect(text).toBe(HEAD + ANSWER);
      expect(types).toEqual(['handshake-request', 'open', 'message']);
    }
  });

  it('sends its head before the last key has come, and the answer after', () => {
    const end = olderServer({ subprotocols: ['sample'] });
    expect(end.receive(REQUEST.slice(0, -8)).types()).toEqual(['handshake-request']);
    expect(end.connection.wantsInput).toBe(false);
    end.connection.accept({}, 0);
    expect(end.text()).toBe(HEAD);
    expect(end.connection.readyState).toBe('connecting');
    expect(end.connection.wantsInput).toBe(true);
    expect(end.receive(REQUEST.slice(-8, -1)).types()).toEqual([]);
    expect(end.text()).toBe('');
    expect(end.receive(REQUEST.slice(-1)).types()).toEqual(['open']);
    expect(end.text()).toBe(ANSWER);
  });

  it('drops who never sends the last key: the head that says yes is out', () => {
    const end = olderServer();
    end.receive(REQUEST.slice(0, -1)).events();
    end.connection.accept({ subprotocol: 'sample' }, 0);
    end.outputs();
    expect(() => end.connection.accept({}, 0)).toThrow('Cannot accept');
    expect(() => end.connection.reject({ status: 403 }, 0)).toThrow('Cannot reject');
    expect(end.timeOut().output()).toEqual(['abort: the opening handshake took too long']);
    expect(end.events()).toMatchObject([{ type: 'close', code: 1006, endedBy: 'timeout' }]);
  });

  it('ends with 1006 when the client goes before the last key', () => {
    const end = olderServer();
    end.receive(REQUEST.slice(0, -1)).events();
    end.connection.accept({}, 0);
    expect(end.receiveEnd().events()).toMatchObject([{ type: 'close', code: 1006 }]);
  });

  it('offers no key of RFC 6455', () => {
    expect(
      hixie76.server.read({ method: 'GET', target: '/', fields: FIELDS }, {}, 0),
    ).toMatchObject({
      ok: true,
      offer: { key: '' },
    });
  });

  it('takes over from an HTTP server, with the last key behind the head', () => {
    const request = { method: 'GET', target: '/demo', fields: FIELDS };
    const end = new End(ServerConnection.fromRequest(request, { versions: olderVersions }, 0));
    end.receive(first!.key3).events();
    end.connection.accept({}, 0);
    expect(end.text().slice(-16)).toBe(ANSWER);
  });

  it('takes the last key as a body of exactly 8 bytes: so some clients announce it', () => {
    const text = textOf(REQUEST);
    for (const name of ['Content-Length', 'content-length']) {
      const request = bytesOf(text.replace('\r\n\r\n', `\r\n${name}: 8\r\n\r\n`));
      const end = olderServer({ subprotocols: ['sample'] });
      expect(end.receive(request).types()).toEqual(['handshake-request']);
      end.connection.accept({}, 0);
      expect(end.text()).toBe(HEAD + ANSWER);
    }
  });

  it.each([
    '9',
    '7',
    '08',
    '8, 8',
    '8\r\nContent-Length: 8',
    '+8',
    '8\r\nTransfer-Encoding: chunked',
  ])('refuses any other body: Content-Length: %j', (length) => {
    const text = textOf(REQUEST).replace('\r\n\r\n', `\r\nContent-Length: ${length}\r\n\r\n`);
    const end = olderServer().receive(bytesOf(text));
    expect(end.events()).toMatchObject([{ rule: 'request-with-body' }]);
    expect(end.text()).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('refuses a body of 8 bytes in every other version', () => {
    for (const request of [request75(), requestHybi(8), requestHybi(13)]) {
      const text = textOf(request).replace('\r\n\r\n', '\r\nContent-Length: 8\r\n\r\n');
      const end = olderServer().receive(bytesOf(`${text}12345678`));
      expect(end.events()).toMatchObject([{ rule: 'request-with-body' }]);
    }
  });

  it.each([
    ['example.com', '/demo', false, 'ws://example.com/demo'],
    ['example.com:8081', '/demo', false, 'ws://example.com:8081/demo'],
    ['example.com', '/demo', true, 'wss://example.com/demo'],
    ['example.com:8081', '/demo', true, 'wss://example.com:8081/demo'],
    ['example.com', '/demo?e=mc2', false, 'ws://example.com/demo?e=mc2'],
    ['example.com', '/', false, 'ws://example.com/'],
  ])('names for host %s, target %s and secure %s the location %s (§5.2)', (...values) => {
    const [host, target, secure, location] = values;
    const end = olderServer({ secure });
    const text = textOf(REQUEST).replace('example.com', host).replace('/demo', target);
    end.receive(bytesOf(text)).events();
    end.connection.accept({}, 0);
    expect(end.text()).toContain(`\r\nSec-WebSocket-Location: ${location}\r\n`);
  });

  it('takes the one subprotocol whole, blanks and commas in it', () => {
    const end = olderServer({ subprotocols: ['chat, version 2'] });
    const bytes = request76(first!, 'Sec-WebSocket-Protocol: chat, version 2');
    const [event] = end.receive(bytes).events();
    expect(event).toMatchObject({ subprotocols: ['chat, version 2'] });
    end.connection.accept({}, 0);
    expect(end.text()).toContain('\r\nSec-WebSocket-Protocol: chat, version 2\r\n');
  });

  it('adds the fields of the application, but none of the handshake', () => {
    const end = olderServer();
    end.receive(request76(first!)).events();
    for (const name of ['Sec-WebSocket-Origin', 'WebSocket-Origin', 'Upgrade']) {
      expect(() => end.connection.accept({ headers: [[name, 'x']] }, 0)).toThrow(TypeError);
    }
    expect(() => end.connection.accept({ subprotocol: 'chat' }, 0)).toThrow(RangeError);
    const headers = ['Set-Cookie', 'X-Upgrade', 'Upgrade-Policy', 'X-WebSocket-Server'].map(
      (name) => [name, '1'] as const,
    );
    end.connection.accept({ headers }, 0);
    expect(end.text()).toContain(
      '\r\nSet-Cookie: 1\r\nX-Upgrade: 1\r\nUpgrade-Policy: 1\r\nX-WebSocket-Server: 1\r\n\r\n',
    );
  });

  it.each([
    ['challenge-key-missing', /Sec-WebSocket-Key1.*\r\n/, ''],
    ['challenge-key-missing', /Sec-WebSocket-Key2.*\r\n/, ''],
    ['field-repeated', /(Sec-WebSocket-Key1.*\r\n)/, '$1$1'],
    ['origin-missing', /Origin.*\r\n/, ''],
    ['field-repeated', /(Origin.*\r\n)/, '$1$1'],
    ['field-repeated', /(Sec-WebSocket-Protocol.*\r\n)/, '$1$1'],
    ['subprotocol-malformed', 'Protocol: sample', 'Protocol: s\xe4mple'],
    ['subprotocol-malformed', 'Protocol: sample', 'Protocol:'],
    ['host-malformed', 'Host: example.com', 'Host: a b'],
    ['connection-not-upgrade', 'Connection: Upgrade', 'Connection: close'],
    ['method-not-get', 'GET', 'PUT'],
  ])('refuses with %s, and an answer of HTTP: %s', (rule, search, replacement) => {
    const end = olderServer();
    const bytes = bytesOf(textOf(REQUEST).replace(search, replacement));
    expect(end.receive(bytes).events()).toMatchObject([
      { type: 'violation', rule, closeCode: 1006, offset: bytes.length - 9 },
    ]);
    expect(end.text()).toMatch(/^HTTP\/1\.1 40[05] /);
  });

  it('refuses origins and hosts that the policy does not allow', () => {
    const end = olderServer({ allowedOrigins: ['http://other.example'] });
    expect(end.receive(REQUEST).events()).toMatchObject([{ rule: 'origin-not-allowed' }]);
    expect(end.text()).toMatch(/^HTTP\/1\.1 403 /);
    const other = olderServer({ allowedHosts: ['other.example'] });
    expect(other.receive(REQUEST).events()).toMatchObject([{ rule: 'host-not-allowed' }]);
  });

  it('can be refused by the application', () => {
    const end = olderServer();
    end.receive(REQUEST).events();
    end.connection.reject({ status: 404 }, 0);
    expect(end.text()).toMatch(/^HTTP\/1\.1 404 /);
  });
});
