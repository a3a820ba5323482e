import { describe, expect, it } from '@jest/globals';
import {
  type Fields,
  HeadParser,
  readRequest,
  rejectRequest,
  serializeHead,
} from 'sansocket/handshake';
import {
  bytesOf,
  offerOf,
  parseRequest,
  requestText,
  SAMPLE_KEY,
  serverVerdict,
  textOf,
} from './heads.ts';

const accepted = { status: 101 };

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutationsOf(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]),
  );
}

describe('readRequest()', () => {
  it('makes an offer of the request of RFC 6455 §1.2', () => {
    const changes = {
      origin: 'http://example.com',
      'sec-websocket-protocol': 'chat, superchat',
      cookie: ['a=1; b=2', 'c=3'],
    };
    expect(offerOf(changes)).toEqual({
      method: 'GET',
      target: '/chat',
      host: 'server.example.com',
      origin: 'http://example.com',
      cookies: ['a=1; b=2', 'c=3'],
      subprotocols: ['chat', 'superchat'],
      extensions: [],
      key: SAMPLE_KEY,
      version: 13,
      fields: parseRequest(requestText(changes)).fields,
    });
  });

  it('leaves the origin undefined when there is none', () => {
    expect(offerOf({}).origin).toBeUndefined();
  });

  it('judges a request that came parsed, taking its version for 1.1', () => {
    const { method, target, fields } = parseRequest(requestText());
    expect(readRequest({ method, target, fields })).toMatchObject({ ok: true });
    expect(readRequest({ method, target: '/ x', fields })).toMatchObject({
      ok: false,
      violation: {
        rule: 'target-malformed',
        offset: 0,
        detail: 'First line: method 3, target 3 characters, version 1.1',
      },
    });
  });

  it('trims the values of a request that came parsed', () => {
    const fields: Fields = [
      ['host', ' h'],
      ['upgrade', 'websocket '],
      ['connection', '\tupgrade'],
      ['sec-websocket-key', ` ${SAMPLE_KEY}\t`],
      ['sec-websocket-version', ' 13'],
    ];
    expect(readRequest({ method: 'GET', target: '/', fields })).toMatchObject({
      offer: { host: 'h', key: SAMPLE_KEY },
    });
  });

  it('reports a rule on the whole head at its last byte, with what was found', () => {
    const text = requestText({ host: 'a b' });
    const result = new HeadParser({ head: 'request' }).push(bytesOf(text));
    if (result.kind !== 'done') throw new Error('Head is not complete');
    const reading = readRequest(result.head, {}, result.length - 1);
    expect(reading).toMatchObject({
      violation: {
        rule: 'host-malformed',
        offset: text.length - 1,
        detail: 'Field host: 3 characters',
      },
    });
  });

  it('refuses an offset of another kind at the door', () => {
    const request = parseRequest(requestText());
    expect(() => readRequest(request, {}, 0.5)).toThrow(
      new RangeError('offset must be a whole number from 0 up, got 0.5'),
    );
  });

  it('tells a missing field and a wrong first line in the detail', () => {
    const detailOf = (text: string): string => {
      const reading = readRequest(parseRequest(text));
      return reading.ok ? '' : reading.violation.detail;
    };
    expect(detailOf(requestText({ host: [] }))).toBe('Field host is missing');
    expect(detailOf(requestText({ host: ['a', 'b'] }))).toBe('Field host appears 2 times');
    expect(detailOf(requestText({}, 'PUT /xyz HTTP/1.1'))).toBe(
      'First line: method 3, target 4 characters, version 1.1',
    );
    const version = (value: string) => detailOf(requestText({ 'sec-websocket-version': value }));
    expect(version('8')).toBe('Field sec-websocket-version: 8');
    expect(version('1300')).toBe('Field sec-websocket-version: 4 characters');
  });

  it.each([
    ['sec-websocket-protocol', 'a, a', ': 4 characters'],
    [
      'sec-websocket-protocol',
      Array.from({ length: 101 }, (_, i) => i).join(),
      ' lists 101, more than 100',
    ],
    ['sec-websocket-extensions', 'a; =', ': 4 characters'],
    ['sec-websocket-extensions', 'a,'.repeat(17), ' lists 17, more than 16'],
  ])('names the field %s in the detail', (name, value, told) => {
    const reading = readRequest(parseRequest(requestText({ [name]: value })));
    const detail = `Field ${name}${told}`;
    expect(reading).toMatchObject({ violation: { detail } });
  });

  it('passes over fields with names that are longer than those of the handshake', () => {
    const others = { 'Upgrade-Insecure-Requests': '1', [`X-${'y'.repeat(60)}`]: '2' };
    expect(serverVerdict(requestText(others))).toEqual(accepted);
  });
});

