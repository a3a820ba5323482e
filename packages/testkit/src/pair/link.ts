/**
 * One direction of a wire: the bytes that were written and have not arrived, in order, then the end or the reset.
 *
 *     carry ──► | write | write | … | end or reset | ──► take, then takeTail
 *
 * Like a transport, it loses nothing in the middle, only the rest. A link is a value: each
 * change gives another one.
 *
 * @module
 */

import { concat } from '../wire/index.ts';

/** The event after the last byte. */
export type Tail = 'none' | 'end' | 'reset';

/** The bytes under way from one end to the other. */
export class Link {
  /** Writes under way; of the first, the part that has not arrived. */
  readonly writes: readonly Uint8Array[];
  /** The event after them. */
  readonly tail: Tail;
  /** Whether later writes are lost. */
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

  /** A reset follows the written bytes. */
  reset(): Link {
    return this.isLost ? this : new Link(this.writes, 'reset', true);
  }

  /** The bytes under way are lost; the stream ends there. */
  cut(): Link {
    return new Link([], 'end', true);
  }

  /** The bytes under way are lost, and so are later ones. */
  silence(): Link {
    return new Link([], 'none', true);
  }

  /**
   * The next bytes arrive.
   *
   * @returns At most `count` bytes, in a new array, and the rest of the link.
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
