/** Rules that the peer breaks on an open connection (RFC 6455 §7.1.7, §10.7). @module */
import { describe, expect, it } from '@jest/globals';
import { type Role, type ViolationId, violations } from 'sansocket';
import { byteByByte, concat, hex, toHex } from '../support/bytes.ts';
import { maskedIndexOf, maskFrames } from '../support/masked-frames.ts';
import { roles } from '../support/roles.ts';
import { tagging } from '../support/toy-extensions.ts';

interface Row {
  readonly rule: ViolationId;
  /** Unmasked; the last byte of `decides` is the one that breaks the rule. */
  readonly decides: string;
  /** What is left of the frame. */
  readonly rest?: string;
  readonly closeCode: number;
  /** Of RFC 6455. */
  readonly section: string;
  readonly only?: Role;
}

/** Rows whose bytes, masked or not, break the rule at the last byte of `decides`. */
const rows: readonly Row[] = [
  ...['c1', 'a1', '91', 'c9', 'b8'].map(
    (decides): Row => ({
      rule: 'reserved-bit-set',
      decides,
      rest: '01 61',
      closeCode: 1002,
      section: '5.2',
    }),
  ),
  ...['83', '87', '8b', '8f', '03'].map(
    (decides): Row => ({
      rule: 'opcode-reserved',
      decides,
      rest: '00',
      closeCode: 1002,
      section: '5.2',
    }),
  ),
  ...['08', '09', '0a'].map(
    (decides): Row => ({
      rule: 'control-frame-fragmented',
      decides,
      rest: '00',
      closeCode: 1002,
      section: '5.5',
    }),
  ),
  {
    rule: 'continuation-without-message',
    decides: '80',
    rest: '00',
    closeCode: 1002,
    section: '5.4',
  },
  {
    rule: 'continuation-without-message',
    decides: '00',
    rest: '00',
    closeCode: 1002,
    section: '5.4',
  },
  {
    rule: 'message-interleaved',
    decides: '01 01 61 81',
    rest: '00',
    closeCode: 1002,
    section: '5.4',
  },
  { rule: 'message-interleaved', decides: '02 00 02', rest: '00', closeCode: 1002, section: '5.4' },
  {
    rule: 'control-frame-too-long',
    decides: '89 7e',
    rest: '00 7e',
    closeCode: 1002,
    section: '5.5',
  },
  { rule: 'control-frame-too-long', decides: '88 7f', rest: '00', closeCode: 1002, section: '5.5' },
  { rule: 'length-not-minimal', decides: '82 7e 00 7d', closeCode: 1002, section: '5.2' },
  {
    rule: 'length-not-minimal',
    decides: '82 7f 00 00 00 00 00 00',
    rest: 'ff ff',
    closeCode: 1002,
    section: '5.2',
  },
  {
    rule: 'length-over-63-bits',
    decides: '82 7f 80',
    rest: '00 00',
    closeCode: 1002,
    section: '5.2',
  },
  {
    rule: 'close-payload-too-short',
    decides: '88 01',
    rest: '03',
    closeCode: 1002,
    section: '5.5.1',
  },
  { rule: 'close-code-invalid', decides: '88 02 03 ed', closeCode: 1002, section: '7.4' },
  { rule: 'close-code-invalid', decides: '88 02 00', rest: '00', closeCode: 1002, section: '7.4' },
  {
    rule: 'close-reason-not-utf8',
    decides: '88 04 03 e8 ff',
    rest: '61',
    closeCode: 1007,
    section: '5.5.1',
  },
  { rule: 'text-not-utf8', decides: '81 03 61 ff', rest: '61', closeCode: 1007, section: '8.1' },
  { rule: 'text-not-utf8', decides: '01 02 ed a0', rest: '80', closeCode: 1007, section: '8.1' },
  { rule: 'text-not-utf8', decides: '81 02 61 c3', closeCode: 1007, section: '8.1' },
  { rule: 'text-not-utf8', decides: '01 01 c3 80 00', closeCode: 1007, section: '8.1' },
];

