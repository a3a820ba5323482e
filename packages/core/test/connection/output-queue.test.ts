/** Drafts of output that need more than one array. @module */
import { describe, expect, it } from '@jest/globals';
import { SharedMemory } from 'sansocket';
import { OutputQueue } from '../../src/connection/output-queue.ts';
import { concat, pattern } from '../support/bytes.ts';

/** All that waits, taken and reported as sent. */
function takeAll(queue: OutputQueue): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let output; (output = queue.next()) !== undefined; ) {
    if (output.type === 'write') pieces.push(output.bytes);
  }
  const bytes = concat(...pieces);
  queue.sent(bytes.length);
  return bytes;
}

describe('a draft', () => {
  it.each([
    ['its own', undefined],
    ['shared', new SharedMemory()],
  ])('that needs a second array of %s memory keeps what is in the first', (_, memory) => {
    const queue = new OutputQueue(memory);
    const [queued, begin, rest] = [pattern(10), pattern(50_000), pattern(60_000)];
    queue.add(queued);
    queue.begin();
    queue.append(begin);
    expect(queue.ahead).toBe(50_010);
    queue.append(rest);
    expect(queue.ahead).toBe(110_010);
    expect(queue.commit()).toBe(110_010);
    expect(takeAll(queue)).toEqual(concat(queued, begin, rest));
    expect(queue.unsent).toBe(0);
  });

  it('that was given up behind bytes of their own leaves nothing to the next one', () => {
    const queue = new OutputQueue();
    queue.add(Uint8Array.of(1));
    queue.begin();
    queue.pass(pattern(5), Uint8Array.of(2));
    expect(takeAll(queue)).toEqual(Uint8Array.of(1));
    queue.begin();
    queue.pass(Uint8Array.of(3));
    queue.append(Uint8Array.of(4));
    queue.commit();
    expect(takeAll(queue)).toEqual(Uint8Array.of(3, 4));
  });
});

describe('shared memory', () => {
  it('gets back each array once all bytes are sent', () => {
    const given: number[] = [];
    const memory = new SharedMemory();
    memory.give = ({ length }) => given.push(length);
    const queue = new OutputQueue(memory);
    queue.add(pattern(60_000));
    queue.add(pattern(60_000));
    const bytes = takeAll(queue);
    expect(bytes).toHaveLength(120_000);
    expect(given).toEqual([65_536, 65_536]);
  });
});
