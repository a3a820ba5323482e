/**
 * A socket of Bun without a system: it keeps the writes, and a test calls its handlers.
 *
 * @module
 */

import type { BunSocket } from '@sansocket/bun';

export class SocketInMemory implements BunSocket {
  data: unknown;
  readyState = 1;
  readonly remoteAddress = '127.0.0.1';
  /** Each write as the system would get it. */
  readonly writes: string[] = [];
  /** What else was asked of it, in order. */
  readonly calls: string[] = [];
  /** Whether short writes leave at once. */
  noDelay = false;
  /** What it takes until it is told of more. */
  room = Number.POSITIVE_INFINITY;

  write(bytes: Uint8Array): number {
    if (this.readyState < 0) return -1;
    const taken = bytes.subarray(0, this.room);
    this.room -= taken.length;
    if (taken.length > 0) this.writes.push(Buffer.from(taken).toString('latin1'));
    return taken.length;
  }

  shutdown(): void {
    this.calls.push('shutdown');
  }

  end(): void {
    this.readyState = -1;
    this.calls.push('end');
  }

  terminate(): void {
    this.readyState = -1;
    this.calls.push('terminate');
  }

  pause(): void {
    this.calls.push('pause');
  }

  resume(): void {
    this.calls.push('resume');
  }

  setNoDelay(noDelay: boolean): boolean {
    this.noDelay = noDelay;
    return true;
  }
}
