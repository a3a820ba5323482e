/**
 * A server that echoes: what each has to offer to be measured.
 *
 * @module
 */

/** Listens on 127.0.0.1, and sends every message back as it came. */
export interface EchoServer {
  readonly port: number;
  /** Sends a text to every connection that is open, so many times. */
  broadcast(text: string, times: number): void;
}

/** Who watches a server that runs as an application would run it: with compression, and pings of its own. */
export interface Watcher {
  opened(): void;
  /** After `opened`, once for each. */
  closed(): void;
}

/** The longest message that all of them take. */
export const maxMessageBytes = 16_777_216;
