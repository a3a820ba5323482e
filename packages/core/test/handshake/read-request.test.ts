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
      violation: { rule: 'target-malformed', offset: 0 },
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
      violation: { rule: 'host-malformed', offset: text.length - 1, detail: 'Field host is "a b"' },
    });
  });

  it('tells a missing field and a wrong first line in the detail', () => {
    const detailOf = (text: string): string => {
      const reading = readRequest(parseRequest(text));
      return reading.ok ? '' : reading.violation.detail;
    };
    expect(detailOf(requestText({ host: [] }))).toBe('Field host is missing');
    expect(detailOf(requestText({ host: ['a', 'b'] }))).toBe('Field host is "a" and "b"');
    expect(detailOf(requestText({}, 'PUT /x HTTP/1.1'))).toBe('First line is "PUT /x HTTP/1.1"');
    expect(detailOf(requestText({ host: `${'x'.repeat(99)} y` }))).toBe(
      `Field host is "${'x'.repeat(80)}"`,
    );
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
