import { describe, expect, it } from '@jest/globals';
import { WriteQueue } from 'sansocket/driving';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Takes all that waits, at most `most` bytes at a time. */
function drain(queue: WriteQueue, most: number): number[][] {
  const writes: number[][] = [];
  for (let head; (head = queue.head) !== undefined; ) {
    const count = Math.min(most, head.length);
    writes.push([...head.subarray(0, count)]);
    queue.sent(count);
  }
  return writes;
}

describe('WriteQueue', () => {
  it('has no head when nothing waits', () => {
    const queue = new WriteQueue();
    queue.add([]);
    queue.add([new Uint8Array(0)]);
    expect(queue.head).toBeUndefined();
  });

  it('joins small pieces to one write', () => {
    const queue = new WriteQueue();
    queue.add([bytes(1, 2), bytes(3)]);
    queue.add([bytes(4)]);
    expect(drain(queue, 10)).toEqual([[1, 2, 3, 4]]);
  });

  it('gives the rest after a short write', () => {
    const queue = new WriteQueue();
    queue.add([bytes(1, 2, 3, 4, 5)]);
    expect(drain(queue, 2)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('gives the same head until it is sent, whatever is added', () => {
    const queue = new WriteQueue();
    queue.add([bytes(1)]);
    const { head } = queue;
    queue.add([bytes(2)]);
    expect(queue.head).toBe(head);
    queue.sent(0);
    expect(drain(queue, 10)).toEqual([[1], [2]]);
  });

  it('does not copy a piece that stands alone', () => {
    const large = new Uint8Array(65_536);
    const queue = new WriteQueue();
    queue.add([large, bytes(1), bytes(2)]);
    expect(queue.head).toBe(large);
    expect(drain(queue, 65_536).slice(1)).toEqual([[1, 2]]);
  });

  it('gives out a piece that is longer than what is joined', () => {
    const large = new Uint8Array(65_537);
    const queue = new WriteQueue();
    queue.add([large, bytes(1)]);
    expect(queue.head).toBe(large);
    expect(drain(queue, 65_537).map(({ length }) => length)).toEqual([65_537, 1]);
  });

  it('joins up to 64 KiB', () => {
    const queue = new WriteQueue();
    queue.add([bytes(1), new Uint8Array(65_535), bytes(2)]);
    expect(drain(queue, 65_536).map(({ length }) => length)).toEqual([65_536, 1]);
  });

  it('writes until a write is short', () => {
    const queue = new WriteQueue();
    queue.add([new Uint8Array(65_536), bytes(1, 2, 3)]);
    let room = 65_538;
    const flush = (): number =>
      queue.flush(({ length }) => {
        const taken = Math.min(length, room);
        room -= taken;
        return taken;
      });
    expect(flush()).toBe(65_538);
    expect(flush()).toBe(0);
    room = 10;
    expect([flush(), queue.head]).toEqual([1, undefined]);
  });

  it.each([-1, 2, Number.NaN])('refuses %d sent bytes of a head with one', (count) => {
    const queue = new WriteQueue();
    queue.add([bytes(1)]);
    expect(queue.head).toEqual(bytes(1));
    expect(() => queue.sent(count)).toThrow(RangeError);
    expect(queue.head).toEqual(bytes(1));
  });

  it('refuses sent bytes when there is no head', () => {
    expect(() => new WriteQueue().sent(1)).toThrow('count must be 0 to 0 bytes, got 1');
  });

  it('has lost nothing when there is no memory to join pieces', () => {
    const queue = new WriteQueue();
    queue.add([bytes(1), bytes(2)]);
    const { Uint8Array: engines } = globalThis;
    globalThis.Uint8Array = function fail() {
      throw new RangeError('Array buffer allocation failed');
    } as unknown as typeof Uint8Array;
    expect(() => queue.head).toThrow(RangeError);
    globalThis.Uint8Array = engines;
    expect(queue.head).toEqual(bytes(1, 2));
  });
});
