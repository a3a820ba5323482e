/**
 * Checks who may change which bytes, and until when: chunks that a subject has received, and arrays that it has given
 * its transport.
 *
 * @module
 */

import { assert, isSameBytes } from './describe.ts';
import { replaced, type Subject } from './subject.ts';

/** Bytes that must not be changed for a time. */
interface Loan {
  readonly bytes: Uint8Array;
  readonly before: Uint8Array;
}

/** The bytes written into a reused read buffer after each chunk. */
const OTHERS_BYTES = 0xee;

/** A subject with checks on its chunks and output. */
export class Loans {
  /** Use it in place of the subject that it wraps. */
  readonly subject: Subject;
  readonly #chunks: Loan[] = [];
  /** Output that was taken and has not left. */
  #pieces: (Loan & { readonly end: number })[] = [];
  #taken = 0;
  #left = 0;
  #buffer = new Uint8Array(0);

  constructor(subject: Subject) {
    this.subject = replaced(subject, {
      receive: (chunk) => this.#receive(subject, chunk),
      ...(subject.takeOutput && { takeOutput: () => this.#take(subject) }),
      ...(subject.sent && { sent: (bytes) => this.#sent(subject, bytes) }),
      ...(subject.credit && { credit: () => this.#credit(subject) }),
    });
  }

  /** Whether the subject has lent an array that has not left. */
  get hasLent(): boolean {
    return this.#pieces.length > 0;
  }

  /** @throws Error when bytes were changed that must stay as they are. */
  assertKept(): void {
    for (const loan of this.#chunks) assertUnchanged(loan, 'A chunk');
    for (const loan of this.#pieces) assertUnchanged(loan, 'Output that has not left');
  }

  #receive(subject: Subject, chunk: Uint8Array): void {
    const { chunks = 'given' } = subject;
    if (chunks === 'given') subject.receive(chunk);
    else if (chunks === 'kept') {
      this.#chunks.push({ bytes: chunk, before: chunk.slice() });
      subject.receive(chunk);
    } else this.#receiveCopied(subject, chunk);
  }

  /** All chunks come in one buffer. */
  #receiveCopied(subject: Subject, chunk: Uint8Array): void {
    if (this.#buffer.length < chunk.length) this.#buffer = new Uint8Array(2 * chunk.length);
    const bytes = this.#buffer.subarray(0, chunk.length);
    bytes.set(chunk);
    subject.receive(bytes);
    assertUnchanged({ bytes, before: chunk }, 'A chunk');
    this.#buffer.fill(OTHERS_BYTES);
  }

  #take(subject: Subject): ReturnType<NonNullable<Subject['takeOutput']>> {
    const output = subject.takeOutput!();
    for (const bytes of output.pieces ?? []) {
      this.#taken += bytes.length;
      this.#pieces.push({ bytes, before: bytes.slice(), end: this.#taken });
    }
    return output;
  }

  #sent(subject: Subject, bytes: number): unknown {
    this.assertKept();
    this.#left += bytes;
    this.#pieces = this.#pieces.filter(({ end }) => end > this.#left);
    return subject.sent!(bytes);
  }

  #credit(subject: Subject): void {
    this.assertKept();
    this.#left = this.#taken;
    this.#pieces = [];
    subject.credit!();
  }
}

function assertUnchanged({ bytes, before }: Loan, what: string): void {
  assert(isSameBytes(bytes, before), `${what} of ${before.length} bytes was changed`);
}
