/**
 * A client that keeps every rule, and notices when the server does not: it answers pings, compares each echo with the
 * message that it sent, and expects an answer to its Close frame.
 *
 * @module
 */

import { Buffer } from 'node:buffer';
import { Deflate } from './deflate.ts';
import { FrameReader, type ReadFrame } from './frame-reader.ts';
import { frame, message, request } from './frames.ts';
import type { Life } from './kind.ts';
import { PATIENCE, Peer } from './peer.ts';

/** The accept value of the key in every request, RFC 6455 §1.3. */
const ACCEPT = 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n';

/** A message that was sent and is not back yet. */
interface Sent {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly at: number;
}

/** How it opens. */
export interface Manner {
  /** The offered extensions. Default: none. */
  readonly extensions?: string;
  /** Whether every byte is a separate write. Default: false. */
  readonly isByteByByte?: boolean;
}

/** A connection that is open. Its methods throw an Error when the server does not do its part. */
export class GoodPeer {
  readonly peer: Peer;
  readonly #life: Life;
  readonly #isByteByByte: boolean;
  readonly #reader = new FrameReader();
  readonly #sent: Sent[] = [];
  readonly #messages: ReadFrame[] = [];
  #parts: ReadFrame[] = [];
  #head = '';
  #isOpen = false;
  #isClosed = false;
  #fault: Error | undefined;
  #deflate: Deflate | undefined;
  #wake: () => void = () => undefined;

  constructor(peer: Peer, life: Life, { isByteByByte = false }: Manner) {
    this.peer = peer;
    this.#life = life;
    this.#isByteByByte = isByteByByte;
    peer.listen(
      (chunk) => this.#receive(chunk),
      () => this.#wake(),
    );
  }

  /** @throws Error when the server does not open the connection. */
  static async open(life: Life, manner: Manner = {}): Promise<GoodPeer> {
    const good = new GoodPeer(await Peer.open(life.port), life, manner);
    try {
      good.#write(request(manner.extensions));
      await good.#until(() => good.#isOpen, 'the opening handshake');
    } catch (error) {
      good.drop();
      throw error;
    }
    return good;
  }

  /** Sends a message, compressed now and then where that was agreed on. */
  async send(opcode: number, payload: Uint8Array): Promise<void> {
    const { random } = this.#life;
    const packed = random.isSo(0.7) ? await this.#deflate?.compress(payload) : undefined;
    this.#sent.push({ opcode, payload, at: performance.now() });
    for (const bytes of message(random, opcode, packed ?? payload, packed && 0x40)) {
      this.#write(bytes);
    }
  }

  /**
   * Waits for the echo of the message that was sent first of those that are not back.
   *
   * @param isTimed - Whether the round trip counts: not where the client itself is slow.
   */
  async receive(isTimed = true): Promise<void> {
    await this.#until(() => this.#messages.length > 0, 'an echo');
    const { opcode, rsv1, payload } = this.#messages.shift()!;
    const sent = this.#sent.shift();
    if (isTimed && sent !== undefined) this.#life.tally.tookTurn(performance.now() - sent.at);
    const plain = rsv1 ? await this.#deflate?.decompress(payload) : payload;
    const isRight = sent?.opcode === opcode && plain?.equals(sent.payload) === true;
    this.#life.tally.echoed(isRight);
  }

  /** Closes with 1000, and waits for the answer and for the end of TCP. */
  async close(): Promise<void> {
    this.#write(frame({ opcode: 8, payload: Uint8Array.of(0x03, 0xe8) }));
    await this.#until(() => this.#isClosed, 'the answer to a Close frame');
    await this.#until(() => this.peer.hasEnded, 'the end of TCP', true);
    this.peer.end();
  }

  /** Lets go of the socket. */
  drop(): void {
    this.peer.drop();
    this.#deflate?.close();
  }

  #write(bytes: Uint8Array): void {
    if (!this.#isByteByByte) this.peer.write(bytes);
    else for (const byte of bytes) this.peer.write(Uint8Array.of(byte));
  }

  #receive(chunk: Buffer): void {
    try {
      if (this.#isOpen) this.#receiveFrames(chunk);
      else this.#receiveHead(chunk);
    } catch (error) {
      this.#fault ??= error as Error;
    }
    this.#wake();
  }

  #receiveHead(chunk: Buffer): void {
    this.#head += chunk.toString('latin1');
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#head.slice(0, end + 2);
    if (!head.startsWith('HTTP/1.1 101 ') || !head.includes(ACCEPT)) {
      throw new Error(`The server has answered ${head.slice(0, head.indexOf('\r\n'))}`);
    }
    const agreed = /^Sec-WebSocket-Extensions: (.*)\r$/im.exec(head)?.[1];
    if (agreed !== undefined) this.#deflate = new Deflate(agreed);
    this.#isOpen = true;
    this.#receiveFrames(Buffer.from(this.#head.slice(end + 4), 'latin1'));
  }

  #receiveFrames(chunk: Buffer): void {
    this.#reader.push(chunk);
    for (let read; (read = this.#reader.next()) !== undefined; ) {
      if (read.opcode === 9) this.#write(frame({ opcode: 10, payload: read.payload }));
      else if (read.opcode === 8) this.#isClosed = true;
      else if (read.opcode < 8) this.#receivePart(read);
    }
  }

  #receivePart(part: ReadFrame): void {
    this.#parts.push(part);
    if (!part.fin) return;
    const payload = Buffer.concat(this.#parts.map((each) => each.payload));
    this.#messages.push({ ...this.#parts[0]!, payload });
    this.#parts = [];
  }

  async #until(isSo: () => boolean, what: string, mayEnd = false): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!isSo()) {
      if (this.#fault !== undefined) throw this.#fault;
      const isOver = this.peer.hasEnded || this.#isClosed;
      if (isOver && !mayEnd) throw new Error(`The server has ended, before ${what}`);
      const left = end - performance.now();
      if (left <= 0) throw new Error(`The server has not come to ${what} in ${PATIENCE} ms`);
      await this.#news(left);
    }
  }

  #news(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
