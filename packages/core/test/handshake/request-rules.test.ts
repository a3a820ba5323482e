import { describe, expect, it } from '@jest/globals';
import { readRequest } from 'sansocket/handshake';
import { offerOf, parseRequest, requestText, SAMPLE_KEY, serverVerdict } from './heads.ts';

const accepted = { status: 101 };

describe('request line of the opening handshake', () => {
  it.each(['POST', 'HEAD', 'CONNECT', 'OPTIONS', 'get'])(
    'answers %s with 405 (§4.2.1)',
    (method) => {
      const verdict = serverVerdict(requestText({}, `${method} /chat HTTP/1.1`));
      expect(verdict).toEqual({ status: 405, rule: 'method-not-get' });
    },
  );

  it('lists GET in the Allow field of 405 (RFC 9110 §15.5.6)', () => {
    const reading = readRequest(parseRequest(requestText({}, 'POST / HTTP/1.1')));
    expect(reading).toMatchObject({ response: { headers: [['Allow', 'GET']] } });
  });

  it.each(['1.0', '0.9', '2.0', '3.0'])(
    'answers HTTP/%s with 505, never 101 (§4.2.1)',
    (version) => {
      const verdict = serverVerdict(requestText({}, `GET /chat HTTP/${version}`));
      expect(verdict).toEqual({ status: 505, rule: 'http-version-unsupported' });
    },
  );

  it.each(['11.1', '1.10', '1.1x', ''])(
    'refuses the version %j of a request that came parsed (§4.2.1)',
    (httpVersion) => {
      const told = httpVersion === '11.1' ? '11.1' : `${httpVersion.length} characters`;
      expect(readRequest({ ...parseRequest(requestText()), httpVersion })).toMatchObject({
        violation: {
          rule: 'http-version-unsupported',
          detail: `First line: method 3, target 5 characters, version ${told}`,
        },
      });
    },
  );

  it.each(['1.1', '1.2', '1.9'])('accepts HTTP/%s (§4.2.1)', (version) => {
    expect(serverVerdict(requestText({}, `GET /chat HTTP/${version}`))).toEqual(accepted);
  });

  it.each([
    ['/chat', '/chat'],
    ['/', '/'],
    ['/?a=b', '/?a=b'],
    ['//x', '//x'],
    ['/a%23b', '/a%23b'],
    ['http://server.example.com/chat?x', '/chat?x'],
    ['HTTPS://SERVER.example.com', '/'],
    ['https://server.example.com?x=1', '/?x=1'],
  ])('takes the target %j as the resource name %j (§4.2.1)', (target, resourceName) => {
    expect(offerOf({}, `GET ${target} HTTP/1.1`).target).toBe(resourceName);
  });

  it.each([
    '*',
    'server.example.com:80',
    'chat',
    '?x',
    'ws:///chat',
    'wss://me:secret@server.example.com/',
    'http://:80/',
    'wsss://server.example.com/',
    'ftp://server.example.com/',
    'http:///chat',
    'http://me@server.example.com/',
    'xhttp://server.example.com/',
  ])('answers the target %j with 400 (§4.2.1)', (target) => {
    const verdict = serverVerdict(requestText({}, `GET ${target} HTTP/1.1`));
    expect(verdict).toEqual({ status: 400, rule: 'target-malformed' });
  });

  it.each([
    ['http://server.example.com:80/x', 'server.example.com:80'],
    ['http://other.example.com/x', 'other.example.com'],
    ['ws://0.0.0.0:8080/x', '0.0.0.0:8080'],
    ['WSS://[::1]/x', '[::1]'],
  ])('reads the host from the target %j, whatever Host says (RFC 9112 §3.2.2)', (target, host) => {
    expect(offerOf({}, `GET ${target} HTTP/1.1`)).toMatchObject({ host, target: '/x' });
  });

  it('demands one well-formed Host field all the same (RFC 9112 §3.2)', () => {
    const line = 'GET http://server.example.com/ HTTP/1.1';
    for (const host of [[], '', 'a b', 'me@a']) {
      const verdict = serverVerdict(requestText({ host }, line));
      expect(verdict).toEqual({ status: 400, rule: 'host-malformed' });
    }
    const twice = requestText({ host: ['server.example.com', 'server.example.com'] }, line);
    expect(serverVerdict(twice)).toEqual({ status: 400, rule: 'field-repeated' });
  });
});

describe('Host field of the opening handshake', () => {
  it.each([
    'server.example.com',
    'localhost:8080',
    'h:',
    '127.0.0.1',
    '[::1]',
    '[2001:db8::7]:443',
    '[1:2:3:4:5:6:7:8]',
    '[::ffff:1.2.3.4]',
    '[1:2:3:4:5:6:10.20.30.255]',
    'h:65535',
    '99999',
    'xn--bcher-kva.example',
    'a%2Db_c~d',
  ])('accepts %j (§4.2.1)', (host) => {
    expect(serverVerdict(requestText({ host }))).toEqual(accepted);
  });

  it.each([
    '',
    'a b',
    'a, b',
    'a,b',
    'me@h',
    'h/x',
    'h?x',
    'h#x',
    'h:x',
    'h:65536',
    '[::]:65536',
    'h:123456',
    'h:80:80',
    '::1',
    '[::1',
    '[::1]x',
    '[]',
    '[1:2:3:4:5:6:7]',
    '[1:2:3:4:5:6:7:8:9]',
    '[1::2::3]',
    '[1:2:3::4:5:6::7:8]',
    '[1:2:3:4::5:6:7:8]',
    '[1:2:3:4:5:6:7:1.2.3.4]',
    '[::1.2.3.4:1.2.3.4]',
    '[:::]',
    '[12345::]',
    '[1.2.3.4::]',
    '[::1.2.3.256]',
    '[::1.2.3]',
    '[::01.2.3.4]',
    '[::1.2.3.00]',
    '[::1e1.2.3.4]',
    'h%2',
    'b\xfccher.example',
  ])('answers %j with 400 (§4.2.1)', (host) => {
    expect(serverVerdict(requestText({ host }))).toEqual({ status: 400, rule: 'host-malformed' });
  });

  it('answers 400 when it is missing or repeated (§4.2.1)', () => {
    expect(serverVerdict(requestText({ host: [] }))).toEqual({
      status: 400,
      rule: 'host-malformed',
    });
    const twice = requestText({ host: ['server.example.com', 'server.example.com'] });
    expect(serverVerdict(twice)).toEqual({ status: 400, rule: 'field-repeated' });
  });
});

