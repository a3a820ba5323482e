import { describe, expect, it } from '@jest/globals';
import { fitCloseReason } from 'sansocket';
import { type ClosePayload, ClosePayloadDecoder, serializeClosePayload } from 'sansocket/framing';
import { type ViolationId, violations } from 'sansocket/violations';
import { MAX_REASON_LENGTH } from '../../src/framing/index.ts';
import { byteByByte, concat, everyCut, hex, toHex } from '../support/bytes.ts';

/** What became of a payload: what it says, or the rule broken and the index of the byte. */
type Verdict = ClosePayload | { readonly rule: ViolationId; readonly index: number };

function decodePieces(pieces: readonly Uint8Array[]): Verdict {
  const decoder = new ClosePayloadDecoder();
  let left = pieces.reduce((length, piece) => length + piece.length, 0);
  let before = 0;
  for (const piece of pieces) {
    left -= piece.length;
    const offence = decoder.push(piece, left);
    if (offence !== undefined) return { rule: offence.rule, index: before + offence.index };
    before += piece.length;
  }
  return decoder.end();
}

/** Independent of the product's: the numbers of §7.4.1, §7.4.2 and the registry. */
function mayStandInFrame(code: number): boolean {
  const assigned = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
  return assigned.includes(code) || (code >= 3000 && code < 5000);
}

describe('serializeClosePayload()', () => {
  it.each<[number | undefined, string, string]>([
    [undefined, '', ''],
    [1000, '', '03 e8'],
    [1000, 'bye', '03 e8 62 79 65'],
    [1007, 'é', '03 ef c3 a9'],
    [4999, '\ud800', '13 87 ef bf bd'],
  ])('writes the code %p and the reason %j (§5.5.1)', (code, reason, digits) => {
    expect(toHex(serializeClosePayload(code, reason))).toBe(digits);
  });

  it('writes no reason where there is none (§5.5.1)', () => {
    expect(toHex(serializeClosePayload(1001))).toBe('03 e9');
    expect(toHex(serializeClosePayload(undefined))).toBe('');
  });

  it('takes a reason of 123 bytes, counted in UTF-8 (§5.5)', () => {
    const reason = `a${'é'.repeat(61)}`;
    expect(MAX_REASON_LENGTH).toBe(123);
    expect(serializeClosePayload(1000, reason)).toHaveLength(125);
    const error = new RangeError('Close reason has 124 bytes, more than 123 (RFC 6455 §5.5.1)');
    expect(() => serializeClosePayload(1000, 'é'.repeat(62))).toThrow(error);
  });

  it('throws a TypeError for a reason without a code (§5.5.1)', () => {
    const error = new TypeError('A close reason needs a close code (RFC 6455 §5.5.1)');
    expect(() => serializeClosePayload(undefined, 'bye')).toThrow(error);
  });
});

describe('ClosePayloadDecoder', () => {
  it('reads an empty payload as 1005 (§7.1.5)', () => {
    expect(decodePieces([])).toEqual({ code: 1005, reason: '' });
    expect(decodePieces([new Uint8Array(0)])).toEqual({ code: 1005, reason: '' });
  });

  it('reads code and reason (§5.5.1)', () => {
    expect(decodePieces([hex('03 e8 62 79 65')])).toEqual({ code: 1000, reason: 'bye' });
  });

  it('reads a reason of 123 bytes that comes byte by byte (§5.5.1)', () => {
    const payload = concat(hex('0b b8'), new TextEncoder().encode(`a${'é'.repeat(61)}`));
    expect(decodePieces(byteByByte(payload))).toEqual({ code: 3000, reason: `a${'é'.repeat(61)}` });
  });

  it('judges each of the 65,536 codes, at its first byte where that decides (§7.4)', () => {
    const valid = Array.from({ length: 0x1_0000 }, (_, code) => mayStandInFrame(code));
    const begins = Array.from({ length: 256 }, (_, byte) =>
      valid.slice(256 * byte, 256 * byte + 256).includes(true),
    );
    const wrong: number[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      const payload = Uint8Array.of(code >> 8, code & 0xff);
      for (const verdict of [decodePieces([payload]), decodePieces(byteByByte(payload))]) {
        const expected = valid[code]
          ? `${code} `
          : `close-code-invalid ${begins[code >> 8] ? 1 : 0}`;
        const got =
          'rule' in verdict
            ? `${verdict.rule} ${verdict.index}`
            : `${verdict.code} ${verdict.reason}`;
        if (got !== expected) wrong.push(code);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['0', '00 00', 0],
    ['999', '03 e7', 1],
    ['1004', '03 ec', 1],
    ['1005', '03 ed', 1],
    ['1006', '03 ee', 1],
    ['1015', '03 f7', 1],
    ['1016', '03 f8', 1],
    ['1100', '04 4c', 0],
    ['2000', '07 d0', 0],
    ['2999', '0b b7', 1],
    ['5000', '13 88', 1],
    ['65535', 'ff ff', 0],
  ])('fails with 1002 for the code %s (§7.4)', (_, digits, index) => {
    expect(decodePieces([hex(digits)])).toEqual({ rule: 'close-code-invalid', index });
    expect(decodePieces([hex(`${digits} 62 79 65`)])).toEqual({
      rule: 'close-code-invalid',
      index,
    });
    expect(violations['close-code-invalid']).toMatchObject({
      closeCode: 1002,
      section: 'RFC 6455 §7.4',
    });
  });

  it.each([
    ['a lone continuation byte', '03 e8 80', 2],
    ['a surrogate', '03 e8 61 ed a0 80', 4],
    ['an overlong form', '03 e8 c0 af', 2],
    ['a code point that the payload cuts off', '03 e8 61 e2 82', 3],
  ])('fails with 1007 for a reason with %s, at that byte (§5.5.1)', (_, digits, index) => {
    for (const pieces of everyCut(hex(digits))) {
      expect(decodePieces(pieces)).toEqual({ rule: 'close-reason-not-utf8', index });
    }
    expect(violations['close-reason-not-utf8']).toMatchObject({
      closeCode: 1007,
      section: 'RFC 6455 §5.5.1',
    });
  });

  it('gives the same however the payload is cut', () => {
    for (const digits of ['03 e8 e2 82 ac f0 9f 98 80', '03 e8 62 79 65', '13 87', '03 ec 61']) {
      const whole = decodePieces([hex(digits)]);
      for (const pieces of everyCut(hex(digits))) expect(decodePieces(pieces)).toEqual(whole);
    }
  });

  it('keeps a byte order mark in the reason', () => {
    expect(decodePieces([hex('03 e8 ef bb bf')])).toEqual({ code: 1000, reason: '\ufeff' });
  });

  it('keeps the payload, not the piece: a chunk may be used again', () => {
    const decoder = new ClosePayloadDecoder();
    const piece = hex('03 e8 62 79 65');
    decoder.push(piece, 0);
    piece.fill(0);
    expect(decoder.end()).toEqual({ code: 1000, reason: 'bye' });
  });
});

describe('fitCloseReason()', () => {
  it.each([
    ['short', 'short'],
    ['a'.repeat(124), 'a'.repeat(123)],
    [`${'a'.repeat(121)}\u20ac`, 'a'.repeat(121)],
    [`${'a'.repeat(120)}\u{1f600}b`, 'a'.repeat(120)],
    [`${'a'.repeat(119)}\u{1f600}b`, `${'a'.repeat(119)}\u{1f600}`],
  ])('cuts %j at a character', (text, fit) => {
    expect(fitCloseReason(text)).toBe(fit);
    expect(serializeClosePayload(1000, fit).length).toBeLessThanOrEqual(125);
  });
});
