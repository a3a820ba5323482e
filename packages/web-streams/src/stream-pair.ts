/**
 * Two web streams that carry the two directions of one pipe. The types are written down here, so that nobody
 * needs those of a browser to compile.
 *
 * @module
 */

/** What a stream of WebTransport, a socket of `cloudflare:sockets` and `Deno.Conn` have. */
export interface StreamPair {
  readonly readable: ReadableBytes;
  readonly writable: WritableBytes;
  /** Lets go of both, where something is to be let go of behind them. */
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

/** What a read has brought. */
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
