import { describe, expect, it } from '@jest/globals';
import { SharedMemory } from 'sansocket';
import { hex, pattern, toHex } from '../support/bytes.ts';
import type { End } from '../support/end.ts';
import { openServer, roles } from '../support/roles.ts';

/** The bytes of the next write: the array itself. */
function write(end: End): Uint8Array {
  const output = end.connection.nextOutput();
  if (output?.type !== 'write') throw new Error('There was nothing to write');
  return output.bytes;
}

describe.each(roles)('output of a $role with shared memory', ({ open }) => {
  it('is the same as without, whatever is sent', () => {
    const [lent, given] = [open({ memory: new SharedMemory() }), open()];
    for (let turn = 0; turn < 3; turn++) {
      const writes = [lent, given].map((end) => {
        for (const length of [0, 10, 125, 3000, 70_000, 100]) {
          end.connection.send('é'.repeat(length));
          end.connection.send(pattern(length));
        }
        const bytes: Uint8Array[] = [];
        for (let output; (output = end.connection.nextOutput()) !== undefined; ) {
          if (output.type === 'write') bytes.push(output.bytes.slice());
        }
        end.connection.outputSent(Buffer.concat(bytes).length, 0);
        return toHex(Buffer.concat(bytes));
      });
      expect(writes[0]).toBe(writes[1]);
    }
  });

  it('is in memory that is used again once all is reported sent, by others too', () => {
    const memory = new SharedMemory();
    const [one, other] = [open({ memory }), open({ memory })];
    one.connection.send('a');
    const first = write(one);
    one.connection.outputSent(first.length, 0);
    other.connection.send('b');
    expect(write(other).buffer).toBe(first.buffer);
  });

  it('stays as it is until it is reported sent, while more is sent', () => {
    const memory = new SharedMemory();
    const [one, other] = [open({ memory }), open({ memory })];
    one.connection.send('a');
    const first = write(one);
    const before = toHex(first);
    expect(one.connection.bufferedAmount).toBe(first.length);
    one.connection.outputSent(first.length - 1, 0);
    one.connection.send('b');
    one.connection.send('c'.repeat(70_000));
    other.connection.send('d');
    expect(toHex(first)).toBe(before);
  });

  it('gives back each array, also those that were full', () => {
    const memory = new SharedMemory();
    const end = open({ memory });
    for (const letter of ['a', 'b']) end.connection.send(letter.repeat(40_000));
    const writes = [write(end), write(end)];
    end.connection.outputSent(writes[0]!.length + writes[1]!.length, 0);
    const again = [memory.take(1), memory.take(1)];
    const places = again.map((array) => writes.findIndex(({ buffer }) => buffer === array.buffer));
    expect(places.sort()).toEqual([0, 1]);
  });

  it('is dropped when the transport goes', () => {
    const memory = new SharedMemory();
    const end = open({ memory });
    end.connection.send('a');
    const first = write(end);
    const before = toHex(first);
    end.connection.receiveError(undefined, 0);
    end.connection.send('b');
    const next = open({ memory });
    next.connection.send('c');
    expect(write(next).buffer).not.toBe(first.buffer);
    expect(toHex(first)).toBe(before);
  });
});

describe('SharedMemory', () => {
  it('keeps some MiB of what is given back, and gives at least what is asked for', () => {
    const memory = new SharedMemory();
    const large = memory.take(4_194_304);
    expect(large.length).toBe(4_194_304);
    memory.give(large);
    memory.give(hex('01'));
    expect(memory.take(5)).toBe(large);
    memory.give(hex('01'));
    expect(memory.take(100).length).toBeGreaterThanOrEqual(100);
    expect(memory.take(5).length).toBe(65_536);
  });

  it('counts what it keeps, however often that was out', () => {
    const memory = new SharedMemory();
    const array = new Uint8Array(2_000_000);
    for (let i = 0; i < 5; i++) {
      memory.give(array);
      expect(memory.take(array.length)).toBe(array);
    }
  });

  it('makes large ones where those that came back are too short', () => {
    const memory = new SharedMemory();
    for (let i = 0; i < 20; i++) memory.give(hex('01'));
    for (let i = 0; i < 20; i++) expect(memory.take(100)).toHaveLength(65_536);
  });

  it('makes small ones while many are out', () => {
    const memory = new SharedMemory();
    const out = Array.from({ length: 20 }, () => memory.take(1));
    const lengths = [65_536, 65_536, 4096, 4096, 4096, 4096];
    expect(out.slice(14).map(({ length }) => length)).toEqual(lengths);
    expect(memory.take(5000)).toHaveLength(5000);
    memory.give(out[19]!);
    expect(memory.take(1)).toBe(out[19]);
    expect(memory.take(1)).toHaveLength(65_536);
  });
});

describe('SharedMemory.header()', () => {
  it('gives the last header again, as long as it has its bytes', () => {
    const memory = new SharedMemory();
    const header = memory.header(0x82, 16_384);
    expect(toHex(header)).toBe('82 7e 40 00');
    expect(memory.header(0x82, 16_384)).toBe(header);
    expect(toHex(memory.header(0x02, 16_384))).toBe('02 7e 40 00');
    expect(toHex(memory.header(0x02, 16_385))).toBe('02 7e 40 01');
    const last = memory.header(0x82, 16_384);
    structuredClone(last.buffer, { transfer: [last.buffer as ArrayBuffer] });
    expect(toHex(memory.header(0x82, 16_384))).toBe('82 7e 40 00');
  });

  it('serves messages of the same length, and others between them', () => {
    const end = openServer({ memory: new SharedMemory() });
    const data = pattern(20_000);
    const sent: string[] = [];
    for (const length of [20_000, 20_000, 16_384, 20_000]) {
      end.connection.send(data.subarray(0, length));
      sent.push(toHex(write(end)));
      expect(write(end)).toEqual(data.slice(0, length));
    }
    expect(sent).toEqual(['82 7e 4e 20', '82 7e 4e 20', '82 7e 40 00', '82 7e 4e 20']);
  });
});
