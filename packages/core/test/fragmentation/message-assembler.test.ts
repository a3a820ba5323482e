import { describe, expect, it } from '@jest/globals';
import {
  MessageAssembler,
  type MessageAssemblerOptions,
  type MessageKind,
} from 'sansocket/fragmentation';
import { byteByByte, concat, everyCut, hex, pattern, toHex } from '../support/bytes.ts';

/** Pushes the pieces of one message in the mode `parts`, with what each take gave. */
function takeParts(
  kind: MessageKind,
  pieces: readonly Uint8Array[],
  text?: MessageAssemblerOptions['text'],
): (string | Uint8Array)[] {
  const assembler = new MessageAssembler({ mode: 'parts', text });
  assembler.begin(kind);
  return pieces.map((piece, i) => {
    const last = i === pieces.length - 1;
    expect(assembler.push(piece, 0, piece.length, last ? 0 : Infinity)).toBe(-1);
    return assembler.take();
  });
}

/** Pushes the pieces of one message in the mode `whole`. */
function takeWhole(
  kind: MessageKind,
  pieces: readonly Uint8Array[],
  options: MessageAssemblerOptions = {},
): string | Uint8Array {
  const assembler = new MessageAssembler(options);
  assembler.begin(kind);
  for (const [i, piece] of pieces.entries()) {
    const last = i === pieces.length - 1;
    expect(assembler.push(piece, 0, piece.length, last ? 0 : Infinity)).toBe(-1);
  }
  return assembler.take();
}

describe('MessageAssembler in the mode whole', () => {
  it('gives a message without a piece as empty', () => {
    expect(takeWhole('text', [])).toBe('');
    expect(takeWhole('binary', [])).toEqual(new Uint8Array(0));
    expect(takeWhole('text', [], { text: 'bytes' })).toEqual(new Uint8Array(0));
  });

  it('joins pieces however they are cut', () => {
    for (const pieces of everyCut(hex('61 e2 82 ac f0 9f 98 80'))) {
      expect(takeWhole('text', pieces)).toBe('a€😀');
      expect(takeWhole('binary', pieces)).toEqual(hex('61 e2 82 ac f0 9f 98 80'));
    }
  });

  it('gives text as its validated bytes with the option text', () => {
    expect(takeWhole('text', [hex('61 e2'), hex('82 ac')], { text: 'bytes' })).toEqual(
      hex('61 e2 82 ac'),
    );
  });

  it('counts the bytes that wait, and those that the text still needs', () => {
    const assembler = new MessageAssembler();
    assembler.begin('text');
    expect([assembler.kind, assembler.length, assembler.neededBytes]).toEqual(['text', 0, 0]);
    assembler.push(hex('00 61 f0 00'), 1, 3, Infinity);
    expect([assembler.length, assembler.neededBytes]).toEqual([2, 3]);
    assembler.push(hex('9f 98 80'), 0, 3, 0);
    expect([assembler.length, assembler.neededBytes]).toEqual([5, 0]);
    expect(assembler.take()).toBe('a😀');
    expect(assembler.length).toBe(0);
  });

  it('needs nothing for binary (§5.6)', () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    assembler.push(hex('f0'), 0, 1, Infinity);
    expect(assembler.neededBytes).toBe(0);
  });

  it('assembles one message after the other', () => {
    const assembler = new MessageAssembler();
    for (const [kind, data] of [
      ['text', 'ab'],
      ['binary', hex('61 62')],
      ['text', 'ab'],
    ] as const) {
      assembler.begin(kind);
      assembler.push(hex('61'), 0, 1, Infinity);
      assembler.push(hex('62'), 0, 1, 0);
      expect(assembler.take()).toEqual(data);
    }
  });
});

