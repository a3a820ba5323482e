/**
 * A client made of a bare TCP socket: it sends what a test tells it, and closes when a test says so.
 *
 * @module
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** The request of RFC 6455 §1.2. */
export const request = [
  'GET /chat HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '',
  '',
].join('\r\n');

/** A masked frame with FIN and a masking key of zeros. At most 125 bytes. */
export function maskedFrame(opcode: number, payload: string): Buffer {
  const header = [0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0];
  return Buffer.concat([Buffer.from(header), Buffer.from(payload, 'latin1')]);
}

export class RawClient {
  readonly socket: Socket;
  readonly #received: Buffer[] = [];
  #ended = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('data', (chunk: Buffer) => this.#received.push(chunk));
    this.socket.on('end', () => (this.#ended = true));
    this.socket.on('error', () => (this.#ended = true));
  }

  /** Everything received, a character for a byte. */
  get received(): string {
    return Buffer.concat(this.#received).toString('latin1');
  }

  /** Resolves once `text` has come. */
  async until(text: string): Promise<void> {
    while (!this.received.includes(text)) {
      if (this.#ended) throw new Error(`Stream ended before ${JSON.stringify(text)} came`);
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'end')]);
    }
  }

  /** Resolves once the server has closed its half. */
  async untilEnd(): Promise<void> {
    if (!this.#ended) await once(this.socket, 'end');
  }
}
