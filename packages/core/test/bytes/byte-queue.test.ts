import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteQueue } from 'sansocket/bytes';
import { concat, pattern, toHex } from '../support/bytes.ts';

/** What the queue holds, without taking it. */
function contents(queue: ByteQueue): Uint8Array {
  return queue.bytes.subarray(0, queue.length);
}

describe('ByteQueue.append()', () => {
  it('joins pieces in their order', () => {
    const queue = new ByteQueue();
    queue.append(Uint8Array.of(1, 2));
    queue.append(new Uint8Array(0));
    queue.append(Uint8Array.of(3));
    expect(queue.length).toBe(3);
    expect(contents(queue)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('takes a range of its source', () => {
    const queue = new ByteQueue();
    queue.append(pattern(10), 2, 5);
    queue.append(pattern(10), 8);
    expect(contents(queue)).toEqual(concat(pattern(10).slice(2, 5), pattern(10).slice(8)));
  });

  it('copies: a later change of the source is not seen', () => {
    const queue = new ByteQueue();
    const source = Uint8Array.of(1, 2, 3);
    queue.append(source);
    source.fill(9);
    expect(contents(queue)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('is the same as concatenation for any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
        const queue = new ByteQueue();
        for (const piece of pieces) queue.append(piece);
        expect(toHex(queue.take())).toBe(toHex(concat(...pieces)));
      }),
    );
  });
});

describe('ByteQueue.reserve()', () => {
  it('gives the position of the first added byte', () => {
    const queue = new ByteQueue();
    expect(queue.reserve(5)).toBe(0);
    expect(queue.reserve(100)).toBe(5);
    expect(queue.length).toBe(105);
    expect(queue.bytes.length).toBeGreaterThanOrEqual(105);
  });

  it('reserves at most twice the bytes, or 64', () => {
    const queue = new ByteQueue();
    for (let i = 1; i <= 10_000; i++) {
      queue.reserve(1);
      expect(queue.bytes.length).toBeLessThanOrEqual(Math.max(2 * i, 64));
    }
  });

  it('moves the bytes a logarithmic number of times', () => {
    const queue = new ByteQueue();
    const arrays = new Set<Uint8Array>();
    for (let i = 0; i < 100_000; i++) {
      queue.reserve(1);
      arrays.add(queue.bytes);
    }
    // 64 doubled eleven times is more than 100 000.
    expect(arrays.size).toBeLessThanOrEqual(12);
  });

  it('allocates nothing on the word of a peer that announces 2^40 bytes', () => {
    const queue = new ByteQueue();
    queue.append(pattern(100), 0, 100, 2 ** 40);
    expect(queue.bytes.length).toBe(200);
  });

  it('makes the array exactly as long as announced once half of that has come', () => {
    const queue = new ByteQueue();
    queue.append(pattern(499), 0, 499, 1000);
    expect(queue.bytes.length).toBe(998);
    queue.append(pattern(500), 0, 500, 1000);
    expect(queue.bytes.length).toBe(1000);
    queue.append(pattern(1), 0, 1, 1000);
    expect(queue.bytes.length).toBe(1000);
  });

  it('takes more than was announced', () => {
    const queue = new ByteQueue();
    queue.append(pattern(100), 0, 100, 100);
    queue.append(pattern(100), 0, 100, 100);
    expect(contents(queue)).toEqual(concat(pattern(100), pattern(100)));
  });
});

describe('ByteQueue.truncate()', () => {
  it('forgets the bytes beyond, so that the next ones take their place', () => {
    const queue = new ByteQueue();
    queue.append(Uint8Array.of(1, 2, 3, 4));
    queue.truncate(2);
    queue.append(Uint8Array.of(9));
    expect(contents(queue)).toEqual(Uint8Array.of(1, 2, 9));
  });

  it('never makes the queue longer', () => {
    const queue = new ByteQueue();
    queue.append(Uint8Array.of(1));
    queue.truncate(5);
    expect(queue.length).toBe(1);
  });
});

describe('ByteQueue.take()', () => {
  it('gives the bytes and starts again empty', () => {
    const queue = new ByteQueue();
    queue.append(pattern(70));
    expect(queue.take()).toEqual(pattern(70));
    expect(queue.length).toBe(0);
    expect(queue.take()).toEqual(new Uint8Array(0));
  });

  it('gives the bytes for good: later ones go to another array', () => {
    const queue = new ByteQueue();
    queue.append(Uint8Array.of(1, 2, 3));
    const taken = queue.take();
    queue.append(Uint8Array.of(7, 8, 9));
    expect(taken).toEqual(Uint8Array.of(1, 2, 3));
    expect(queue.take().buffer).not.toBe(taken.buffer);
  });
});

describe('ByteQueue.append()', () => {
  it('takes no more of a long array than the range that it is given', () => {
    const queue = new ByteQueue();
    queue.append(new Uint8Array(1000).fill(7), 0, 3);
    expect(queue.take()).toEqual(Uint8Array.of(7, 7, 7));
  });
});

describe('ByteQueue with an allocator', () => {
  it('has its arrays made by it, and goes on in one that somebody lends', () => {
    const asked: number[] = [];
    const queue = new ByteQueue((bytes) => {
      asked.push(bytes);
      return new Uint8Array(bytes).fill(0xee);
    });
    queue.append(pattern(10));
    queue.append(pattern(100));
    expect(asked).toEqual([64, 220]);
    expect(queue.take()).toEqual(concat(pattern(10), pattern(100)));
    const lent = new Uint8Array(500);
    queue.adopt(lent);
    queue.append(pattern(500));
    expect(queue.bytes).toBe(lent);
    expect(lent).toEqual(pattern(500));
    expect(asked).toHaveLength(2);
  });
});
