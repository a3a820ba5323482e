import { describe, expect, it } from '@jest/globals';
import {
  HeadParser,
  type HeadParserOptions,
  type HeadResult,
  type Heads,
} from 'sansocket/handshake';
import { StateError, violations } from 'sansocket/violations';
import { bytesOf, parseRequest, parseResponse, requestText, responseText } from './heads.ts';

type Kind = keyof Heads;

function parse<K extends Kind>(text: string, options: HeadParserOptions<K>): HeadResult<Heads[K]> {
  return new HeadParser(options).push(bytesOf(text));
}

/** The rule that a head breaks and the offset at which that shows. */
function broken(
  text: string,
  options: HeadParserOptions<Kind>,
): readonly [string, number] | string {
  const result = parse(text, options);
  return result.kind === 'violation'
    ? [result.violation.rule, result.violation.offset]
    : result.kind;
}

describe('HeadParser', () => {
  it('reads the request of RFC 6455 §1.2', () => {
    const text =
      'GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n' +
      'Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
      'Origin: http://example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\n' +
      'Sec-WebSocket-Version: 13\r\n\r\n';

    expect(parse(text, { head: 'request' })).toEqual({
      kind: 'done',
      head: {
        method: 'GET',
        target: '/chat',
        httpVersion: '1.1',
        fields: [
          ['Host', 'server.example.com'],
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
          ['Origin', 'http://example.com'],
          ['Sec-WebSocket-Protocol', 'chat, superchat'],
          ['Sec-WebSocket-Version', '13'],
        ],
      },
      rest: text.length,
      length: text.length,
    });
  });

  it('reads a response, and says where the bytes after it begin', () => {
    const text = responseText();
    expect(parse(`${text}\x81\x00`, { head: 'response' })).toMatchObject({
      kind: 'done',
      head: { status: 101, reason: 'Switching Protocols', httpVersion: '1.1' },
      rest: text.length,
      length: text.length,
    });
  });

  it('reads a status line without a reason, with and without the space before it', () => {
    expect(parseResponse('HTTP/1.1 101\r\n\r\n')).toMatchObject({ status: 101, reason: '' });
    expect(parseResponse('HTTP/1.1 101 \r\n\r\n')).toMatchObject({ status: 101, reason: '' });
  });

  it('reads a reason with bytes above 0x7f as characters of the same number (RFC 9112 §4)', () => {
    expect(parseResponse('HTTP/1.1 101 \x80 \xdc\xff\r\n\r\n').reason).toBe('\x80 \xdc\xff');
  });

  it('skips up to two empty lines before a request (RFC 9112 §2.2)', () => {
    for (const lines of ['\r\n', '\r\n\r\n']) {
      const text = lines + requestText({ a: 'b' });
      expect(parseRequest(text)).toMatchObject({ method: 'GET', target: '/chat' });
      expect(parseRequest(text).fields.at(-1)).toEqual(['a', 'b']);
    }
  });

  it('takes the white space off the ends of a value and keeps that inside', () => {
    expect(parseRequest('GET / HTTP/1.1\r\nA: \t b \t c\t \r\nD:\r\nE:\t\r\n\r\n').fields).toEqual([
      ['A', 'b \t c'],
      ['D', ''],
      ['E', ''],
    ]);
  });

  it('keeps the order, the spelling and the repetition of fields', () => {
    const { fields } = parseRequest('GET / HTTP/1.1\r\nb: 1\r\nA: 2\r\nB: 3\r\n\r\n');
    expect(fields).toEqual([
      ['b', '1'],
      ['A', '2'],
      ['B', '3'],
    ]);
  });

  it('keeps names of the prototype as plain fields', () => {
    const { fields } = parseRequest('GET / HTTP/1.1\r\n__proto__: 1\r\nconstructor: 2\r\n\r\n');
    expect(fields).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  it('decodes bytes above 0x7f in a value to characters of the same number', () => {
    // Neither what is no UTF-8, nor what is: a letter of two bytes, a byte order mark.
    for (const value of ['\x80\xff', '\xc3\xbc', '\xef\xbb\xbf']) {
      const { fields } = parseRequest(`GET / HTTP/1.1\r\nA: ${value}\r\n\r\n`);
      expect(fields).toEqual([['A', value]]);
    }
  });

  it('reads a head from chunks that a runtime subclassed', () => {
    const parser = new HeadParser({ head: 'request' });
    expect(parser.push(Buffer.from('GET / HTTP/1.1\r\nA:'))).toEqual({ kind: 'need-more' });
    expect(parser.push(Buffer.from(' b\r\n\r\nrest'))).toMatchObject({ kind: 'done', rest: 6 });
  });

  it('reads the same head from pieces, and counts its length over all of them', () => {
    const text = requestText({ A: 'b\xe4' });
    const parser = new HeadParser({ head: 'request' });
    for (const piece of ['G', 'ET /ch', text.slice(7, -3)]) {
      expect(parser.push(bytesOf(piece))).toEqual({ kind: 'need-more' });
    }
    expect(parser.push(bytesOf(`${text.slice(-3)}rest`))).toEqual({
      kind: 'done',
      head: parseRequest(text),
      rest: 3,
      length: text.length,
    });
  });

  it('throws a StateError once the head is over', () => {
    const done = new HeadParser({ head: 'request' });
    done.push(bytesOf(requestText()));
    const error = new StateError('Cannot read more of a head that is over');
    expect(() => done.push(bytesOf('x'))).toThrow(error);

    const failed = new HeadParser({ head: 'request' });
    failed.push(bytesOf(' '));
    expect(() => failed.push(bytesOf('x'))).toThrow(error);
  });

  it.each([
    ['request-line-malformed', '\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n', 4],
    ['request-line-malformed', ' GET / HTTP/1.1\r\n\r\n', 0],
    ['request-line-malformed', 'G(T / HTTP/1.1\r\n\r\n', 1],
    ['request-line-malformed', 'GET  / HTTP/1.1\r\n\r\n', 4],
    ['request-line-malformed', 'GET\t/ HTTP/1.1\r\n\r\n', 3],
    ['request-line-malformed', 'GET /  HTTP/1.1\r\n\r\n', 6],
    ['request-line-malformed', 'GET /#x HTTP/1.1\r\n\r\n', 5],
    ['request-line-malformed', 'GET /\xfc HTTP/1.1\r\n\r\n', 5],
    ['request-line-malformed', 'GET /\x7f HTTP/1.1\r\n\r\n', 5],
    ['request-line-malformed', 'GET /\r\n\r\n', 5],
    ['request-line-malformed', 'GET / http/1.1\r\n\r\n', 6],
    ['request-line-malformed', 'GET / HTTP/11\r\n\r\n', 12],
    ['request-line-malformed', 'GET / HTTP/1.x\r\n\r\n', 13],
    ['request-line-malformed', 'GET / HTTP/1.1 \r\n\r\n', 14],
    ['head-line-feed-without-carriage-return', 'GET / HTTP/1.1\nHost: x\r\n\r\n', 14],
    ['head-line-feed-without-carriage-return', 'GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n', 20],
    ['head-line-feed-without-carriage-return', 'GET / HTTP/1.1\r\nA: b\r\n\n', 22],
    ['head-carriage-return-without-line-feed', '\rGET / HTTP/1.1\r\n\r\n', 1],
    ['head-carriage-return-without-line-feed', 'GET / HTTP/1.1\r\r\n\r\n', 15],
    ['head-carriage-return-without-line-feed', 'GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n', 21],
    ['head-carriage-return-without-line-feed', 'GET / HTTP/1.1\r\nA: b\r\n\rx', 23],
    ['field-line-folded', 'GET / HTTP/1.1\r\n A: b\r\n\r\n', 16],
    ['field-line-folded', 'GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n', 22],
    ['field-name-before-space', 'GET / HTTP/1.1\r\nA : b\r\n\r\n', 17],
    ['field-name-before-space', 'GET / HTTP/1.1\r\nA\t: b\r\n\r\n', 17],
    ['field-name-malformed', 'GET / HTTP/1.1\r\n: b\r\n\r\n', 16],
    ['field-name-malformed', 'GET / HTTP/1.1\r\nA(: b\r\n\r\n', 17],
    ['field-name-malformed', 'GET / HTTP/1.1\r\nA\xe9: b\r\n\r\n', 17],
    ['field-name-malformed', 'GET / HTTP/1.1\r\nAbc\r\n\r\n', 19],
    ['field-value-with-control', 'GET / HTTP/1.1\r\nA: b\0\r\n\r\n', 20],
    ['field-value-with-control', 'GET / HTTP/1.1\r\nA: b\x7f\r\n\r\n', 20],
    ['field-value-with-control', 'GET / HTTP/1.1\r\nA: b\x1b\r\n\r\n', 20],
  ] as const)('reports %s in the request %j at its byte', (rule, text, offset) => {
    expect(broken(text, { head: 'request' })).toEqual([rule, offset]);
  });

  it.each([
    ['status-line-malformed', '\r\nHTTP/1.1 101\r\n\r\n', 0],
    ['status-line-malformed', 'HTTP/1 101\r\n\r\n', 6],
    ['status-line-malformed', 'HTTP/1.1  101\r\n\r\n', 9],
    ['status-line-malformed', 'HTTP/1.1 1x1\r\n\r\n', 10],
    ['status-line-malformed', 'HTTP/1.1 1010\r\n\r\n', 12],
    ['status-line-malformed', 'HTTP/1.1 101 a\0b\r\n\r\n', 14],
    ['status-line-malformed', 'HTTP/1.1 101 \x7f\r\n\r\n', 13],
    ['head-line-feed-without-carriage-return', 'HTTP/1.1 101\n\n', 12],
  ] as const)('reports %s in the response %j at its byte', (rule, text, offset) => {
    expect(broken(text, { head: 'response' })).toEqual([rule, offset]);
  });

  it('says what came in place of the expected, in hexadecimal', () => {
    expect(parse('GET\n', { head: 'request' })).toMatchObject({
      violation: { detail: 'Byte 0x0a came in a head' },
    });
  });
});

describe('limits of HeadParser', () => {
  const head = 'GET / HTTP/1.1\r\nA: b\r\nC: d\r\n\r\n';

  it('takes a head of exactly maxBytes and refuses one byte more with 431', () => {
    expect(broken(head, { head: 'request', maxBytes: head.length })).toBe('done');
    const rule = 'head-too-long';
    expect(broken(head, { head: 'request', maxBytes: head.length - 1 })).toEqual([rule, 29]);
    expect(violations[rule].status).toBe(431);
  });

  it('takes a request line of exactly maxLineBytes and refuses one byte more with 414', () => {
    expect(broken(head, { head: 'request', maxLineBytes: 16 })).toBe('done');
    const rule = 'request-line-too-long';
    expect(broken(head, { head: 'request', maxLineBytes: 15 })).toEqual([rule, 15]);
    expect(violations[rule].status).toBe(414);
  });

  it('takes a field line of exactly maxLineBytes and refuses one byte more with 431', () => {
    const text = 'HTTP/1.1 101\r\nA: bcdefghijklm\r\n\r\n';
    expect(broken(text, { head: 'response', maxLineBytes: 17 })).toBe('done');
    const rule = 'head-line-too-long';
    expect(broken(text, { head: 'response', maxLineBytes: 16 })).toEqual([rule, 30]);
    expect(violations[rule].status).toBe(431);
  });

  it('takes exactly maxFields and refuses one more at its first byte with 431', () => {
    expect(broken(head, { head: 'request', maxFields: 2 })).toBe('done');
    const rule = 'too-many-fields';
    expect(broken(head, { head: 'request', maxFields: 1 })).toEqual([rule, 22]);
    expect(violations[rule].status).toBe(431);
  });

  it('counts the bytes and fields of a head that comes one byte at a time', () => {
    const pushEach = (options: Omit<HeadParserOptions<'request'>, 'head'>): unknown => {
      const parser = new HeadParser({ head: 'request', ...options });
      for (const byte of bytesOf(head)) {
        const result = parser.push(Uint8Array.of(byte));
        if (result.kind !== 'need-more') return result;
      }
      return undefined;
    };
    expect(pushEach({ maxBytes: head.length })).toMatchObject({ kind: 'done' });
    expect(pushEach({ maxBytes: head.length - 1 })).toMatchObject({
      violation: { rule: 'head-too-long', offset: 29 },
    });
    expect(pushEach({ maxFields: 2 })).toMatchObject({ kind: 'done' });
    expect(pushEach({ maxFields: 1 })).toMatchObject({
      violation: { rule: 'too-many-fields', offset: 22 },
    });
    expect(pushEach({ maxLineBytes: 15 })).toMatchObject({
      violation: { rule: 'request-line-too-long', offset: 15 },
    });
  });

  it('tells a status line that is too long from a request line', () => {
    expect(broken('HTTP/1.1 101 Switching\r\n', { head: 'response', maxLineBytes: 20 })).toEqual([
      'head-line-too-long',
      20,
    ]);
  });

  it('can be without limits', () => {
    const options = { maxBytes: Infinity, maxFields: Infinity, maxLineBytes: Infinity };
    const text = `GET / HTTP/1.1\r\n${`a:${'b'.repeat(9000)}\r\n`.repeat(101)}\r\n`;
    expect(broken(text, { head: 'request', ...options })).toBe('done');
  });

  it('has the defaults 16 KiB and 100 fields, and a line may be as long as the head', () => {
    const fields = (count: number, length: number): string =>
      `GET / HTTP/1.1\r\n${`a:${'b'.repeat(length)}\r\n`.repeat(count)}\r\n`;
    expect(broken(fields(100, 1), { head: 'request' })).toBe('done');
    expect(broken(fields(101, 1), { head: 'request' })).toEqual(['too-many-fields', 516]);
    expect(broken(fields(1, 16_362), { head: 'request' })).toBe('done');
    expect(broken(fields(1, 16_363), { head: 'request' })).toEqual(['head-too-long', 16_384]);
    expect(broken(fields(3, 8000), { head: 'request' })).toEqual(['head-too-long', 16_384]);
    expect(broken(fields(1, 40_000), { head: 'request', maxBytes: 50_000 })).toBe('done');
  });

  it('blames the request line where it reaches both limits (RFC 9110 §15.5.15)', () => {
    const line = `GET /${'a'.repeat(16_384)}`;
    expect(broken(line, { head: 'request' })).toEqual(['request-line-too-long', 16_384]);
    expect(broken(`\r\n${line}`, { head: 'request' })).toEqual(['head-too-long', 16_384]);
  });

  it.each([0, -1, 1.5, Number.NaN])('throws a RangeError for the limit %p', (limit) => {
    for (const name of ['maxBytes', 'maxFields', 'maxLineBytes']) {
      expect(() => new HeadParser({ head: 'request', [name]: limit })).toThrow(
        new RangeError(`${name} must be a whole number from 1 up, got ${limit}`),
      );
    }
  });
});
