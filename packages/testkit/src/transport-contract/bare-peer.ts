/**
 * A peer made of a bare TCP socket: it sends and closes only as a case says.
 *
 * @module
 */

import { concat, latin1, serializeFrame } from '../wire/index.ts';
import type { BareSocket, OpenBare } from './runtime.ts';

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

/** Accepts a client whose key is 16 zeros, as `fillWithZeros` makes it (§4.2.2). */
export const sampleResponse: string = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=',
  '',
  '',
].join('\r\n');

/** Entropy of a client that a bare peer answers. */
export function fillWithZeros(bytes: Uint8Array): void {
  bytes.fill(0);
}

/**
 * A frame with FIN and a masking key of zeros, a character for a byte: text to be sent with a head.
 *
 * @param payload - A character for a byte.
 */
export function maskedFrame(opcode: number, payload: string): string {
  const maskingKey = new Uint8Array(4);
  return textOf(serializeFrame({ opcode, payload: latin1(payload), maskingKey }));
}

/** The same of a server, which masks nothing. */
export function plainFrame(opcode: number, payload: string): string {
  return textOf(serializeFrame({ opcode, payload: latin1(payload) }));
}

/** Sends and receives text with a character for a byte. */
export class BarePeer {
  readonly #socket: BareSocket;
  readonly #chunks: Uint8Array[] = [];
  readonly #waiting: (() => void)[] = [];
  #bytes = 0;
  #ended = false;

  /** @param open - Makes the socket, which then reports its events to the peer. */
  constructor(open: OpenBare) {
    this.#socket = open({
      chunk: (bytes) => {
        this.#chunks.push(bytes);
        this.#bytes += bytes.length;
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

  /** The number of bytes received. */
  get bytesReceived(): number {
    return this.#bytes;
  }

  /** The last bytes received. */
  endOfReceived(bytes: number): string {
    return textOf(concat(...this.#chunks.slice(-bytes)).slice(-bytes));
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

  /** Releases the socket. */
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
    await this.#until(() => this.received.includes(text), JSON.stringify(text));
  }

  /**
   * Resolves once so many bytes have come in all.
   *
   * @throws Error when the stream ends before.
   */
  async untilBytes(count: number): Promise<void> {
    await this.#until(() => this.#bytes >= count, `${count} bytes`);
  }

  /** Resolves once the other end has closed its half. */
  async untilEnd(): Promise<void> {
    while (!this.#ended) await this.#news();
  }

  async #until(isThere: () => boolean, what: string): Promise<void> {
    while (!isThere()) {
      if (this.#ended) throw new Error(`Stream ended before ${what} came`);
      await this.#news();
    }
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