describe('Upgrade and Connection fields of the opening handshake', () => {
  it.each([['WEBSOCKET'], ['h2c, websocket'], ['TLS/1.0,\t WebSocket ,'], ['h2c', 'websocket']])(
    'accepts Upgrade: %j %j (§4.2.1)',
    (...upgrade) => {
      expect(serverVerdict(requestText({ upgrade }))).toEqual(accepted);
    },
  );

  it.each([[], ['websockets'], ['web socket'], ['websocket/13'], ['h2c'], ['websoc\u00eaket']])(
    'answers Upgrade: %j with 426 (§4.2.1)',
    (...upgrade) => {
      const verdict = serverVerdict(requestText({ upgrade }));
      expect(verdict).toEqual({ status: 426, rule: 'upgrade-not-websocket' });
    },
  );

  it('compares the letters of Upgrade as ASCII', () => {
    const { fields } = parseRequest(requestText({ upgrade: 'x' }));
    const kelvin = fields.map(
      ([name, value]) => [name, value === 'x' ? 'webso\u212aet' : value] as const,
    );
    expect(readRequest({ method: 'GET', target: '/', fields: kelvin }).ok).toBe(false);
  });

  it.each([['keep-alive, Upgrade'], ['UPGRADE'], ['keep-alive', 'upgrade'], [',,upgrade,']])(
    'accepts Connection: %j %j (§4.2.1)',
    (...connection) => {
      expect(serverVerdict(requestText({ connection }))).toEqual(accepted);
    },
  );

  it.each([[], ['Upgrade-x'], ['keep-alive'], ['close'], ['']])(
    'answers Connection: %j with 400 (§4.2.1)',
    (...connection) => {
      const verdict = serverVerdict(requestText({ connection }));
      expect(verdict).toEqual({ status: 400, rule: 'connection-not-upgrade' });
    },
  );
});

describe('Sec-WebSocket-Key field', () => {
  it('accepts 16 bytes in base64, the misprint of §4.1 included (erratum 3150)', () => {
    for (const key of [SAMPLE_KEY, 'AQIDBAUGBwgJCgsMDQ4PEA==', 'AQIDBAUGBwgJCgsMDQ4PEC==']) {
      expect(serverVerdict(requestText({ 'sec-websocket-key': key }))).toEqual(accepted);
    }
  });

  it.each([
    '',
    'dGhlIHNhbXBsZSBub25jZQ',
    'dGhlIHNhbXBsZSBub25j',
    'dGhlIHNhbXBsZSBub25jZWU=',
    'dGhlIHNhbXBsZSBub25jZSE=',
    'dGhlIHNhbXBsZSBub25j*Q==',
    'dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==',
    'dGhlIHNhbXBsZSBub25jZ\xe9==',
  ])('answers %j with 400 (§4.2.1)', (key) => {
    const verdict = serverVerdict(requestText({ 'sec-websocket-key': key }));
    expect(verdict).toEqual({ status: 400, rule: 'key-malformed' });
  });

  it('answers 400 when it is missing (§4.2.1) or appears twice (§11.3.1)', () => {
    const missing = requestText({ 'sec-websocket-key': [] });
    expect(serverVerdict(missing)).toEqual({ status: 400, rule: 'key-malformed' });
    const twice = requestText({ 'sec-websocket-key': [SAMPLE_KEY, SAMPLE_KEY] });
    expect(serverVerdict(twice)).toEqual({ status: 400, rule: 'field-repeated' });
  });
});

describe('Sec-WebSocket-Version field', () => {
  it('accepts 13 with white space around it (§4.2.1)', () => {
    expect(serverVerdict(requestText({ 'sec-websocket-version': ' 13\t' }))).toEqual(accepted);
  });

  it.each([
    '12',
    '25',
    '8',
    '0',
    '255',
    '256',
    '-1',
    '013',
    '13.0',
    '+13',
    '0xd',
    '13, 8',
    '13 8',
    '',
    '1\xb3',
  ])('answers %j with 426 and the versions spoken (§4.4)', (version) => {
    const reading = readRequest(parseRequest(requestText({ 'sec-websocket-version': version })));
    expect(reading).toMatchObject({
      violation: { rule: 'version-unsupported' },
      response: {
        status: 426,
        headers: [
          ['Upgrade', 'websocket'],
          ['Sec-WebSocket-Version', '13'],
        ],
      },
    });
  });

  it('answers 426 when it is missing, 400 when it appears twice (§11.3.5)', () => {
    const missing = requestText({ 'sec-websocket-version': [] });
    expect(serverVerdict(missing)).toEqual({ status: 426, rule: 'version-unsupported' });
    const twice = requestText({ 'sec-websocket-version': ['13', '13'] });
    expect(serverVerdict(twice)).toEqual({ status: 400, rule: 'field-repeated' });
  });
});
