/**
 * A socket of Deno, by its own names. The types are written down here, so that nobody needs Deno's to compile;
 * `deno check` compares them with the real ones.
 *
 * @module
 */

/** A TCP, TLS or Unix socket, or anything that reads and writes like one. */
export interface Conn {
  /** Resolves with the number of bytes, null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Resolves with the number of bytes that were taken, which may be fewer. */
  write(bytes: Uint8Array): Promise<number>;
  closeWrite(): Promise<void>;
  close(): void;
  setNoDelay?(noDelay: boolean): void;
}
