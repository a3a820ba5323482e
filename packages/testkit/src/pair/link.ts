/**
 * One direction of a wire: what was written and has not arrived, in order, then the end or the reset.
 *
 *     carry ──► | write | write | … | end or reset | ──► take, then takeTail
 *
 * Like a transport, it loses nothing in the middle: what it loses is the rest. A link is a value: each
 * change gives another one.
 *
 * @module
 */

import { concat } from '../wire/index.ts';

/** What comes behind the last byte. */
export type Tail = 'none' | 'end' | 'reset';

/** What is under way from one end to the other. */
export class Link {
  /** Writes under way; of the first, what has not arrived. */
  readonly writes: readonly Uint8Array[];
  /** What comes behind them. */
  readonly tail: Tail;
  /** Whether what is written from here on is lost. */
  readonly isLost: boolean;

  constructor(writes: readonly Uint8Array[] = [], tail: Tail = 'none', isLost: boolean = false) {
    this.writes = writes;
    this.tail = tail;
    this.isLost = isLost;
  }

  /** Bytes under way. */
  get inFlight(): number {
    return this.writes.reduce((total, { length }) => total + length, 0);
  }

  /** Takes a write. */
  carry(bytes: Uint8Array): Link {
    return this.isLost ? this : new Link([...this.writes, bytes], this.tail);
  }

  /** Nothing follows what was written. */
  end(): Link {
    return this.isLost ? this : new Link(this.writes, 'end');
  }

  /** What was written is followed by a reset. */
  reset(): Link {
    return this.isLost ? this : new Link(this.writes, 'reset', true);
  }

  /** What is under way is lost; the stream ends there. */
  cut(): Link {
    return new Link([], 'end', true);
  }

  /** What is under way is lost, and so is what follows. */
  silence(): Link {
    return new Link([], 'none', true);
  }

  /**
   * The next bytes arrive.
   *
   * @returns At most `count` bytes, in a new array, and what is left.
   */
  take(count: number): [Uint8Array, Link] {
    const all = concat(...this.writes);
    const left: Uint8Array[] = [];
    let start = 0;
    for (const write of this.writes) {
      if (start + write.length > count) left.push(write.subarray(Math.max(0, count - start)));
      start += write.length;
    }
    return [all.slice(0, count), new Link(left, this.tail, this.isLost)];
  }
}
