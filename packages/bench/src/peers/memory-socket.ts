/**
 * A socket in memory, for libraries that need one: it counts written bytes and emits the bytes to be read.
 *
 * It does less than a real socket: no queues of Node's streams, no kernel. So a figure measures only the library.
 *
 * @module
 */

import { Duplex } from 'node:stream';
import { ServerConnection } from 'sansocket';

type Written = (data: Uint8Array | string) => void;

/** The target for encoded strings: as long as the longest. */
const scratch = Buffer.alloc(2_097_152);

/** Calls `written` for each write, and emits the chunks of `receive`. */
export class MemorySocket extends Duplex {
  /** The properties that a library may read. */
  readonly remoteAddress = '127.0.0.1';
  written: Written;
  bytes = 0;

  /** @param written - Called with the written data. Default: the data is only counted. */
  constructor(written: Written = () => undefined) {
    super();
    this.written = written;
  }

  /** Gives bytes to the library, as the stream of a socket does. */
  receive(chunk: Uint8Array): void {
    this.emit('data', chunk);
  }

  /** @returns The number of bytes written since the last call. */
  takeWritten(): number {
    const { bytes } = this;
    this.bytes = 0;
    return bytes;
  }

  /** A string costs what a socket would pay to encode it. */
  override write(data: Uint8Array | string, ...rest: readonly unknown[]): boolean {
    this.bytes += typeof data === 'string' ? scratch.write(data) : data.length;
    this.written(data);
    const done = rest.at(-1);
    if (typeof done === 'function') (done as () => void)();
    return true;
  }

  override cork(): void {
    // Nothing is held back.
  }

  override uncork(): void {
    // As above.
  }

  override _read(): void {
    // Bytes are emitted.
  }

  // The calls of HTTP servers and clients on a socket.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/**
 * Answers the request of a client with our own server: its responses are those of any server.
 *
 * @returns Bytes of the response; `undefined` until the request is whole.
 */
export function answerer(): (bytes: Uint8Array) => Buffer | undefined {
  const server = new ServerConnection({}, 0);
  return (bytes) => {
    server.receive(bytes, 0);
    if (server.nextEvent()?.type === 'handshake-request') server.accept({}, 0);
    const output = server.nextOutput();
    return output?.type === 'write' ? Buffer.from(output.bytes) : undefined;
  };
}
