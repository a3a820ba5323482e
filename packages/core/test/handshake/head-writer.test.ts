import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  HeadParser,
  type RequestHead,
  type ResponseHead,
  serializeHead,
} from 'sansocket/handshake';
import { textOf } from './heads.ts';

const request: RequestHead = { method: 'GET', target: '/', httpVersion: '1.1', fields: [] };
const response: ResponseHead = { status: 101, reason: 'OK', httpVersion: '1.1', fields: [] };

const TOKEN = Array.from("!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz");

const anyToken = (): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...TOKEN), minLength: 1, maxLength: 9 });

const anyFields = (): fc.Arbitrary<(readonly [string, string])[]> =>
  fc.array(
    fc.tuple(
      anyToken(),
      fc
        .string({
          unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
        })
        .map((value) => value.replace(/\x7f/g, '').replace(/^[ \t]+|[ \t]+$/g, '')),
    ),
    { maxLength: 9 },
  );

describe('serializeHead()', () => {
  it('writes lines that end with CR LF, and an empty one', () => {
    const fields = [
      ['Host', 'h'],
      ['A', ''],
    ] as const;
    expect(textOf(serializeHead({ ...request, fields }))).toBe(
      'GET / HTTP/1.1\r\nHost: h\r\nA: \r\n\r\n',
    );
    expect(textOf(serializeHead(response))).toBe('HTTP/1.1 101 OK\r\n\r\n');
  });

  it('round trip: parses to the same request', () => {
    fc.assert(
      fc.property(anyToken(), anyFields(), (method, fields) => {
        const head = { ...request, method, fields };
        const result = new HeadParser({ head: 'request' }).push(serializeHead(head));
        expect(result).toMatchObject({ kind: 'done', head });
      }),
    );
  });

  it('round trip: parses to the same response', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), anyFields(), (status, fields) => {
        const head = { ...response, status, fields };
        const result = new HeadParser({ head: 'response' }).push(serializeHead(head));
        expect(result).toMatchObject({ kind: 'done', head });
      }),
    );
  });

  it.each([
    [{ ...request, method: 'GET /' }, 'Method must be a token, got 5 characters'],
    [{ ...request, target: '/ x' }, 'Target has a character that cannot be sent'],
    [{ ...request, target: '/#x' }, 'Target has a character that cannot be sent'],
    [{ ...request, target: '/\u00fc' }, 'Target has a character that cannot be sent'],
    [{ ...request, target: '' }, 'Target has a character that cannot be sent'],
    [{ ...request, httpVersion: '1.1\r\n' }, 'HTTP version has a character that cannot be sent'],
    [{ ...request, httpVersion: '11.1' }, 'HTTP version has a character that cannot be sent'],
    [{ ...response, httpVersion: '1.1 ' }, 'HTTP version has a character that cannot be sent'],
    [{ ...response, status: 1010 }, 'Status has a character that cannot be sent'],
    [{ ...response, reason: 'a\r\nB: c' }, 'Reason has a character that cannot be sent'],
    [{ ...response, reason: '\u00e9' }, 'Reason has a character that cannot be sent'],
    [{ ...response, reason: 5 }, 'Reason has a character that cannot be sent'],
    [{ ...response, fields: [['', 'b']] }, 'Field name must be a token, got 0 characters'],
    [{ ...response, fields: [['A ', 'b']] }, 'Field name must be a token, got 2 characters'],
    [{ ...response, fields: [['A', 'b\rc']] }, 'Value of the field A has'],
    [{ ...response, fields: [['A', 'b\nc']] }, 'Value of the field A has'],
    [{ ...response, fields: [['A', 'b\0c']] }, 'Value of the field A has'],
    [{ ...response, fields: [['A', '\x7f']] }, 'Value of the field A has'],
    [{ ...response, fields: [['A', '\u0100']] }, 'Value of the field A has'],
    [{ ...response, fields: [['A', 5]] }, 'Value of the field A has'],
  ])('throws a TypeError for %j', (head, message) => {
    const write = (): Uint8Array => serializeHead(head as unknown as RequestHead);
    expect(write).toThrow(TypeError);
    expect(write).toThrow(message);
  });
});
