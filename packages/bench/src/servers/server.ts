/**
 * An echo server: the functions that each has to provide to be measured.
 *
 * @module
 */

/** Listens on 127.0.0.1, and sends every message back as it came. */
export interface EchoServer {
  readonly port: number;
  /** Sends a text to every connection that is open, so many times. */
  broadcast(text: string, times: number): void;
}

/** How a server does its work. Default: all that it is sent comes back, without compression and pings. */
export interface Manner {
  /** Whether it accepts permessage-deflate. */
  readonly compresses?: boolean;
  /** Whether it sends back a message of so many bytes. */
  readonly answers?: (bytes: number) => boolean;
  /** With it, the server runs as in an application, and sends pings. */
  readonly watcher?: Watcher;
}

/** Receives the events of a server's connections. */
export interface Watcher {
  opened(): void;
  /** After `opened`, once for each. */
  closed(): void;
}

/** The longest message that all of them accept. */
export const maxMessageBytes = 16_777_216;
