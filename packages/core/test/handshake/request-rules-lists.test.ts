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
  type Changes,
  parseRequest,
  requestText,
  SAMPLE_KEY,
  serverVerdict,
  textOf,
} from './heads.ts';

const accepted = { status: 101 };

function offerOf(changes: Changes, line?: string) {
  const reading = readRequest(parseRequest(requestText(changes, line)));
  if (!reading.ok) throw new Error(`Request is refused: ${reading.violation.rule}`);
  return reading.offer;
}

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutationsOf(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]),
  );
}

describe('Sec-WebSocket-Protocol field of a request', () => {
  it('keeps the order of preference over one or several lines (§4.2.1, §11.3.4)', () => {
    expect(offerOf({ 'sec-websocket-protocol': 'b, a' }).subprotocols).toEqual(['b', 'a']);
    expect(offerOf({ 'sec-websocket-protocol': ['b', 'a,c'] }).subprotocols).toEqual([
      'b',
      'a',
      'c',
    ]);
  });

  it('passes over empty elements (RFC 9110 §5.6.1)', () => {
    expect(offerOf({ 'sec-websocket-protocol': ',a, ,b,,' }).subprotocols).toEqual(['a', 'b']);
  });

  it('tells subprotocols apart by case (§11.5)', () => {
    expect(offerOf({ 'sec-websocket-protocol': 'x, X' }).subprotocols).toEqual(['x', 'X']);
  });

  it.each(['', ',', 'a b', '/echo', 'a;b', '"a"', 'caf\xe9', 'x, x', 'a,b,a'])(
    'answers %j with 400 (§4.3)',
    (subprotocols) => {
      const verdict = serverVerdict(requestText({ 'sec-websocket-protocol': subprotocols }));
      expect(verdict).toEqual({ status: 400, rule: 'subprotocols-malformed' });
    },
  );

  it('accepts 100 subprotocols and answers one more with 431', () => {
    const offer = (count: number): string =>
      requestText({
        'sec-websocket-protocol': Array.from({ length: count }, (_, i) => `p${i}`).join(),
      });
    expect(serverVerdict(offer(100))).toEqual(accepted);
    expect(serverVerdict(offer(101))).toEqual({ status: 431, rule: 'too-many-offers' });
  });
});

describe('Sec-WebSocket-Extensions field of a request', () => {
  it('is one list over several lines, in order (§9.1, §11.3.2)', () => {
    const extensions = [
      { name: 'foo', parameters: [] },
      { name: 'bar', parameters: [['baz', '2']] },
    ];
    const one = offerOf({ 'sec-websocket-extensions': 'foo, bar; baz=2' });
    const two = offerOf({ 'sec-websocket-extensions': ['foo', 'bar; baz=2'] });
    expect(one.extensions).toEqual(extensions);
    expect(two.extensions).toEqual(extensions);
  });

  it.each(['', 'foo; =1', 'foo;;bar', 'foo=1', '"foo"', 'foo; a="', 'f\xf6\xf6'])(
    'answers %j with 400 (§9.1)',
    (extensions) => {
      const verdict = serverVerdict(requestText({ 'sec-websocket-extensions': extensions }));
      expect(verdict).toEqual({ status: 400, rule: 'extensions-malformed' });
    },
  );

  it('accepts 16 elements and answers one more with 431', () => {
    const offer = (count: number): string =>
      requestText({ 'sec-websocket-extensions': Array(count).fill('x').join() });
    expect(serverVerdict(offer(16))).toEqual(accepted);
    expect(serverVerdict(offer(17))).toEqual({ status: 431, rule: 'too-many-offers' });
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

  it('answers an origin that is not in the list with 403 (§10.2)', () => {
    expect(serverVerdict(request, { allowedOrigins: ['https://example.com'] })).toEqual(accepted);
    expect(serverVerdict(request, { allowedOrigins: ['https://example.org'] })).toEqual(refused);
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
    const text = requestText({ host: 'Example.COM:80' });
    expect(serverVerdict(text, { allowedHosts: ['example.com:80'] })).toEqual(accepted);
    expect(serverVerdict(text, { allowedHosts: (host) => host === 'example.com:80' })).toEqual(
      accepted,
    );
    expect(serverVerdict(text, { allowedHosts: ['example.com'] })).toEqual({
      status: 421,
      rule: 'host-not-allowed',
    });
  });
});