describe('MessageAssembler in the mode parts', () => {
  it('gives binary as it comes', () => {
    const pieces = [hex('01 02'), hex('ff'), hex('03')];
    expect(takeParts('binary', pieces)).toEqual(pieces);
  });

  it('ends each part of a text with a whole code point, however it is cut', () => {
    for (const pieces of everyCut(hex('61 e2 82 ac f0 9f 98 80'))) {
      const parts = takeParts('text', pieces) as string[];
      expect(parts.join('')).toBe('a€😀');
      for (const part of parts) expect(part).not.toMatch(/\p{Surrogate}/u);
      const bytes = takeParts('text', pieces, 'bytes') as Uint8Array[];
      expect(bytes.map((part) => new TextDecoder('utf-8', { fatal: true }).decode(part))).toEqual(
        parts,
      );
    }
  });

  it('carries up to three bytes on to the next part', () => {
    const pieces = byteByByte(hex('61 f0 9f 98 80 e2 82 ac'));
    expect(takeParts('text', pieces)).toEqual(['a', '', '', '', '😀', '', '', '€']);
    const bytes = takeParts('text', pieces, 'bytes') as Uint8Array[];
    expect(bytes.map(toHex)).toEqual(['61', '', '', '', 'f0 9f 98 80', '', '', 'e2 82 ac']);
  });

  it('counts carried bytes as waiting', () => {
    const assembler = new MessageAssembler({ mode: 'parts' });
    assembler.begin('text');
    assembler.push(hex('61 e2 82'), 0, 3, Infinity);
    expect(assembler.take()).toBe('a');
    expect(assembler.length).toBe(2);
  });
});

describe('MessageAssembler.peek()', () => {
  it('copies what waits, which stays to be taken', () => {
    const assembler = new MessageAssembler({ mode: 'parts' });
    assembler.begin('text');
    assembler.push(hex('61 e2 82'), 0, 3, Infinity);
    expect(assembler.take()).toBe('a');
    const waiting = assembler.peek();
    expect(toHex(waiting)).toBe('e2 82');
    waiting.fill(0);
    assembler.push(hex('ac'), 0, 1, 0);
    expect(assembler.take()).toBe('€');
  });

  it('is empty where nothing waits', () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    expect(assembler.peek()).toEqual(new Uint8Array(0));
  });
});

describe('MessageAssembler.push()', () => {
  it.each([
    ['61 ff', Infinity, 1],
    ['ed a0', Infinity, 1],
    ['61 e2 82', 0, 1],
    ['f0 9f', 1, 0],
    ['f0 9f', 2, -1],
  ])(
    'gives the index of the byte that is not UTF-8 in %s with %p to come: %i (§8.1)',
    (digits, toCome, index) => {
      const assembler = new MessageAssembler();
      assembler.begin('text');
      const bytes = hex(digits);
      expect(assembler.push(bytes, 0, bytes.length, toCome)).toBe(index);
    },
  );

  it('gives an index of the array, not of its range', () => {
    const assembler = new MessageAssembler();
    assembler.begin('text');
    expect(assembler.push(hex('ff ff 61 ff'), 2, 4, 0)).toBe(3);
  });

  it.each([
    ['61 62 ff 63', 'ab'],
    ['61 e2 41', 'a'],
    ['ff', ''],
  ])('leaves the whole code points before the offence to be taken: %s gives %j', (digits, text) => {
    for (const pieces of everyCut(hex(digits))) {
      const assembler = new MessageAssembler({ mode: 'parts' });
      assembler.begin('text');
      let taken = '';
      for (const piece of pieces) {
        const offence = assembler.push(piece, 0, piece.length, Infinity);
        taken += assembler.take() as string;
        if (offence !== -1) break;
      }
      expect(taken).toBe(text);
    }
  });
});