describe.each(roles)('violations that a $role meets', (role) => {
  const { open, sent, received } = role;

  it.each(rows)('$rule: $decides $rest', (row) => {
    const before = received('81 01 78');
    const bytes = bytesOf(row);
    const closing = `88 02 ${toHex(Uint8Array.of(row.closeCode >>> 8, row.closeCode))}`;
    const expected = {
      type: 'violation',
      rule: row.rule,
      closeCode: row.closeCode,
      section: `RFC 6455 §${row.section}`,
      detail: expect.any(String),
    };
    for (const chunks of [
      [concat(before, bytes, received('81 01 79 89 00 88 00'))],
      byteByByte(concat(before, bytes)),
    ]) {
      const end = open();
      for (const chunk of chunks) end.receive(chunk);
      const [message, violation, ...more] = end.events();
      expect(message).toEqual({ type: 'message', kind: 'text', data: 'x' });
      expect(violation).toEqual({ ...expected, offset: end.base + before.length + offsetOf(row) });
      expect(more).toEqual([]);
      expect(end.output()).toEqual([sent(closing), 'end']);
      expect(end.receiveEnd().events()).toEqual([
        { type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'violation' },
      ]);
    }
  });

  it.each(rows)('$rule is reported with the very byte: $decides', (row) => {
    const bytes = bytesOf(row);
    const end = open().receive(bytes.subarray(0, offsetOf(row)));
    expect(end.types()).toEqual([]);
    end.receive(bytes.subarray(offsetOf(row), offsetOf(row) + 1));
    expect(end.events()).toMatchObject([{ type: 'violation', rule: row.rule }]);
  });

  it.each([
    ['81 01 ff', 'Text is not UTF-8'],
    ['88 02 03 ed', 'Close frame has the code 1005, not for the wire'],
    ['88 02 03 ee', 'Close frame has the code 1006, not for the wire'],
    ['88 02 57 65', 'Close frame has the code 22373, not for the wire'],
    ['88 02 00 00', 'Close frame has the code 0, not for the wire'],
    ['88 02 ff ff', 'Close frame has the code 65535, not for the wire'],
    ['88 02 ff', 'Close frame has a code from 65280 to 65535, not for the wire'],
    ['82 7f 80', 'Frame begins with 0x82, payload length 128'],
    ['88 03 03 e8 ff', 'Close reason is not UTF-8'],
  ])('tell in words what is wrong with %s', (frames, detail) => {
    expect(open().receive(received(frames)).events()).toMatchObject([{ detail }]);
  });

  it.each([
    ['82 7e 01', { maxFrameBytes: 125, maxMessageBytes: 9000 }, 'maxFrameBytes is 125'],
    ['82 05', { maxMessageBytes: 4 }, 'payload length 5, maxMessageBytes is 4'],
    ['01 00 00 00', { maxEmptyFragments: 1 }, 'maxEmptyFragments is 1'],
  ])('tell the limit that %s goes beyond: %j (§10.4)', (frames, limits, detail) => {
    expect(open({ limits }).receive(received(frames)).events()).toMatchObject([
      { detail: expect.stringContaining(detail) },
    ]);
  });

  it('say nothing of payload bytes (§10.7)', () => {
    const end = open().receive(received('81 07 73 65 63 72 65 74 ff'));
    expect(JSON.stringify(end.events())).not.toContain('secret');
  });

  it('come after the valid part of a message, in parts (§8.1)', () => {
    const end = open({ messages: 'parts' }).receive(received('81 03 61 62 ff'));
    expect(end.events()).toMatchObject([
      { type: 'message-part', kind: 'text', data: 'ab', fin: false },
      { type: 'violation', rule: 'text-not-utf8' },
    ]);
  });

  function bytesOf(row: Row): Uint8Array {
    return received(`${row.decides} ${row.rest ?? ''}`.trim());
  }

  /** Where the byte that breaks the rule stands on the wire. */
  function offsetOf({ decides, rest = '' }: Row): number {
    const index = hex(decides).length - 1;
    return role.role === 'server' ? maskedIndexOf(hex(`${decides} ${rest}`), index) : index;
  }
});

describe('masking', () => {
  const HELLO = hex('81 05 48 65 6c 6c 6f');

  it.each([
    ['server', HELLO, 'frame-not-masked', '88 02 03 ea'],
    ['client', maskFrames(HELLO), 'frame-masked', '88 82 37 fa 21 3d 34 10'],
  ] as const)(
    'a %s fails with 1002 at byte 1 of a frame that is wrong for it (§5.1)',
    (name, frame, rule, close) => {
      const { open } = roles.find(({ role }) => role === name)!;
      const end = open().receive(frame.subarray(0, 1));
      expect(end.events()).toEqual([]);
      end.receive(frame.subarray(1));
      expect(end.events()).toMatchObject([
        {
          type: 'violation',
          rule,
          closeCode: 1002,
          section: 'RFC 6455 §5.1',
          offset: end.base + 1,
        },
      ]);
      expect(end.output()).toEqual([close, 'end']);
    },
  );

  it('takes a masking key of zeros (§5.3)', () => {
    const { open } = roles[0]!;
    expect(open().receive('81 81 00 00 00 00 61').events()).toMatchObject([{ data: 'a' }]);
  });
});

describe('violations table', () => {
  it('has a test here or in limits and extensions for each rule of frames', () => {
    const elsewhere: readonly ViolationId[] = [
      'frame-not-masked',
      'frame-masked',
      'frame-too-long',
      'message-too-long',
      'too-many-empty-fragments',
      'extension-data-invalid',
    ];
    const tested = new Set<string>([...elsewhere, ...rows.map(({ rule }) => rule)]);
    const ofFrames = Object.entries(violations).filter(([, { closeCode }]) => closeCode !== 1006);
    expect(ofFrames.map(([id]) => id).filter((id) => !tested.has(id))).toEqual([]);
  });
});

describe.each(roles)('reserved bits of a $role', ({ open, received }) => {
  it('are refused on an open connection without an extension, allowed with one (§5.8)', () => {
    const frame = received('c1 02 f0 61');
    expect(open().receive(frame).events()).toMatchObject([{ rule: 'reserved-bit-set' }]);
    const extensions = [tagging('foo', 0x40, 0xf0)];
    expect(open({ extensions }).receive(frame).events()).toMatchObject([{ data: 'a' }]);
  });
});
