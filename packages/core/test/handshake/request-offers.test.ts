import { describe, expect, it } from '@jest/globals';
import { offerOf, requestText, serverVerdict } from './heads.ts';

const accepted = { status: 101 };

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
