/**
 * A duplex stream without a socket: it keeps the writes that a socket would get,
 * and tells each by an event `written`.
 *
 * @module
 */

import { Duplex } from 'node:stream';

type Written = { readonly chunk: Uint8Array };

export class StreamInMemory extends Duplex {
  /** Each write as the system would get it. */
  readonly writes: string[] = [];

  override _read(): void {
    // What the peer sends is pushed by the test.
  }

  override _write(chunk: Uint8Array, _: BufferEncoding, done: () => void): void {
    this._writev([{ chunk }], done);
  }

  override _writev(pieces: readonly Written[], done: () => void): void {
    this.writes.push(Buffer.concat(pieces.map(({ chunk }) => chunk)).toString('latin1'));
    this.emit('written');
    done();
  }
}
