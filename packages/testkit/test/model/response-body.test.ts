import { describe, expect, it } from '@jest/globals';
import { judgeResponse } from '@sansocket/testkit/model';
import { latin1 } from '@sansocket/testkit/wire';

/** What the model says is the body of a response that says no. */
function bodyOf(status: number, fields: readonly string[], rest: string): string | undefined {
  const head = [`HTTP/1.1 ${status} No`, ...fields, '', ''].join('\r\n');
  const judgement = judgeResponse(latin1(head + rest), { key: 'dGhlIHNhbXBsZSBub25jZQ==' });
  return judgement.kind === 'rejected' ? String.fromCharCode(...judgement.body) : undefined;
}

const CHUNKED = 'Transfer-Encoding: chunked';

describe('the body of a response that says no', () => {
  it.each<[string, number, readonly string[], string, string]>([
    ['has the length that is announced (RFC 9112 §6.2)', 403, ['Content-Length: 2'], 'abc', 'ab'],
    ['has what has come of it', 403, ['Content-Length: 9'], 'abc', 'abc'],
    ['may be announced twice', 403, ['Content-Length: 2', 'content-length: 2'], 'abc', 'ab'],
    ['ends with the stream otherwise (RFC 9112 §6.3)', 403, [], 'abc', 'abc'],
    ['ends with the stream for what is no length', 403, ['Content-Length: +1'], 'abc', 'abc'],
    ['ends with the stream for two lengths', 403, ['Content-Length: 1, 2'], 'abc', 'abc'],
    ['is none for 204', 204, ['Content-Length: 2'], 'abc', ''],
    ['is none for 304', 304, [], 'abc', ''],
    [
      'is put together of chunks (RFC 9112 §7.1)',
      403,
      [CHUNKED],
      '1\r\na\r\n02;x\r\nbc\r\n0\r\n\r\n',
      'abc',
    ],
    ['has what has come of a chunk', 403, [CHUNKED], 'A\r\nab', 'ab'],
    ['ends where a chunk has no end', 403, [CHUNKED], '1\r\nab\r\n1\r\nc', 'a'],
    ['ends where there is no chunk', 403, [CHUNKED], '1\r\na\r\nx\r\nb', 'a'],
    ['has no line of a chunk that is not whole', 403, [CHUNKED], '1', ''],
    ['is left in another coding', 403, ['Transfer-Encoding: chunked, gzip'], 'abc', 'abc'],
    ['goes by its coding, not by its length', 403, [CHUNKED, 'Content-Length: 1'], '2\r\nab', 'ab'],
  ])('%s', (_, status, fields, rest, expected) => {
    expect(bodyOf(status, fields, rest)).toBe(expected);
  });
});
