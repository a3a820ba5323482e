/**
 * A socket of Deno, with Deno's names. The types are declared here, so that Deno's types are not needed to compile;
 * `deno check` compares them with the real ones.
 *
 * @module
 */

/** A TCP, TLS or Unix socket, or anything that reads and writes like one. */
export interface Conn {
  /** Resolves with the number of bytes, null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Resolves with the number of bytes that were accepted, which may be fewer. */
  write(bytes: Uint8Array): Promise<number>;
  closeWrite(): Promise<void>;
  close(): void;
  setNoDelay?(noDelay: boolean): void;
  /** A Unix socket has no host name. */
  readonly remoteAddr?: { readonly transport?: string; readonly hostname?: string };
}
