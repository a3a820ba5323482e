/** Compressed messages that are received (RFC 7692 §6, §7.2.2, §7.2.3). @module */
import { describe, expect, it } from '@jest/globals';
import {
  concat,
  type DeflateBlock,
  hex,
  serializeDeflate,
  utf8,
  type WireFrame,
} from '@sansocket/testkit/wire';
import { DeflateEnd, roles } from './support/deflate-end.ts';

const RSV1 = 0x40;

/** A message of one or more frames, the bit on the first. */
function text(...payloads: readonly string[]): WireFrame[] {
  return payloads.map((payload, i) => ({
    opcode: i === 0 ? 1 : 0,
    fin: i === payloads.length - 1,
    reservedBits: i === 0 ? RSV1 : 0,
    payload: hex(payload),
  }));
}

const plain: WireFrame = { opcode: 1, payload: utf8('plain') };
const ping: WireFrame = { opcode: 9, payload: utf8('p') };
const binary = (blocks: readonly DeflateBlock[]): WireFrame => ({
  opcode: 2,
  reservedBits: RSV1,
  payload: serializeDeflate(blocks),
});

const HELLO = 'f2 48 cd c9 c9 07 00';

describe.each(roles)('a %s', (role) => {
  const cuts = ['whole', 'bytes'] as const;

  it.each<[string, readonly WireFrame[], readonly string[]]>([
    ['one block (§7.2.3.1)', text(HELLO), ['Hello']],
    ['two fragments (§7.2.3.1)', text('f2 48 cd', 'c9 c9 07 00'), ['Hello']],
    [
      'a reference to the message before (§7.2.3.2)',
      [...text(HELLO), ...text('f2 00 11 00 00')],
      ['Hello', 'Hello'],
    ],
    ['a stored block (§7.2.3.3)', text('00 05 00 fa ff 48 65 6c 6c 6f 00'), ['Hello']],
    ['BFINAL (§7.2.3.4)', text('f3 48 cd c9 c9 07 00 00'), ['Hello']],
    ['two blocks (§7.2.3.5)', text('f2 48 05 00 00 00 ff ff ca c9 c9 07 00'), ['Hello']],
    ['an empty message (§7.2.3.6)', text('00'), ['']],
    [
      'an empty last fragment (§7.2.3.6)',
      text('f2 48 cd c9 c9 07 00 00 00 ff ff', '00'),
      ['Hello'],
    ],
    ['a message without payload', text(''), ['']],
    ['BFINAL twice', text('f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 00'), ['HelloHello']],
    ['BFINAL at the very end', text('f3 48 cd c9 c9 07 00'), ['Hello']],
    [
      'BFINAL, then a reference over it',
      text('f3 48 cd c9 c9 07 00 f2 00 11 00 00'),
      ['HelloHello'],
    ],
    [
      'BFINAL, then a message that refers back over it',
      [...text('f3 48 cd c9 c9 07 00 00'), ...text('f2 00 11 00 00')],
      ['Hello', 'Hello'],
    ],
    [
      'messages that are not compressed, which the window does not see',
      [...text(HELLO), plain, ...text('f2 00 11 00 00')],
      ['Hello', 'plain', 'Hello'],
    ],
    [
      'control frames between fragments',
      [text('f2 48', 'cd c9 c9 07 00')[0]!, ping, text('f2 48', 'cd c9 c9 07 00')[1]!],
      ['Hello'],
    ],
    ['empty fragments', text('', 'f2', '', '48 cd c9 c9 07', '', '00', ''), ['Hello']],
  ])('takes %s', (_, frames, messages) => {
    for (const cut of cuts) {
      expect(new DeflateEnd(role).receive(frames, cut).messages()).toEqual(messages);
    }
  });

  it.each([
    ['a continuation', [text(HELLO, '00')[0]!, { ...text('', '00')[1]!, reservedBits: RSV1 }]],
    ['a control frame', [{ ...ping, reservedBits: RSV1 }]],
    ['a Close frame', [{ opcode: 8, payload: hex(''), reservedBits: RSV1 }]],
  ])('fails with 1002 at RSV1 on %s (§6, RFC 6455 §5.2)', (_, frames) => {
    const events = new DeflateEnd(role).receive(frames).events();
    expect(events.at(-1)).toMatchObject({
      type: 'violation',
      rule: 'reserved-bit-set',
      closeCode: 1002,
    });
  });

  it('fails with 1002 at RSV1 where the extension is not in use (§6)', () => {
    const end = new DeflateEnd(role, { field: '' }).receive(text(HELLO));
    expect(end.events()).toMatchObject([{ rule: 'reserved-bit-set', closeCode: 1002 }]);
  });

  it.each<[string, WireFrame[]]>([
    ['cut within a symbol', text('f2 48')],
    ['cut behind a symbol', text('f2 48 cd c9 c9')],
    ['cut within the head of a block', text('04 c0')],
    ['cut within a stored block', text('00 05 00 fa ff 48 65')],
    ['of stored data that the 00 00 FF FF would complete', text('00 05 00 fa ff 48')],
    ['of a length that is not its complement', text('00 05 00 fb ff 48 65 6c 6c 6f 00')],
    ['of a block of the type 3', text('06 00')],
    [
      'of a distance before the first byte',
      [binary([{ type: 'fixed', tokens: [1, { length: 3, distance: 2 }] }])],
    ],
    ['that ends without an empty stored block', text('f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07')],
  ])('fails with 1007 at a message %s (§7.2.2)', (_, frames) => {
    for (const cut of cuts) {
      const end = new DeflateEnd(role).receive(frames, cut);
      expect(end.events()).toMatchObject([
        { type: 'violation', rule: 'extension-data-invalid', closeCode: 1007 },
      ]);
    }
  });

  it('fails with 1007 at text that is not UTF-8 once inflated (RFC 6455 §8.1)', () => {
    const payload = serializeDeflate([{ type: 'fixed', tokens: [0x61, 0xff] }]);
    const end = new DeflateEnd(role).receive([{ opcode: 1, reservedBits: RSV1, payload }]);
    expect(end.events()).toMatchObject([{ rule: 'text-not-utf8', closeCode: 1007 }]);
  });

  it.each([8, 9, 12, 15] as const)(
    'holds the peer to a window of %i bits, in one message and over two (§7.1.2)',
    (bits) => {
      const size = 2 ** bits;
      const field =
        role === 'server'
          ? `permessage-deflate; client_max_window_bits=${bits}`
          : `permessage-deflate; server_max_window_bits=${bits}`;
      const deflate = { clientMaxWindowBits: bits };
      const filler = Uint8Array.from({ length: size + 10 }, (_, i) => (i * 7) & 0xff);
      const stored: DeflateBlock[] = [
        { type: 'stored', bytes: filler.subarray(0, Math.min(65_535, filler.length)) },
      ];
      const copy = (distance: number): DeflateBlock[] => [
        { type: 'fixed', tokens: [{ length: 3, distance }] },
      ];
      const end = (frames: readonly WireFrame[]) =>
        new DeflateEnd(role, { deflate, field }).receive(frames).events();
      const legal = { type: 'message', data: concat(filler, filler.slice(10, 13)) };

      expect(end([binary([...stored, ...copy(size)])])).toMatchObject([legal]);
      expect(end([binary(stored), binary(copy(size))])[1]).toEqual({
        type: 'message',
        kind: 'binary',
        data: filler.slice(10, 13),
      });
      if (bits < 15) {
        const fault = { rule: 'extension-data-invalid', closeCode: 1007 };
        expect(end([binary([...stored, ...copy(size + 1)])])).toMatchObject([fault]);
        expect(end([binary(stored), binary(copy(size + 1))])[1]).toMatchObject(fault);
      }
    },
  );

  it('forgets what came before where the peer has promised to (§7.1.1)', () => {
    const peer = role === 'server' ? 'client' : 'server';
    const field = `permessage-deflate; ${peer}_no_context_takeover`;
    const end = new DeflateEnd(role, { field }).receive([...text(HELLO), ...text(HELLO)]);
    expect(end.messages()).toEqual(['Hello', 'Hello']);
    end.receive(text('f2 00 11 00 00'));
    expect(end.events()).toMatchObject([{ rule: 'extension-data-invalid' }]);
  });

  it('gives messages in parts as they come out', () => {
    const end = new DeflateEnd(role, { messages: 'parts' });
    const [first, last] = text('f2 48 cd c9', 'c9 07 00');
    end.receive([first!]);
    expect(end.events()).toMatchObject([{ type: 'message-part', data: 'Hel', fin: false }]);
    end.receive([last!]);
    expect(end.events()).toMatchObject([{ type: 'message-part', data: 'lo', fin: true }]);
  });
});