describe('other fields of a request', () => {
  it('accepts Content-Length: 0 and answers any other body with 400', () => {
    expect(serverVerdict(requestText({ 'content-length': '0' }))).toEqual(accepted);
    for (const length of ['5', '-0', '', '0, 5', 'x']) {
      const verdict = serverVerdict(requestText({ 'content-length': length }));
      expect(verdict).toEqual({ status: 400, rule: 'request-with-body' });
    }
    const chunked = requestText({ 'transfer-encoding': 'chunked' });
    expect(serverVerdict(chunked)).toEqual({ status: 400, rule: 'request-with-body' });
  });

  it('answers Expect with 417 (RFC 9110 §10.1.1)', () => {
    const verdict = serverVerdict(requestText({ expect: '100-continue' }));
    expect(verdict).toEqual({ status: 417, rule: 'expectation-unsupported' });
  });

  it('shows unknown fields and passes over them (§4.2.1)', () => {
    expect(offerOf({ 'X-Foo': 'b\xe4r' }).fields).toContainEqual(['X-Foo', 'b\xe4r']);
  });

  it('accepts the fields in every order, their names in any case (§4.2.1)', () => {
    const { fields, ...line } = parseRequest(requestText());
    for (const permutation of permutationsOf(fields)) {
      expect(readRequest({ ...line, fields: permutation }).ok).toBe(true);
    }
    const upper = fields.map(([name, value]) => [name.toUpperCase(), value] as const);
    expect(readRequest({ ...line, fields: upper }).ok).toBe(true);
  });
});

describe('policy of a server', () => {
  const request = requestText({ origin: 'https://example.com' });
  const refused = { status: 403, rule: 'origin-not-allowed' };
  const misdirected = { status: 421, rule: 'host-not-allowed' };

  it('answers an origin that is not in the list with 403 (§10.2)', () => {
    expect(serverVerdict(request, { allowedOrigins: ['https://example.com'] })).toEqual(accepted);
    expect(serverVerdict(request, { allowedOrigins: ['https://example.org'] })).toEqual(refused);
    const allowedOrigins = ['https://example.org', 'https://example.com'];
    expect(serverVerdict(request, { allowedOrigins })).toEqual(accepted);
    expect(serverVerdict(requestText(), { allowedOrigins: ['https://example.com'] })).toEqual(
      refused,
    );
  });

  it('lets a function judge the origin, also when there is none', () => {
    expect(serverVerdict(request, { allowedOrigins: () => false })).toEqual(refused);
    const allowedOrigins = (origin: string | undefined): boolean => origin === undefined;
    expect(serverVerdict(requestText(), { allowedOrigins })).toEqual(accepted);
  });

  it('answers two origins with 400 (RFC 6454 §7.3)', () => {
    const twice = requestText({ origin: ['https://example.com', 'https://example.org'] });
    expect(serverVerdict(twice)).toEqual({ status: 400, rule: 'field-repeated' });
  });

  it('answers a host that is not allowed with 421, its letters compared in lower case', () => {
    const text = requestText({ host: 'Example.COM:81' });
    expect(serverVerdict(text, { allowedHosts: ['example.com:81'] })).toEqual(accepted);
    expect(serverVerdict(text, { allowedHosts: (host) => host === 'example.com:81' })).toEqual(
      accepted,
    );
    expect(serverVerdict(text, { allowedHosts: ['example.com'] })).toEqual(misdirected);
  });

  it.each([
    ['example.com:80', false],
    ['example.com:', false],
    ['example.com:443', true],
    ['example.com', true],
  ])(
    'takes %j for example.com, whether it has the own port or none (RFC 9110 §4.2.3)',
    (host, secure) => {
      const text = requestText({ host });
      const port = secure ? 443 : 80;
      for (const allowed of ['example.com', `example.com:${port}`]) {
        expect(serverVerdict(text, { secure, allowedHosts: [allowed] })).toEqual(accepted);
      }
      const seen: string[] = [];
      const allowedHosts = (its: string): boolean => seen.push(its) > 0;
      expect(serverVerdict(text, { secure, allowedHosts })).toEqual(accepted);
      expect(seen).toEqual(['example.com']);
      expect(
        serverVerdict(requestText({ host: 'example.com:81' }), {
          secure,
          allowedHosts: ['example.com'],
        }),
      ).toEqual(misdirected);
    },
  );

  it('judges the host of an absolute target, by the port of its scheme (RFC 9112 §3.2.2)', () => {
    const verdictOf = (target: string, allowed: string) =>
      serverVerdict(requestText({}, `GET ${target} HTTP/1.1`), { allowedHosts: [allowed] });
    expect(verdictOf('https://a:443/', 'a')).toEqual(accepted);
    expect(verdictOf('wss://a/', 'a:443')).toEqual(accepted);
    expect(verdictOf('ws://a:443/', 'a')).toEqual(misdirected);
    expect(verdictOf('http://a/', 'server.example.com')).toEqual(misdirected);
  });

  it('does not take an absolute target for an origin (§10.2)', () => {
    const text = requestText({ origin: 'http://a' }, 'GET http://b/ HTTP/1.1');
    expect(serverVerdict(text, { allowedOrigins: ['http://a'] })).toEqual(accepted);
    expect(serverVerdict(text, { allowedOrigins: ['http://b'] })).toEqual(refused);
  });
});

describe('answer to a violation', () => {
  it('says the rule and its section, and nothing that the peer sent', () => {
    const reading = readRequest(parseRequest(requestText({ 'sec-websocket-version': '25' })));
    if (reading.ok) throw new Error('Request is not refused');
    const { head, body } = rejectRequest(reading.response);

    expect(textOf(serializeHead(head)) + textOf(body)).toBe(
      'HTTP/1.1 426 Upgrade Required\r\nConnection: close, Upgrade\r\nContent-Length: 51\r\n' +
        'Content-Type: text/plain; charset=utf-8\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\n\r\nThe version of the protocol is 13 (RFC 6455 §4.4)\n'.replace(
          '§',
          '\xc2\xa7',
        ),
    );
  });
});
