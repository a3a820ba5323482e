import { describe, expect, it } from '@jest/globals';
import { type ViolationId, violations } from 'sansocket/violations';

/** What an application may rely on: the id, the close code, the section. */
const rows: readonly [ViolationId, number, string][] = [
  ['reserved-bit-set', 1002, 'RFC 6455 §5.2'],
  ['opcode-reserved', 1002, 'RFC 6455 §5.2'],
  ['control-frame-fragmented', 1002, 'RFC 6455 §5.5'],
  ['continuation-without-message', 1002, 'RFC 6455 §5.4'],
  ['message-interleaved', 1002, 'RFC 6455 §5.4'],
  ['frame-not-masked', 1002, 'RFC 6455 §5.1'],
  ['frame-masked', 1002, 'RFC 6455 §5.1'],
  ['control-frame-too-long', 1002, 'RFC 6455 §5.5'],
  ['length-not-minimal', 1002, 'RFC 6455 §5.2'],
  ['length-over-63-bits', 1002, 'RFC 6455 §5.2'],
  ['frame-too-long', 1009, 'RFC 6455 §10.4'],
  ['message-too-long', 1009, 'RFC 6455 §10.4'],
  ['too-many-empty-fragments', 1008, 'RFC 6455 §10.4'],
  ['text-not-utf8', 1007, 'RFC 6455 §8.1'],
  ['extension-data-invalid', 1007, 'RFC 6455 §9'],
  ['close-payload-too-short', 1002, 'RFC 6455 §5.5.1'],
  ['close-code-invalid', 1002, 'RFC 6455 §7.4'],
  ['close-reason-not-utf8', 1007, 'RFC 6455 §5.5.1'],
];

describe('violations of frames', () => {
  it.each(rows)('answers %s with %i by %s', (id, closeCode, section) => {
    expect(violations[id]).toMatchObject({ closeCode, section });
  });

  it('has no row that this list does not have', () => {
    const established = Object.entries(violations).filter(
      ([, { closeCode }]) => closeCode !== 1006,
    );
    const listed = rows.map(([id]) => id);
    expect(
      established.map(([id]) => id).filter((id) => !listed.includes(id as ViolationId)),
    ).toEqual([]);
  });
});

describe('violations', () => {
  it.each(Object.entries(violations))(
    'says of %s one sentence and where it is written',
    (_, row) => {
      expect(row.sentence).toMatch(/^[A-Z].*[^.]$/);
      expect(row.section).toMatch(/^(RFC \d{4}|WHATWG WebSockets) §\d+(\.\d+)*/);
    },
  );
});
