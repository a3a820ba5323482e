/**
 * The output of an end, frame by frame, and how much of it has left.
 *
 * @module
 */

import type { ModelRole } from './setup.ts';

/** A frame, not fragmented, its payload not masked. */
export interface ModelFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

/** A head of the opening handshake: a request, or a response by its status. */
export type ModelHead = 'request' | number;

/** The bytes that the transport is given at once. */
export interface ModelOutputs {
  /** The head, before all frames. The model does not know its length: see `wroteHead`. */
  readonly head: ModelHead | undefined;
  readonly frames: readonly ModelFrame[];
  /** After the frames. */
  readonly endings: readonly ('end' | 'abort')[];
}

/** Output in order; places in it are counted in bytes from the beginning of the connection. */
export class ModelOutput {
  /** Bytes that were queued, in all. */
  queued = 0;
  /** Bytes that the transport was given. */
  taken = 0;
  /** Bytes that have left. */
  left = 0;
  /** Sending has stopped: the transport has gone, or has to be dropped. */
  isGone = false;
  readonly #masks: boolean;
  #head: ModelHead | undefined;
  #frames: ModelFrame[] = [];
  #ending: 'none' | 'wanted' | 'given' = 'none';
  #isAborted = false;

  constructor(role: ModelRole) {
    this.#masks = role === 'client';
  }

  /** Bytes that were queued and have not left; a waiting head counts as one. */
  get unsent(): number {
    return this.isGone ? 0 : this.queued - this.left + (this.hasHead ? 1 : 0);
  }

  addHead(head: ModelHead): void {
    if (!this.isGone) this.#head = head;
  }

  /** Whether the head is still to be written: until then the amount of unsent bytes is unknown. */
  get hasHead(): boolean {
    return this.#head !== undefined;
  }

  /** Bytes that the transport was given, and that may leave. */
  get mayLeave(): number {
    return this.isGone ? 0 : this.taken - this.left;
  }

  /** Sets the length in bytes of the head that was given last. */
  wroteHead(bytes: number): void {
    this.queued += bytes;
    this.taken += bytes;
  }

  /** @returns The end position of the frame; `undefined` when it is not sent. */
  add(opcode: number, payload: Uint8Array): number | undefined {
    if (this.isGone) return undefined;
    this.#frames.push({ opcode, payload });
    this.queued += this.#lengthOf(payload.length);
    return this.queued;
  }

  /** Ends the output. */
  end(): void {
    if (this.#ending === 'none' && !this.isGone) this.#ending = 'wanted';
  }

  /** Output that was not taken is dropped: it can no longer be sent. */
  drop(): void {
    this.isGone = true;
    this.#head = undefined;
    this.#frames = [];
    if (this.#ending === 'wanted') this.#ending = 'none';
  }

  /** The transport must be dropped at once. */
  abort(): void {
    this.drop();
    this.#isAborted = true;
  }

  /** Bytes leave, at most as many as were taken. @returns Whether any left. */
  leave(bytes: number): boolean {
    const leaving = Math.min(bytes, this.mayLeave);
    this.left += leaving;
    return leaving > 0;
  }

  /** The output for the transport since the last call. */
  take(): ModelOutputs {
    const endings: ('end' | 'abort')[] = [];
    if (this.#ending === 'wanted') {
      this.#ending = 'given';
      endings.push('end');
    }
    if (this.#isAborted) endings.push('abort');
    this.#isAborted = false;
    const [head, frames] = [this.#head, this.#frames];
    this.#head = undefined;
    this.#frames = [];
    this.taken = this.queued;
    return { head, frames, endings };
  }

  /** A header has 2, 4 or 10 bytes, and 4 more with a masking key (§5.2). */
  #lengthOf(payload: number): number {
    const header = payload <= 125 ? 2 : payload <= 0xffff ? 4 : 10;
    return header + (this.#masks ? 4 : 0) + payload;
  }
}
