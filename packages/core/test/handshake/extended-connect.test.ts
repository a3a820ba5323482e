/** The opening handshake over HTTP/2 and HTTP/3 (RFC 8441 §4, §5; RFC 9220 §3). @module */
import { describe, expect, it } from '@jest/globals';
import { negotiateExtensions } from 'sansocket/extensions';
import {
  acceptConnect,
  type ConnectPolicy,
  createConnect,
  extendedConnect,
  type Fields,
  readConnect,
  readConnectResponse,
  rejectConnect,
} from 'sansocket/handshake';
import { violations } from 'sansocket/violations';
import { tagging } from '../support/toy-extensions.ts';

/** The request of RFC 8441 §5.1. */
const sample: Fields = [
  [':method', 'CONNECT'],
  [':protocol', 'websocket'],
  [':scheme', 'https'],
  [':path', '/chat'],
  [':authority', 'server.example.com'],
  ['sec-websocket-protocol', 'chat, superchat'],
  ['sec-websocket-extensions', 'permessage-deflate'],
  ['sec-websocket-version', '13'],
  ['origin', 'http://www.example.com'],
];

/** The sample with another value, or without the field if there is none. */
function changed(name: string, value?: string): Fields {
  return sample.flatMap((field) => {
    if (field[0] !== name) return [field];
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** The sample with fields behind it. */
const plus = (...more: Fields): Fields => [...sample, ...more];

describe('readConnect()', () => {
  it('reads the request of RFC 8441 §5.1', () => {
    expect(readConnect(sample)).toEqual({
      ok: true,
      offer: {
        method: 'CONNECT',
        target: '/chat',
        host: 'server.example.com',
        origin: 'http://www.example.com',
        cookies: [],
        subprotocols: ['chat', 'superchat'],
        extensions: [{ name: 'permessage-deflate', parameters: [] }],
        version: 13,
        fields: sample.slice(5),
      },
    });
  });

  it.each<[string, string, Fields]>([
    ['method-not-connect', 'another method', changed(':method', 'GET')],
    ['protocol-not-websocket', 'no :protocol (§5)', changed(':protocol')],
    [
      'protocol-not-websocket',
      'another protocol (RFC 9220 §3)',
      changed(':protocol', 'connect-udp'),
    ],
    ['protocol-not-websocket', 'another case of the protocol', changed(':protocol', 'WebSocket')],
    ['scheme-malformed', 'no :scheme (§4)', changed(':scheme')],
    ['scheme-malformed', 'wss as the scheme (§5)', changed(':scheme', 'wss')],
    ['path-malformed', 'no :path (§4)', changed(':path')],
    ['path-malformed', 'an empty :path', changed(':path', '')],
    ['path-malformed', 'an absolute :path', changed(':path', 'https://a/')],
    ['path-malformed', 'a fragment', changed(':path', '/a#b')],
    ['authority-malformed', 'neither :authority nor host', changed(':authority')],
    ['authority-malformed', 'user information', changed(':authority', 'a@b')],
    ['authority-malformed', 'another host than :authority', plus(['host', 'other.example.com'])],
    ['field-repeated', 'two hosts', plus(['host', 'a'], ['host', 'a'])],
    ['pseudo-field-misplaced', ':protocol twice (§4)', [[':protocol', 'websocket'], ...sample]],
    ['pseudo-field-misplaced', 'a pseudo-field behind a field', plus([':path', '/'])],
    ['pseudo-field-misplaced', 'an unknown pseudo-field', [[':status', '200'], ...sample]],
    ['connection-field-in-stream', 'Connection (§5)', plus(['connection', 'upgrade'])],
    ['connection-field-in-stream', 'Upgrade (§5)', plus(['upgrade', 'websocket'])],
    ['connection-field-in-stream', 'te but for trailers', plus(['te', 'gzip'])],
    ['connection-field-in-stream', 'settings', plus(['http2-settings', 'AA'])],
    ['field-malformed-in-stream', 'white space before a value', plus(['x-a', ' b'])],
    ['field-malformed-in-stream', 'a name with a capital letter (§5)', plus(['X-A', 'b'])],
    ['field-malformed-in-stream', 'a name that is no token', plus(['x a', 'b'])],
    ['field-malformed-in-stream', 'a line end in a value', plus(['x-a', 'b\r\nc'])],
    ['request-with-body', 'a length', plus(['content-length', '0'])],
    ['expectation-unsupported', 'an expectation', plus(['expect', '100-continue'])],
    ['version-unsupported', 'no version', changed('sec-websocket-version')],
    ['version-unsupported', 'another version', changed('sec-websocket-version', '8')],
    ['field-repeated', 'the version twice', plus(['sec-websocket-version', '13'])],
    ['subprotocols-malformed', 'a subprotocol twice', changed('sec-websocket-protocol', 'a, a')],
    ['extensions-malformed', 'no list', changed('sec-websocket-extensions', ';')],
    ['field-repeated', 'two origins', plus(['origin', 'null'])],
  ])('breaks %s by %s', (rule, _, fields) => {
    const reading = readConnect(fields, {}, 7);
    expect(reading).toMatchObject({ ok: false, violation: { rule, offset: 7 } });
    if (reading.ok) return;
    const { status, section } = violations[reading.violation.rule];
    expect(reading.response.status).toBe(status === 426 ? 400 : status);
    const { fields: refusal, body } = rejectConnect(reading.response);
    expect(refusal[0]).toEqual([':status', String(reading.response.status)]);
    expect(new TextDecoder().decode(body)).toContain(section);
  });

  it('lists the version where the status is not Upgrade Required, which streams do not have', () => {
    const reading = readConnect(changed('sec-websocket-version', '8'));
    expect(reading).toMatchObject({
      response: { status: 400, headers: [['Sec-WebSocket-Version', '13']] },
    });
  });

  it('ignores a key and an accept value that a proxy leaves in (§5)', () => {
    expect(readConnect(plus(['sec-websocket-key', 'x'], ['sec-websocket-accept', 'y'])).ok).toBe(
      true,
    );
  });

  it('takes other fields, trailers and the Host of a translated request', () => {
    const fields = changed(':authority').concat([
      ['host', 'a:8443'],
      ['te', 'trailers'],
      ['cookie', 'a=1'],
      ['cookie', 'b=2'],
    ]);
    expect(readConnect(fields)).toMatchObject({
      offer: { host: 'a:8443', cookies: ['a=1', 'b=2'] },
    });
    expect(readConnect(plus(['host', 'SERVER.example.com'])).ok).toBe(true);
    expect(readConnect(plus(['host', 'server.example.com:443'])).ok).toBe(true);
  });

  it.each<[string, ConnectPolicy, string | undefined]>([
    ['an allowed origin', { allowedOrigins: ['http://www.example.com'] }, undefined],
    ['another origin', { allowedOrigins: ['https://a'] }, 'origin-not-allowed'],
    ['the host with the port of https', { allowedHosts: ['server.example.com:443'] }, undefined],
    ['the port of http', { allowedHosts: ['server.example.com:80'] }, 'host-not-allowed'],
    ['a function that says no', { allowedHosts: () => false }, 'host-not-allowed'],
  ])('judges by the policy: %s', (_, policy, rule) => {
    const reading = readConnect(sample, policy);
    expect(reading.ok ? undefined : reading.violation.rule).toBe(rule);
  });

  it('refuses arguments of another kind at the door', () => {
    expect(() => readConnect({} as Fields)).toThrow(
      'fields must be an array of [name, value] pairs',
    );
    const policy = { secure: true } as ConnectPolicy;
    expect(() => readConnect(sample, policy)).toThrow('There is no option secure');
    const offset = '1' as unknown as number;
    const message = 'offset must be a whole number from 0 up, got a string';
    expect(() => readConnect(sample, {}, offset)).toThrow(new TypeError(message));
    expect(() => readConnectResponse([[':status', '200']], sample, {}, offset)).toThrow(message);
    expect(() => readConnect(sample, {}, -1)).toThrow(RangeError);
  });
});

describe('acceptConnect(), rejectConnect()', () => {
  const reading = readConnect(changed('sec-websocket-extensions', 'tag'));
  const { offer } = reading as Extract<typeof reading, { ok: true }>;

  it('makes the list of RFC 8441 §5.1, in lower case', () => {
    const extensions = negotiateExtensions(offer.extensions, [tagging('tag', 0x40, 1)]);
    expect(
      acceptConnect(offer, { subprotocol: 'chat', extensions, headers: [['Set-Cookie', 'a=b']] }),
    ).toEqual([
      [':status', '200'],
      ['sec-websocket-protocol', 'chat'],
      ['sec-websocket-extensions', 'tag'],
      ['set-cookie', 'a=b'],
    ]);
  });

  it('makes a refusal without the fields of HTTP/1.1', () => {
    const { fields, body } = rejectConnect({ status: 403, body: 'no', headers: [['X-A', 'b']] });
    expect(fields).toEqual([
      [':status', '403'],
      ['content-length', '2'],
      ['content-type', 'text/plain; charset=utf-8'],
      ['x-a', 'b'],
    ]);
    expect(new TextDecoder().decode(body)).toBe('no');
  });

  it('throws for what was not offered, and for fields that a stream cannot carry', () => {
    expect(() => acceptConnect(offer, { subprotocol: 'other' })).toThrow('was not offered');
    expect(() => acceptConnect(offer, { headers: [['Keep-Alive', '1']] })).toThrow(
      'Field Keep-Alive belongs to HTTP/1.1 (RFC 9113 §8.2.2)',
    );
    expect(() => rejectConnect({ status: 426, headers: [['Upgrade', 'x']] })).toThrow('Upgrade');
    expect(() => rejectConnect({ status: 200 })).toThrow('status');
    expect(() => acceptConnect(offer, { headers: [['TE', 'gzip']] })).toThrow(
      'Field TE belongs to',
    );
    expect(() => acceptConnect({} as typeof offer)).toThrow('offer.subprotocols must be');
  });

  it('throws for a repeated field that has one value (RFC 9110 §5.3)', () => {
    const twice = (name: string) =>
      [
        [name, 'a'],
        [name.toUpperCase(), 'b'],
      ] as const;
    for (const name of ['content-type', 'etag', 'location', 'retry-after', 'date']) {
      const message = `Field ${name.toUpperCase()} is repeated, and has one value`;
      expect(() => acceptConnect(offer, { headers: twice(name) })).toThrow(TypeError);
      expect(() => rejectConnect({ status: 403, headers: twice(name) })).toThrow(message);
    }
    expect(() => createConnect('ws://a/', { headers: twice('authorization') })).toThrow(
      'is repeated',
    );
    const headers = [...twice('set-cookie'), ...twice('vary')];
    expect(acceptConnect(offer, { headers })).toHaveLength(5);
  });
});

describe('createConnect()', () => {
  it('makes the list of RFC 8441 §5.1: no key, no Host, no Upgrade, no Connection', () => {
    const options = {
      subprotocols: ['chat', 'superchat'],
      extensions: [{ name: 'permessage-deflate', parameters: [] }],
      origin: 'http://www.example.com',
    };
    const fields = createConnect('wss://server.example.com/chat', options);
    expect(fields.slice(0, 5)).toEqual(sample.slice(0, 5));
    expect([...fields].sort()).toEqual([...sample].sort());
  });

  it.each([
    ['ws://a:8080', 'http', '/', 'a:8080'],
    ['wss://a:443/b?c', 'https', '/b?c', 'a'],
  ])('takes scheme, path and authority from %s (§5)', (url, scheme, path, authority) => {
    const fields = createConnect(url);
    expect(fields.slice(2, 5)).toEqual([
      [':scheme', scheme],
      [':path', path],
      [':authority', authority],
    ]);
  });

  it('sends other fields in lower case, and is read as it was made', () => {
    const fields = createConnect('wss://a/', { headers: [['Cookie', 'a=1']] });
    expect(fields.at(-1)).toEqual(['cookie', 'a=1']);
    expect(readConnect(fields)).toMatchObject({ ok: true, offer: { cookies: ['a=1'] } });
  });

  it('throws as createRequest does', () => {
    const keyed = { key: new Uint8Array(16) } as Parameters<typeof createConnect>[1];
    expect(() => createConnect('ws://a/', keyed)).toThrow('There is no option key');
    expect(() => createConnect('ftp://a/')).toThrow('URL must start with ws:// or wss://');
    expect(() => createConnect('ws://a/', { headers: [['Upgrade', 'x']] })).toThrow('Upgrade');
    expect(() =>
      createConnect('ws://a/', {
        headers: [['Keep-Alive', '1']],
      }),
    ).toThrow('Field Keep-Alive belongs to HTTP/1.1');
  });
});

describe('readConnectResponse()', () => {
  const read = (...fields: Fields) => readConnectResponse(fields, sample);

  it.each(['200', '201', '299'])('accepts %s (§5)', (status) => {
    expect(read([':status', status], ['sec-websocket-protocol', 'chat'])).toEqual({
      kind: 'accepted',
      subprotocol: 'chat',
      extensions: [],
      fields: [['sec-websocket-protocol', 'chat']],
    });
  });

  it('ignores an accept value that a proxy leaves in (§5)', () => {
    expect(read([':status', '200'], ['sec-websocket-accept', 'x'])).toMatchObject({
      kind: 'accepted',
    });
  });

  it.each(['101', '302', '404', '501'])('is rejected by %s', (status) => {
    expect(read([':status', status], ['sec-websocket-version', '13, 8'])).toMatchObject({
      kind: 'rejected',
      status: Number(status),
      supportedVersions: [13, 8],
    });
  });

  it.each<[string, string, Fields]>([
    ['status-malformed', 'no status', []],
    ['status-malformed', 'a status that is no number', [[':status', 'ok']]],
    [
      'pseudo-field-misplaced',
      'two statuses',
      [
        [':status', '200'],
        [':status', '200'],
      ],
    ],
    [
      'connection-field-in-stream',
      'Upgrade',
      [
        [':status', '200'],
        ['upgrade', 'websocket'],
      ],
    ],
    [
      'field-malformed-in-stream',
      'a capital letter',
      [
        [':status', '200'],
        ['X', 'y'],
      ],
    ],
    [
      'subprotocol-not-offered',
      'another subprotocol',
      [
        [':status', '200'],
        ['sec-websocket-protocol', 'x'],
      ],
    ],
    [
      'extension-not-offered',
      'another extension',
      [
        [':status', '200'],
        ['sec-websocket-extensions', 'x'],
      ],
    ],
    [
      'extensions-malformed',
      'no list',
      [
        [':status', '200'],
        ['sec-websocket-extensions', ';'],
      ],
    ],
    [
      'field-repeated',
      'two subprotocols',
      [
        [':status', '200'],
        ['sec-websocket-protocol', 'chat'],
        ['sec-websocket-protocol', 'chat'],
      ],
    ],
  ])('breaks %s by %s', (rule, _, fields) => {
    expect(readConnectResponse(fields, sample, {}, 3)).toMatchObject({
      kind: 'violation',
      violation: { rule, offset: 3 },
    });
  });

  it('breaks subprotocol-missing where one is required', () => {
    const reading = readConnectResponse([[':status', '200']], sample, { requireSubprotocol: true });
    expect(reading).toMatchObject({ violation: { rule: 'subprotocol-missing' } });
  });
});

describe('extendedConnect', () => {
  it('has the numbers of RFC 8441 §3, §5, §9.1 and RFC 9220 §3, §5', () => {
    expect(extendedConnect).toEqual({
      http2: { setting: 0x8, reset: 0x8 },
      http3: { setting: 0x8, reset: 0x10c },
    });
  });

  it('is the same for all: nobody changes it', () => {
    expect([extendedConnect, ...Object.values(extendedConnect)].every(Object.isFrozen)).toBe(true);
  });
});
