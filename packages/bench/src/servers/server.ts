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

/** The longest message that all of them take. */
export const maxMessageBytes = 16_777_216;

/** A server that compresses answers messages up to here, in bytes: what comes of a bomb is not sent back. */
export const maxAnswerBytes = 1024;
