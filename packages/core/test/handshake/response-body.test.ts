import { describe, expect, it } from '@jest/globals';
import { ResponseBody } from 'sansocket/handshake';
import { bytesOf, parseResponse } from './heads.ts';

describe('ResponseBody', () => {
  function bodyOf(fields: string, pieces: readonly string[], maxBytes?: number): unknown {
    const body = new ResponseBody(parseResponse(`HTTP/1.1 ${fields}\r\n\r\n`), maxBytes);
    for (const piece of pieces) body.push(bytesOf(piece));
    const { isComplete } = body;
    return [isComplete, String.fromCharCode(...body.take())];
  }

  it('ends at Content-Length', () => {
    expect(bodyOf('403\r\nContent-Length: 5', ['ab', 'cdefg', 'h'])).toEqual([true, 'abcde']);
    expect(bodyOf('403\r\nContent-Length: 5', ['ab'])).toEqual([false, 'ab']);
    expect(bodyOf('403\r\nContent-Length: 0', [])).toEqual([true, '']);
    expect(bodyOf('403\r\nContent-Length: 12', ['abcdefghijklm'])).toEqual([true, 'abcdefghijkl']);
  });

  it('goes on to the end of the stream or the limit without a Content-Length', () => {
    expect(bodyOf('403', ['ab', 'cd'])).toEqual([false, 'abcd']);
    for (const length of ['x', '-1', '1x', '1, 1', '']) {
      expect(bodyOf(`403\r\nContent-Length: ${length}`, ['ab'])).toEqual([false, 'ab']);
    }
    expect(bodyOf('403', ['ab', 'cd'], 3)).toEqual([true, 'abc']);
    expect(bodyOf('403\r\nContent-Length: 5', ['ab', 'cd'], 3)).toEqual([true, 'abc']);
  });

  it('keeps a chunked body as it is (RFC 9112 §7.1)', () => {
    const fields = '403\r\nTransfer-Encoding: chunked\r\nContent-Length: 1';
    expect(bodyOf(fields, ['1\r\na\r\n0\r\n\r\n'])).toEqual([false, '1\r\na\r\n0\r\n\r\n']);
  });

  it('is empty for 204 and 304 (RFC 9110 §6.4.1)', () => {
    expect(bodyOf('204\r\nContent-Length: 5', ['abcde'])).toEqual([true, '']);
    expect(bodyOf('304', ['abcde'])).toEqual([true, '']);
  });

  it('starts where the caller says', () => {
    const body = new ResponseBody(parseResponse('HTTP/1.1 403\r\nContent-Length: 2\r\n\r\n'));
    body.push(bytesOf('xxabcd'), 2);
    expect(body.take()).toEqual(bytesOf('ab'));
  });
});
