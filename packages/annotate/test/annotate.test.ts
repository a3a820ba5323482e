import { describe, expect, it } from '@jest/globals';
import { annotate } from '@sansocket/annotate';
import { bytesOf, vectorFiles } from '@sansocket/testkit/vectors';

const vectors = vectorFiles().flatMap((file) => file.vectors);
const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const fields = (digits: string) =>
  annotate(hex(digits), {}).flatMap((part) => [
    part.title,
    ...part.fields.map(({ name, meaning }) => `${name}: ${meaning}`),
  ]);

describe('annotate()', () => {
  it('takes a masked text apart', () => {
    expect(fields('81 85 37 fa 21 3d 7f 9f 4d 51 58')).toEqual([
      'text frame',
      'fin, rsv, opcode: opcode 0x1 is text',
      'mask, length: masked, 5 bytes',
      'masking key: XORed with the payload, byte by byte (§5.3)',
      'payload, unmasked: "Hello"',
    ]);
  });

  it('names extended lengths, close codes, and what is not there', () => {
    expect(fields('82 7e 01 00 aa')).toEqual([
      'binary frame',
      'fin, rsv, opcode: opcode 0x2 is binary',
      'mask, length: not masked, 126: see the next 2 bytes',
      'extended length: 256 bytes',
      'payload, 1 of 256 bytes: aa',
    ]);
    expect(fields('88 05 03 e8 62 79 65')).toContain('close code: 1000, Normal Closure');
    expect(fields('88 05 03 e8 62 79 65')).toContain('reason: "bye"');
  });

  it('gives the header, and the payload unmasked', () => {
    const [{ header } = { header: undefined }] = annotate(hex('51 fe 01 00 37 fa 21 3d 7f'), {});
    expect(header).toEqual({
      ...{ fin: false, rsv: 5, opcode: 1, isMasked: true, form: 16, length: 256 },
      ...{ maskingKey: hex('37 fa 21 3d'), payloadStart: 8, payload: Buffer.from('H') },
    });
  });

  it('does not look behind a Close frame, nor behind a violation', () => {
    expect(annotate(hex('88 00 81 00'), {}).map(({ title }) => title)).toEqual([
      'close frame',
      'not looked at',
    ]);
    const parts = annotate(hex('c1 00 81 00'), { readTo: 1 });
    expect(parts.map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ['frame', 0, 1],
      ['unread', 1, 4],
    ]);
  });

  it.each(vectors)('leaves no byte out, and none twice: $id', ({ bytes, receiver, state }) => {
    const whole = bytesOf(bytes);
    const head = state === 'open' ? undefined : receiver === 'server' ? 'request' : 'response';
    let at = 0;
    for (const part of annotate(whole, { head })) {
      expect(part.start).toBe(at);
      for (const field of part.fields) {
        expect(field.start).toBe(at);
        at = field.end;
      }
      expect(part.end).toBe(at);
    }
    expect(at).toBe(whole.length);
  });
});
