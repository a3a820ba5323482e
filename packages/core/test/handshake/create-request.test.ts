import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExtensions } from 'sansocket/extensions';
import {
  createRequest,
  fieldValues,
  type RequestHead,
  type RequestOptions,
  readRequest,
  serializeHead,
} from 'sansocket/handshake';
import { sampleNonce, serverVerdict, textOf } from './heads.ts';

type Options = Omit<RequestOptions, 'key'>;

function create(options: Options = {}, url = 'ws://server.example.com/chat'): RequestHead {
  return createRequest(url, { key: sampleNonce, ...options });
}

function valuesOf(name: string, options: Options = {}, url?: string): readonly string[] {
  return fieldValues(create(options, url).fields, name);
}

describe('createRequest()', () => {
  it('makes the request of RFC 6455 §1.2', () => {
    const head = create({ origin: 'http://example.com', subprotocols: ['chat', 'superchat'] });
    expect(textOf(serializeHead(head))).toBe(
      'GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n' +
        'Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
        'Origin: http://example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\n' +
        'Sec-WebSocket-Version: 13\r\n\r\n',
    );
  });

  it('asks with GET for the resource name, in HTTP/1.1 (§4.1)', () => {
    const bytes = serializeHead(create({}, 'ws://e.com/chat?x=1'));
    expect(Array.from(bytes.subarray(0, 4))).toEqual([0x47, 0x45, 0x54, 0x20]);
    expect(textOf(bytes)).toMatch(/^GET \/chat\?x=1 HTTP\/1\.1\r\n/);
    expect(textOf(bytes).endsWith('\r\n\r\n')).toBe(true);
  });

  it.each([
    ['ws://h/', 'h'],
    ['ws://h:80/', 'h'],
    ['ws://h:443/', 'h:443'],
    ['wss://h:443/', 'h'],
    ['wss://h:80/', 'h:80'],
    ['ws://[::1]:9/', '[::1]:9'],
    ['wss://[2001:DB8::1]/', '[2001:db8::1]'],
    ['ws://b\u00fccher.example/', 'xn--bcher-kva.example'],
  ])('has for %s one Host field %j (§4.1)', (url, host) => {
    expect(valuesOf('host', {}, url)).toEqual([host]);
  });

  it.each(['ws://h/#x', 'ws://h:70000/', 'ws://a b/', 'ftp://h/', 'x'])(
    'makes no request of the URL %j (§4.1)',
    (url) => {
      expect(() => create({}, url)).toThrow(RangeError);
    },
  );

  it('has each field of the handshake once (§4.1)', () => {
    expect(valuesOf('upgrade')).toEqual(['websocket']);
    expect(valuesOf('connection')).toEqual(['Upgrade']);
    expect(valuesOf('sec-websocket-version')).toEqual(['13']);
    expect(valuesOf('sec-websocket-key')).toEqual(['dGhlIHNhbXBsZSBub25jZQ==']);
  });

  it('leaves out what was not asked for (§4.1)', () => {
    expect(create().fields.map(([name]) => name)).toEqual([
      'Host',
      'Upgrade',
      'Connection',
      'Sec-WebSocket-Key',
      'Sec-WebSocket-Version',
    ]);
  });

  it('encodes the key as in the example of §4.1, with zero pad bits (erratum 3150)', () => {
    const key = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
    const { fields } = create();
    expect(fieldValues(createRequest('ws://h', { key }).fields, 'sec-websocket-key')).toEqual([
      'AQIDBAUGBwgJCgsMDQ4PEA==',
    ]);
    expect(fields).toHaveLength(5);
  });

  it('encodes any key to 24 characters of which the last letter is A, Q, g or w', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (key) => {
        const [value] = fieldValues(createRequest('ws://h', { key }).fields, 'sec-websocket-key');
        expect(value).toMatch(/^[A-Za-z0-9+/]{21}[AQgw]==$/);
        expect(value).toBe(Buffer.from(key).toString('base64'));
      }),
    );
  });

  it('sends the origin unchanged (§4.1)', () => {
    expect(valuesOf('origin', { origin: 'http://www.example.com' })).toEqual([
      'http://www.example.com',
    ]);
    expect(() => create({ origin: 'a\r\nB: c' })).toThrow(TypeError);
  });

  it('lists subprotocols in order of preference, telling them apart by case (§4.1, §11.5)', () => {
    expect(valuesOf('sec-websocket-protocol', { subprotocols: ['b', 'a'] })).toEqual(['b, a']);
    expect(valuesOf('sec-websocket-protocol', { subprotocols: ['x', 'X'] })).toEqual(['x, X']);
    expect(valuesOf('sec-websocket-protocol', { subprotocols: [] })).toEqual([]);
  });

  it.each([[''], ['a b'], ['a,b'], ['/echo'], ['\u00e9'], ['a\x7f'], ['x', 'x']])(
    'throws for the subprotocols %j %j (§4.1)',
    (...subprotocols) => {
      expect(() => create({ subprotocols })).toThrow(
        new RangeError(
          `Subprotocol ${subprotocols.length} of ${subprotocols.length} is no token, or given twice (RFC 6455 §4.1)`,
        ),
      );
    },
  );

  it('offers extensions so that they parse to the same (§4.1, §9.1)', () => {
    const extensions = [
      { name: 'foo', parameters: [['a', '1'] as const, ['b', true] as const] },
      { name: 'bar', parameters: [] },
    ];
    const values = valuesOf('sec-websocket-extensions', { extensions });
    expect(values).toEqual(['foo; a=1; b, bar']);
    expect(parseExtensions(values)).toEqual({ ok: true, offers: extensions });
    expect(() => create({ extensions: [{ name: 'a b', parameters: [] }] })).toThrow(TypeError);
  });

  it('sends other fields as they are, in order (§4.1)', () => {
    const headers = [
      ['Cookie', 'a=b'],
      ['authorization', 'Bearer x'],
      ['Cookie', 'c=\xe4'],
    ] as const;
    expect(create({ headers }).fields.slice(5)).toEqual(headers);
  });

  it.each([
    'Host',
    'upgrade',
    'Connection',
    'Origin',
    'Content-Length',
    'Transfer-Encoding',
    'Expect',
    'Sec-WebSocket-Key',
    'SEC-WEBSOCKET-anything',
    'Sec-WebSocket-',
  ])('throws for the field %s, which the options set (§4.1)', (name) => {
    expect(() => create({ headers: [[name, 'x']] })).toThrow(TypeError);
  });

  it('sends fields whose names only look like those of the options', () => {
    const headers = [
      ['X-Forwarded-Host', 'a'],
      ['Origin-Agent-Cluster', 'b'],
    ] as const;
    expect(create({ headers }).fields.slice(5)).toEqual(headers);
  });

  it('throws for a field that would inject another (§4.1)', () => {
    expect(() => create({ headers: [['A', 'b\r\nC: d']] })).toThrow(TypeError);
    expect(() => create({ headers: [['A\r\nB', 'c']] })).toThrow(TypeError);
    expect(() => create({ headers: [['A', 'b\0']] })).toThrow(TypeError);
  });

  it('throws for a key that is not 16 bytes', () => {
    expect(() => createRequest('ws://h', { key: new Uint8Array(15) })).toThrow(
      'Key must have 16 bytes, got 15 (RFC 6455 §4.1)',
    );
    expect(() => createRequest('ws://h', { key: 'x' as unknown as Uint8Array })).toThrow(
      new TypeError('key must be a Uint8Array, got a string'),
    );
  });

  it('makes a request that a server accepts', () => {
    const options = { subprotocols: ['a'], extensions: [{ name: 'foo', parameters: [] }] };
    const text = textOf(serializeHead(create(options)));
    expect(serverVerdict(text)).toEqual({ status: 101 });
    expect(readRequest(create(options))).toMatchObject({ offer: { subprotocols: ['a'] } });
  });
});

