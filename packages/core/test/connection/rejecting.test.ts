/** A server that says no (RFC 6455 §4.2.2), by itself or by its application. @module */
import { describe, expect, it } from '@jest/globals';
import { ServerConnection, type ServerOptions } from 'sansocket';
import type { Rejection } from 'sansocket/handshake';
import { bytesOf, type Changes, requestText } from '../handshake/heads.ts';
import { hex } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { maskFrames } from '../support/masked-frames.ts';

function receiving(text: string, options: ServerOptions = {}): End<ServerConnection> {
  return new End(new ServerConnection(options, 0)).receive(bytesOf(text));
}

const ENDED_BY_US = { type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'local' };

describe('reject()', () => {
  const answers: readonly [Rejection, string][] = [
    [
      { status: 401, headers: [['WWW-Authenticate', 'Basic realm="chat"']] },
      'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\nWWW-Authenticate: Basic realm="chat"\r\n\r\n',
    ],
    [{ status: 403 }, 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'],
    [
      { status: 404, body: 'no chat' },
      'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 7\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nno chat',
    ],
    [
      { status: 405, headers: [['Allow', 'GET']] },
      'HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\nAllow: GET\r\n\r\n',
    ],
    [
      { status: 426, headers: [['Upgrade', 'websocket']] },
      'HTTP/1.1 426 Upgrade Required\r\nConnection: close, Upgrade\r\nContent-Length: 0\r\nUpgrade: websocket\r\n\r\n',
    ],
    [
      { status: 503, headers: [['Retry-After', '5']], body: Uint8Array.of(0x2d) },
      'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 1\r\nRetry-After: 5\r\n\r\n-',
    ],
  ];

  it.each(answers)(
    'answers with %j, ends the output and waits for the end (§4.2.2)',
    (answer, text) => {
      const end = receiving(requestText());
      end.events();
      expect(end.connection.reject(answer, 0)).toBe('ok');

      const outputs = end.outputs();
      expect(outputs.at(-1)).toEqual({ type: 'end' });
      const written = outputs.flatMap((o) => (o.type === 'write' ? [...o.bytes] : []));
      expect(String.fromCharCode(...written)).toBe(text);
      expect(end.connection.readyState).toBe('closing');
      expect(end.connection.nextTimeout()).toEqual({ at: 2000, reason: 'linger' });

      end.receive(maskFrames(hex('81 02 68 69')));
      expect(end.events()).toEqual([]);
      expect(end.receiveEnd().events()).toEqual([ENDED_BY_US]);
      expect(end.output()).toEqual([]);
    },
  );

  it.each([
    [{ status: 200 }, RangeError],
    [{ status: 101 }, RangeError],
    [{ status: 600 }, RangeError],
    [{ status: 403, headers: [['Content-Length', '5']] as const }, TypeError],
    [{ status: 403, headers: [['X', 'a\nb']] as const }, TypeError],
  ])('throws for %j and still waits for the answer', (answer, error) => {
    const end = receiving(requestText());
    end.events();
    expect(() => end.connection.reject(answer, 0)).toThrow(error);
    expect(end.outputs()).toEqual([]);
    expect(end.connection.reject({ status: 403 }, 0)).toBe('ok');
    expect(end.text()).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  });
});

describe('opening handshake that breaks a rule', () => {
  const LINE = 'GET /chat HTTP/1.1';
  const cases: readonly [string, string, Changes, string, string, string][] = [
    [
      'another method',
      'POST /chat HTTP/1.1',
      {},
      'method-not-get',
      '405 Method Not Allowed',
      'Allow: GET',
    ],
    [
      'HTTP/1.0',
      'GET /chat HTTP/1.0',
      {},
      'http-version-unsupported',
      '505 HTTP Version Not Supported',
      '',
    ],
    [
      'another version',
      LINE,
      { 'sec-websocket-version': '25' },
      'version-unsupported',
      '426 Upgrade Required',
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13',
    ],
    [
      'no Upgrade',
      LINE,
      { upgrade: [] },
      'upgrade-not-websocket',
      '426 Upgrade Required',
      'Upgrade: websocket',
    ],
    ['no key', LINE, { 'sec-websocket-key': [] }, 'key-malformed', '400 Bad Request', ''],
  ];

  it.each(cases)(
    'answers %s with its status, and no byte of a frame (§4.2.1, §4.4, §7.2.2)',
    (_, line, changes, rule, status, fields) => {
      const text = requestText(changes, line);
      const end = receiving(text);
      expect(end.events()).toMatchObject([
        { type: 'violation', rule, closeCode: 1006, offset: text.length - 1 },
      ]);
      const response = end.text();
      expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n`));
      expect(response).toContain(fields);
      expect(response).not.toContain('\x88');
      end.receive(bytesOf(requestText()));
      expect(end.receiveEnd().events()).toEqual([{ ...ENDED_BY_US, endedBy: 'violation' }]);
      expect(end.output()).toEqual([]);
    },
  );

  it('reports a malformed head at the very byte, and looks at nothing after it (§4.2.1)', () => {
    const text = 'GET /chat HTTP/1.1\r\nHost : a\r\n\r\n';
    const end = receiving(text);
    expect(end.events()).toMatchObject([
      { type: 'violation', rule: 'field-name-before-space', section: 'RFC 9112 §5.1', offset: 24 },
    ]);
    expect(end.output()).toHaveLength(2);
  });

  it('refuses an origin that is not allowed with 403 (§10.2)', () => {
    const options = { allowedOrigins: ['https://example.com'] };
    const evil = receiving(requestText({ origin: 'https://example.net' }), options);
    expect(evil.events()).toMatchObject([
      { rule: 'origin-not-allowed', section: 'RFC 6455 §10.2' },
    ]);
    expect(evil.text()).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    const good = receiving(requestText({ origin: 'https://example.com' }), options);
    expect(good.types()).toEqual(['handshake-request']);
  });

  it('gives the violation its row of the table however the head is cut', () => {
    const text = requestText({ 'sec-websocket-key': 'x' });
    const end = new End(new ServerConnection({}, 0));
    for (const byte of bytesOf(text).subarray(0, -1)) {
      expect(end.receive(Uint8Array.of(byte)).events()).toEqual([]);
    }
    end.receive(Uint8Array.of(0x0a));
    expect(end.events()).toEqual([
      {
        type: 'violation',
        rule: 'key-malformed',
        closeCode: 1006,
        section: 'RFC 6455 §4.2.1',
        offset: text.length - 1,
        detail: expect.any(String),
      },
    ]);
  });
});

describe('limits of the head', () => {
  const text = requestText();
  const limit = (limits: ServerOptions['limits']) => receiving(text, { limits });

  it('takes a head of exactly maxHandshakeBytes, one more is answered with 431 (§10.4)', () => {
    expect(limit({ maxHandshakeBytes: text.length }).types()).toEqual(['handshake-request']);
    const end = limit({ maxHandshakeBytes: text.length - 1 });
    expect(end.events()).toMatchObject([
      { rule: 'head-too-long', section: 'RFC 6585 §5', offset: text.length - 1 },
    ]);
    expect(end.text()).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
  });

  it('takes a request line of exactly maxHandshakeLineBytes, one more is answered with 414 (§10.4)', () => {
    const lengths = text.split('\r\n').map((line) => line.length + 2);
    const longest = Math.max(...lengths);
    expect(limit({ maxHandshakeLineBytes: longest }).types()).toEqual(['handshake-request']);

    const line = limit({ maxHandshakeLineBytes: lengths[0]! - 1 });
    expect(line.events()).toMatchObject([
      { rule: 'request-line-too-long', section: 'RFC 9110 §15.5.15', offset: lengths[0]! - 1 },
    ]);
    expect(line.text()).toMatch(/^HTTP\/1\.1 414 URI Too Long\r\n/);

    const field = limit({ maxHandshakeLineBytes: longest - 1 });
    expect(field.events()).toMatchObject([{ rule: 'head-line-too-long', section: 'RFC 6585 §5' }]);
    expect(field.text()).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('takes a Cookie line of 8718 bytes by default: login proxies send such ones', () => {
    const cookie = 'c'.repeat(8708);
    expect(receiving(requestText({ cookie })).types()).toEqual(['handshake-request']);
  });

  it('lets a line be as long as the head, where that may be longer', () => {
    const text = requestText({ cookie: 'c'.repeat(40_000) });
    const limits = { maxHandshakeBytes: 65_536 };
    expect(receiving(text, { limits }).types()).toEqual(['handshake-request']);
    const given = { ...limits, maxHandshakeLineBytes: 16_384 };
    expect(receiving(text, { limits: given }).events()).toMatchObject([
      { rule: 'head-line-too-long' },
    ]);
  });

  it.each([
    [{ maxHandshakeBytes: 9 }, 'More than 9 bytes came in a head'],
    [{ maxHandshakeLineBytes: 9 }, 'More than 9 bytes in a line came in a head'],
    [{ maxHandshakeFields: 1 }, 'More than 1 fields came in a head'],
  ])('are told where a head goes beyond them: %j', (limits, detail) => {
    expect(limit(limits).events()).toMatchObject([{ type: 'violation', detail }]);
  });

  it('takes exactly maxHandshakeFields, one more is answered with 431 (§10.4)', () => {
    expect(limit({ maxHandshakeFields: 5 }).types()).toEqual(['handshake-request']);
    const end = limit({ maxHandshakeFields: 4 });
    expect(end.events()).toMatchObject([{ rule: 'too-many-fields', section: 'RFC 6585 §5' }]);
    expect(end.text()).toMatch(/^HTTP\/1\.1 431 /);
  });
});
