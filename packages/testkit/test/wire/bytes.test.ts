import { describe, expect, it } from '@jest/globals';
import {
  bigEndian,
  concat,
  hex,
  latin1,
  positionBytes,
  positionText,
  serializeHead,
  toHex,
  utf8,
} from '@sansocket/testkit/wire';

describe('hex()', () => {
  it('takes pairs of digits, with blanks between', () => {
    expect(hex('81 05\nFf')).toEqual(Uint8Array.of(0x81, 0x05, 0xff));
    expect(toHex(hex('8105ff'))).toBe('81 05 ff');
    expect(() => hex('8')).toThrow(TypeError);
    expect(() => hex('0g')).toThrow(TypeError);
  });
});

describe('bigEndian()', () => {
  it('writes the lowest bytes, the highest of them first', () => {
    expect(bigEndian(0x01_02_03n, 2)).toEqual(hex('02 03'));
    expect(bigEndian(1n, 8)).toEqual(hex('00 00 00 00 00 00 00 01'));
  });
});

describe('utf8()', () => {
  it('writes what TextEncoder does, and surrogates as if they were code points', () => {
    const text = '\0aé߿ࠀ퟿�\u{10000}\u{10ffff}';

    expect(utf8(text)).toEqual(new TextEncoder().encode(text));
    expect(utf8('\ud800')).toEqual(hex('ed a0 80'));
  });
});

describe('positionBytes()', () => {
  it('shows what is lost, doubled, moved or taken from another message', () => {
    const bytes = positionBytes(70_000);

    for (const by of [1, 2, 4, 125, 251, 256, 4096, 65_536]) {
      const moved = bytes.subarray(by);
      const equal = moved.reduce((count, byte, i) => count + (byte === bytes[i] ? 1 : 0), 0);
      expect(equal / moved.length).toBeLessThan(0.01);
    }
    expect(positionBytes(16, 1)).not.toEqual(positionBytes(16, 0));
    expect(positionBytes(16)).toEqual(bytes.slice(0, 16));
  });

  it('has a form that is text', () => {
    expect(positionText(2000, 3)).toMatch(/^[a-z2-7]{2000}$/);
    expect(positionText(20, 3)).not.toBe(positionText(20, 4));
  });
});

describe('serializeHead()', () => {
  it('writes lines as they are given', () => {
    const head = {
      firstLine: 'GET / HTTP/1.1',
      fields: [
        { name: 'Host', value: 'a' },
        { name: 'x', separator: ':', value: 'é', padding: '\t' },
      ],
      emptyLines: 1,
    };
    const text = '\r\nGET / HTTP/1.1\r\nHost: a\r\nx:é\t\r\n\r\n';

    expect(serializeHead(head)).toEqual(concat(latin1(text)));
  });
});