describe('credentials of createRequest()', () => {
  const aladdin = { username: 'Aladdin', password: 'open sesame' };

  it('go out as Basic authentication (RFC 7617 §2)', () => {
    const expected = ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='];
    expect(valuesOf('authorization', { credentials: aladdin })).toEqual(expected);
    expect(valuesOf('authorization', {}, 'ws://Aladdin:open%20sesame@h/')).toEqual(expected);
  });

  it('are UTF-8 (RFC 7617 §2.1)', () => {
    const credentials = { username: 'test', password: '123\u00a3' };
    expect(valuesOf('authorization', { credentials })).toEqual(['Basic dGVzdDoxMjPCow==']);
    expect(valuesOf('authorization', {}, 'ws://test:123\u00a3@h/')).toEqual([
      'Basic dGVzdDoxMjPCow==',
    ]);
  });

  it('of the URL can have no password or user name, or a password with colons', () => {
    const base64 = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(valuesOf('authorization', {}, 'ws://me@h/')).toEqual([base64('me:')]);
    expect(valuesOf('authorization', {}, 'ws://:x@h/')).toEqual([base64(':x')]);
    expect(valuesOf('authorization', {}, 'ws://me:a:b@h/')).toEqual([base64('me:a:b')]);
    expect(valuesOf('authorization', {}, 'ws://me:a@b@h/')).toEqual([base64('me:a@b')]);
  });

  it('are not sent for a URL with nothing before the @, as in browsers', () => {
    expect(valuesOf('authorization', {}, 'ws://@h/')).toEqual([]);
  });

  it('go out beside fields of other names', () => {
    const headers = [['Cookie', 'a=b']] as const;
    expect(valuesOf('authorization', { headers, credentials: aladdin })).toHaveLength(1);
  });

  it('of the options win over those of the URL', () => {
    const values = valuesOf('authorization', { credentials: aladdin }, 'ws://me:x@h/');
    expect(values).toEqual(['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==']);
  });

  it('throw when they cannot be sent, without showing them', () => {
    const secret =
      (url: string): (() => unknown) =>
      () =>
        create({}, url);
    expect(secret('ws://a%3Ab:c@h/')).toThrow(
      new RangeError(
        'Credentials have a control character, or a colon in the user name (RFC 7617 §2)',
      ),
    );
    expect(secret('ws://a:b%00@h/')).toThrow(RangeError);
    expect(secret('ws://secret:%ff@h/')).toThrow('User information of the URL is not UTF-8');
    expect(() => create({ credentials: { username: 'a:b', password: '' } })).toThrow(RangeError);
    expect(() => create({ credentials: { username: '', password: '\ud800' } })).toThrow(RangeError);
  });

  it('throw when an Authorization field is given too', () => {
    const headers = [['authorization', 'Bearer x']] as const;
    expect(() => create({ headers, credentials: aladdin })).toThrow(
      new TypeError('Field Authorization is given twice: as credentials and as a field'),
    );
  });
});
