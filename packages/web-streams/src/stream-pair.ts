/**
 * Two web streams that carry the two directions of one pipe. The types are declared here, so that a browser's types are
 * not needed to compile.
 *
 * @module
 */

/** The properties that a stream of WebTransport, a socket of `cloudflare:sockets` and `Deno.Conn` share. */
export interface StreamPair {
  readonly readable: ReadableBytes;
  readonly writable: WritableBytes;
  /** Closes the underlying connection, if there is one. */
  close?(): unknown;
}

/** A `ReadableStream` of bytes. */
export interface ReadableBytes {
  getReader(): BytesReader;
}

/** Its reader. */
export interface BytesReader {
  read(): Promise<BytesRead>;
  cancel(reason?: unknown): Promise<unknown>;
}

/** The result of a read. */
export interface BytesRead {
  readonly done: boolean;
  readonly value?: Uint8Array | undefined;
}

/** A `WritableStream` of bytes. */
export interface WritableBytes {
  getWriter(): BytesWriter;
}

/** Its writer. */
export interface BytesWriter {
  write(bytes: Uint8Array): Promise<unknown>;
  close(): Promise<unknown>;
  abort(reason?: unknown): Promise<unknown>;
}
