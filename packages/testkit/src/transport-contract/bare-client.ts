/**
 * A client made of a bare TCP socket: it sends what a case tells it, and closes when a case says so.
 *
 * @module
 */

import { concat, latin1, serializeFrame } from '../wire/index.ts';
import type { BareSocket, TransportRuntime } from './runtime.ts';

/** The request of RFC 6455 §1.2, with the key of §1.3. */
export const sampleRequest: string = [
  'GET /chat HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '',
  '',
].join('\r\n');

/**
 * A frame with FIN and a masking key of zeros, a character for a byte: text to be sent beside a head.
 *
 * @param payload - A character for a byte.
 */
export function maskedFrame(opcode: number, payload: string): string {
  const maskingKey = new Uint8Array(4);
  return textOf(serializeFrame({ opcode, payload: latin1(payload), maskingKey }));
}

/** Sends and receives text with a character for a byte. */
export class BareClient {
  readonly #socket: BareSocket;
  readonly #chunks: Uint8Array[] = [];
  readonly #waiting: (() => void)[] = [];
  #ended = false;

  constructor(runtime: TransportRuntime, port: number) {
    this.#socket = runtime.connectBare(port, {
      chunk: (bytes) => {
        this.#chunks.push(bytes);
        this.#wake();
      },
      end: () => {
        this.#ended = true;
        this.#wake();
      },
    });
  }

  /** Everything received. */
  get received(): string {
    return textOf(concat(...this.#chunks));
  }

  /** Writes in one piece. */
  write(text: string): void {
    this.#socket.write(latin1(text));
  }

  /** Closes its half, after a last text if there is one. */
  end(text = ''): void {
    if (text !== '') this.write(text);
    this.#socket.end();
  }

  /** Drops the connection by a reset. */
  reset(): void {
    this.#socket.reset();
  }

  /** Lets go of the socket. */
  drop(): void {
    this.#socket.drop();
  }

  /** Stops reading. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /**
   * Resolves once a text has come.
   *
   * @throws Error when the stream ends before.
   */
  async until(text: string): Promise<void> {
    while (!this.received.includes(text)) {
      if (this.#ended) throw new Error(`Stream ended before ${JSON.stringify(text)} came`);
      await this.#news();
    }
  }

  /** Resolves once the server has closed its half. */
  async untilEnd(): Promise<void> {
    while (!this.#ended) await this.#news();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
