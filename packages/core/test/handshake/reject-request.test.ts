import { describe, expect, it } from '@jest/globals';
import { type Rejection, rejectionOf, rejectRequest, serializeHead } from 'sansocket/handshake';
import { type ViolationId, violations } from 'sansocket/violations';
import { textOf } from './heads.ts';

function textOfRejection(rejection: Rejection): string {
  const { head, body } = rejectRequest(rejection);
  return textOf(serializeHead(head)) + textOf(body);
}

describe('rejectRequest()', () => {
  it('answers with a status, and ends the connection (§4.2.2)', () => {
    expect(textOfRejection({ status: 403 })).toBe(
      'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    );
  });

  it('sends a string as UTF-8 text and bytes as they are', () => {
    expect(textOfRejection({ status: 404, body: 'n\u00f6' })).toBe(
      'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 3\r\n' +
        'Content-Type: text/plain; charset=utf-8\r\n\r\nn\xc3\xb6',
    );
    const bytes = Uint8Array.of(0x7b, 0x7d);
    const headers = [['content-type', 'application/json']] as const;
    const text =
      'HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 2\r\n' +
      'content-type: application/json\r\n\r\n{}';
    expect(textOfRejection({ status: 500, headers, body: bytes })).toBe(text);
    expect(textOfRejection({ status: 500, headers, body: '{}' })).toBe(text);
  });

  it('has no body and no length with 304, and refuses one (RFC 9110 §8.6, §15.4.5)', () => {
    expect(textOfRejection({ status: 304, body: '' })).toBe(
      'HTTP/1.1 304 \r\nConnection: close\r\n\r\n',
    );
    expect(() => rejectRequest({ status: 304, body: 'a' })).toThrow(
      new RangeError('body must be empty with status 304, got 1 bytes (RFC 9110 §15.4.5)'),
    );
  });

  it('announces no type for bytes that the application says nothing about', () => {
    expect(textOfRejection({ status: 404, body: Uint8Array.of(0x78) })).toBe(
      'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx',
    );
  });

  it.each([
    [301, 'Moved Permanently'],
    [302, 'Found'],
    [303, 'See Other'],
    [307, 'Temporary Redirect'],
    [308, 'Permanent Redirect'],
    [401, 'Unauthorized'],
    [408, 'Request Timeout'],
    [429, 'Too Many Requests'],
    [502, 'Bad Gateway'],
    [503, 'Service Unavailable'],
  ])('gives the status %i the reason %j (RFC 9110 §15, RFC 6585 §4)', (status, reason) => {
    expect(rejectRequest({ status }).head.reason).toBe(reason);
  });

  it('leaves the reason of an unknown status empty (RFC 9112 §4)', () => {
    for (const status of [300, 499, 599]) {
      expect(textOfRejection({ status }).split('\r\n')[0]).toBe(`HTTP/1.1 ${status} `);
    }
  });

  it('lists Upgrade in Connection when it sends that field (RFC 9110 §7.8)', () => {
    const headers = [['Upgrade', 'websocket']] as const;
    expect(textOfRejection({ status: 426, headers })).toContain('Connection: close, Upgrade\r\n');
  });

  it.each([101, 200, 299, 600, 404.5, Number.NaN])(
    'throws a RangeError for the status %p',
    (status) => {
      expect(() => rejectRequest({ status })).toThrow(
        new RangeError(`status must be a whole number from 300 to 599, got ${status}`),
      );
    },
  );

  it.each(['Connection', 'content-length', 'Transfer-Encoding', 'Sec-WebSocket-Accept'])(
    'throws for the field %s, which frames the response',
    (name) => {
      expect(() => rejectRequest({ status: 403, headers: [[name, 'x']] })).toThrow(
        `Field ${name} is set by the opening handshake itself`,
      );
    },
  );

  it('sends fields whose names only look like those that frame the response', () => {
    const headers = [
      ['X-Connection', 'a'],
      ['Connection-Id', 'b'],
    ] as const;
    expect(rejectRequest({ status: 403, headers }).head.fields.slice(2)).toEqual(headers);
  });

  it('throws for a field or a body that cannot be sent as it is', () => {
    expect(() => rejectRequest({ status: 403, headers: [['A', '\n']] })).toThrow(TypeError);
    expect(() => rejectRequest({ status: 403, headers: [['A', '\u0100']] })).toThrow(TypeError);
    expect(() => rejectRequest({ status: 403, body: 5 as unknown as string })).toThrow(
      new TypeError('body must be a string or a Uint8Array, got 5'),
    );
  });
});

describe('rejectionOf()', () => {
  it('answers a rule that has no status of its own with 400', () => {
    expect(rejectionOf('frame-masked').status).toBe(400);
  });

  it('lists the versions that are spoken in 426 (§4.4)', () => {
    expect(rejectionOf('version-unsupported', [{ name: 8 }, { name: 'hixie-76' }]).headers).toEqual(
      [
        ['Upgrade', 'websocket'],
        ['Sec-WebSocket-Version', '13, 8'],
      ],
    );
  });

  it('has a sendable answer for every violation of a request', () => {
    for (const rule of Object.keys(violations) as ViolationId[]) {
      const { status, section, sentence } = violations[rule];
      // Those about streams are in extended-connect.test.ts.
      if (status === undefined || /^RFC (?:8441|9113|9220)/.test(section)) continue;
      expect(textOfRejection(rejectionOf(rule))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z]`));
      expect(rejectionOf(rule).body).toBe(`${sentence} (${section})\n`);
    }
  });
});
