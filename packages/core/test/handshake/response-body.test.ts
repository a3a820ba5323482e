import { describe, expect, it } from '@jest/globals';
import { ResponseBody } from '../../src/handshake/index.ts';
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
    for (const same of ['1, 1', '1\r\nContent-Length: 1']) {
      expect(bodyOf(`403\r\nContent-Length: ${same}`, ['ab'])).toEqual([true, 'a']);
    }
    expect(bodyOf('403\r\nContent-Length: 12', ['abcdefghijklm'])).toEqual([true, 'abcdefghijkl']);
  });

  it('goes on to the end of the stream or the limit without a Content-Length', () => {
    expect(bodyOf('403', ['ab', 'cd'])).toEqual([false, 'abcd']);
    for (const length of ['x', '-1', '1x', '1, 2', '0x1', '']) {
      expect(bodyOf(`403\r\nContent-Length: ${length}`, ['ab'])).toEqual([false, 'ab']);
    }
    expect(bodyOf('403', ['ab', 'cd'], 3)).toEqual([true, 'abc']);
    expect(bodyOf('403\r\nContent-Length: 5', ['ab', 'cd'], 3)).toEqual([true, 'abc']);
  });

  const chunked = '403\r\nTransfer-Encoding: chunked\r\nContent-Length: 1';

  it.each([
    ['several chunks', '2\r\nab\r\n3\r\ncde\r\n0\r\n', true, 'abcde'],
    ['no chunk but the last', '0\r\n', true, ''],
    [
      'digits in both cases, with zeros',
      '00B\r\nabcdefghijk\r\n0b\r\nlmnopqrstuv\r\n',
      false,
      'abcdefghijklmnopqrstuv',
    ],
    ['extensions', '1;a\r\na\r\n1 ; b="x;y z"\r\nb\r\n0;c=\xff\r\n', true, 'ab'],
    ['spaces behind the size', '1  \r\na\r\n0\t\r\n', true, 'a'],
    ['trailers, and what is behind', '1\r\na\r\n0\r\nX: y\r\n\r\nHTTP/1.1', true, 'a'],
    ['line ends in the data', '4\r\n\r\n0\r\r\n0\r\n', true, '\r\n0\r'],
    ['a chunk that is not complete', '5\r\nab', false, 'ab'],
    ['a size that is not complete', '1\r\na\r\n1', false, 'a'],
    ['a size that no data can have', `${'f'.repeat(300)}\r\nab\r\n0\r\n`, false, 'ab\r\n0\r\n'],
  ])('joins chunks: %s (RFC 9112 §7.1)', (_, text, isComplete, body) => {
    expect(bodyOf(chunked, [text])).toEqual([isComplete, body]);
    expect(bodyOf(chunked, Array.from(text))).toEqual([isComplete, body]);
  });

  it.each([
    ['no size', '\r'],
    ['no size but an extension', ';'],
    ['another letter', 'g'],
    ['a sign', '+'],
    ['a prefix', '0x'],
    ['a space in front', ' '],
    ['a bare line feed', '1\n'],
    ['a bare line feed behind an extension', '1;a\n'],
    ['a carriage return alone', '1\r1'],
    ['a control character in the size', '1\0'],
    ['a line of more than 4096 bytes', `1;${'a'.repeat(4093)}`],
  ])('ends at a chunk with %s, with what has come (RFC 9112 §7.1)', (_, text) => {
    expect(bodyOf(chunked, [`1\r\na\r\n${text.slice(0, -1)}`])).toEqual([false, 'a']);
    expect(bodyOf(chunked, [`1\r\na\r\n${text}`, '1\r\nb'])).toEqual([true, 'a']);
  });

  it.each(['x', '\n', '0'])('ends where %j follows the data of a chunk', (text) => {
    expect(bodyOf(chunked, [`1\r\na${text}`])).toEqual([true, 'a']);
  });

  it('takes a size line of exactly 4096 bytes', () => {
    const line = `1;${'a'.repeat(4092)}\r\n`;
    expect(bodyOf(chunked, [`1;a${line.slice(2)}`, 'a'])).toEqual([true, '']);
    expect(bodyOf(chunked, [line, 'a'])).toEqual([false, 'a']);
  });

  it('keeps no more of chunks than of any other body', () => {
    expect(bodyOf(chunked, ['4\r\nabcd\r\n4\r\nefgh\r\n'], 6)).toEqual([true, 'abcdef']);
    expect(bodyOf(chunked, ['4\r\nabcd\r\n'], 0)).toEqual([true, '']);
    const oneByOne = '1\r\nx\r\n'.repeat(5000);
    expect(bodyOf(chunked, [oneByOne], 4096)).toEqual([true, 'x'.repeat(4096)]);
  });

  it.each([
    ['gzip, chunked', [true, 'a']],
    ['Chunked', [true, 'a']],
    ['chunked, gzip', [false, '1\r\na\r\n0\r\n']],
    ['chunked;x', [false, '1\r\na\r\n0\r\n']],
    ['gzip', [false, '1\r\na\r\n0\r\n']],
    ['gzip\r\nTransfer-Encoding: chunked', [true, 'a']],
  ])(
    'takes the chunks off where they are the last coding, nothing else: %s (RFC 9112 §6.1)',
    (coding, body) => {
      const fields = `403\r\nTransfer-Encoding: ${coding}\r\nContent-Length: 1`;
      expect(bodyOf(fields, ['1\r\na\r\n0\r\n'])).toEqual(body);
    },
  );

  it('is empty for 204 and 304 (RFC 9110 §6.4.1)', () => {
    expect(bodyOf('204\r\nContent-Length: 5', ['abcde'])).toEqual([true, '']);
    expect(bodyOf('304', ['abcde'])).toEqual([true, '']);
    expect(bodyOf('204\r\nTransfer-Encoding: chunked', ['1\r\na'])).toEqual([true, '']);
    expect(bodyOf('102\r\nContent-Length: 5', ['abcde'])).toEqual([true, '']);
  });

  it('starts where the caller says', () => {
    const body = new ResponseBody(parseResponse('HTTP/1.1 403\r\nContent-Length: 2\r\n\r\n'));
    body.push(bytesOf('xxabcd'), 2);
    expect(body.take()).toEqual(bytesOf('ab'));
  });
});
