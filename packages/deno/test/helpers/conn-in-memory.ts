/**
 * A socket of Deno without a system: it gives what a test pushes, and keeps the writes.
 *
 * @module
 */

import type { Conn } from '@sansocket/deno';

export class ConnInMemory implements Conn {
  /** Each write as the system would get it. */
  readonly writes: string[] = [];
  /** How many bytes each read had room for. */
  readonly rooms: number[] = [];
  /** How many times it was closed. */
  closes = 0;
  readonly #mostBytes: number;
  readonly #chunks: (string | null)[] = [];
  #wake: (() => void) | undefined;

  /** @param mostBytes - What a write takes at most. */
  constructor(mostBytes = Number.POSITIVE_INFINITY) {
    this.#mostBytes = mostBytes;
  }

  /** Bytes of the peer, a character for a byte; null for its end. */
  push(chunk: string | null): void {
    this.#chunks.push(chunk);
    this.#wake?.();
  }

  /** Whether something waits to be read: a socket that has had its budget comes for it later. */
  get isUnread(): boolean {
    return this.#chunks.length > 0;
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    this.rooms.push(buffer.length);
    while (this.#chunks.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const chunk = this.#chunks.shift() ?? null;
    if (chunk === null) return null;
    const taken = Buffer.from(chunk, 'latin1').copy(buffer);
    if (taken < chunk.length) this.#chunks.unshift(chunk.slice(taken));
    return taken;
  }

  write(bytes: Uint8Array): Promise<number> {
    const taken = bytes.subarray(0, this.#mostBytes);
    this.writes.push(Buffer.from(taken).toString('latin1'));
    return Promise.resolve(taken.length);
  }

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.closes++;
  }
}