describe('MessageAssembler.take()', () => {
  /** One piece, a range of a larger chunk. */
  function takeRange(chunk: Uint8Array, start: number, end: number): Uint8Array {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    assembler.push(chunk, start, end, 0);
    return assembler.take() as Uint8Array;
  }

  it('gives a view of the piece where that is most of the chunk', () => {
    const chunk = pattern(1000);
    const data = takeRange(chunk, 10, 1000);
    expect(data.buffer).toBe(chunk.buffer);
    expect(data).toEqual(pattern(1000).slice(10));
    expect(takeRange(chunk, 0, 1000)).toBe(chunk);
    expect(takeRange(chunk, 500, 1000).buffer).toBe(chunk.buffer);
  });

  it('copies a small piece: a view would keep the whole chunk alive', () => {
    const chunk = pattern(65_536);
    const data = takeRange(chunk, 100, 110);
    expect(data).toEqual(pattern(65_536).slice(100, 110));
    expect(data.buffer.byteLength).toBe(10);
    expect(takeRange(chunk, 0, 32_767).buffer.byteLength).toBe(32_767);
  });

  it('copies a piece of a small view of a large buffer', () => {
    const pooled = new Uint8Array(new ArrayBuffer(8192), 100, 20);
    expect(takeRange(pooled, 0, 20).buffer.byteLength).toBe(20);
  });

  it('copies a small part and a small carried part as well', () => {
    const assembler = new MessageAssembler({ mode: 'parts', text: 'bytes' });
    assembler.begin('text');
    const chunk = new Uint8Array(65_536).fill(0x61);
    assembler.push(chunk, 0, 7, Infinity);
    expect((assembler.take() as Uint8Array).buffer.byteLength).toBe(7);
    assembler.push(hex('e2'), 0, 1, Infinity);
    expect((assembler.take() as Uint8Array).buffer.byteLength).toBe(0);
    assembler.push(hex('82 ac'), 0, 2, Infinity);
    expect((assembler.take() as Uint8Array).buffer.byteLength).toBe(3);
  });

  it.each([1, 7, 100])(
    'keeps alive at most twice a message that came in pieces of %i bytes',
    (size) => {
      const assembler = new MessageAssembler();
      assembler.begin('binary');
      const pieces = 1000;
      for (let i = 0; i < pieces; i++) assembler.push(pattern(size), 0, size, Infinity);
      expect(assembler.length).toBe(pieces * size);
      const data = assembler.take() as Uint8Array;
      expect(data).toEqual(concat(...Array.from({ length: pieces }, () => pattern(size))));
      expect(data.buffer.byteLength).toBeLessThanOrEqual(2 * pieces * size);
    },
  );

  it('keeps alive exactly the message where its length was announced', () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    for (let i = 0; i < 100; i++) assembler.push(pattern(100), 0, 100, 100 * (99 - i));
    expect((assembler.take() as Uint8Array).buffer.byteLength).toBe(10_000);
  });

  it('gives bytes for good: the next message goes to another array', () => {
    const assembler = new MessageAssembler();
    const messages = [1, 2].map(() => {
      assembler.begin('binary');
      assembler.push(pattern(50), 0, 50, Infinity);
      assembler.push(pattern(50), 0, 50, 0);
      return assembler.take() as Uint8Array;
    });
    messages[1]!.fill(0);
    expect(messages[0]).toEqual(concat(pattern(50), pattern(50)));
  });

  it('does not keep a piece that waits for more: its chunk may change', () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    const chunk = pattern(50);
    assembler.push(chunk, 0, 50, Infinity);
    chunk.fill(0);
    assembler.push(pattern(1), 0, 1, 0);
    expect(assembler.take()).toEqual(concat(pattern(50), pattern(1)));
  });
});

describe('MessageAssembler with a piece in the middle of a chunk', () => {
  const chunk = Uint8Array.from({ length: 100 }, (_, i) => i);

  it('counts the bytes of the piece alone', () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    assembler.push(chunk, 90, 96, 0);
    expect(assembler.length).toBe(6);
  });

  it('does not keep the whole chunk for a small piece at its end', () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    assembler.push(chunk, 90, 100, 0);
    const message = assembler.take() as Uint8Array;
    expect(message).toEqual(chunk.slice(90));
    expect(message.buffer.byteLength).toBe(10);
  });
});
