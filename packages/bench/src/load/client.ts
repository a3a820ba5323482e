/**
 * A client that only counts: it sends frames that were made before, and counts every so many bytes as an echo.
 *
 * @module
 */

import { once } from 'node:events';
import type { ClientHttp2Session } from 'node:http2';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { FrameDecoder } from 'sansocket/framing';
import { requestOf } from '../work/index.ts';

/** The message of all clients. */
export interface Ammunition {
  /** The frames of one write: as many as may be under way. */
  readonly frames: Uint8Array;
  readonly frameBytes: number;
  /** The length of an echo. */
  readonly replyBytes: number;
  /** 0 for a client that sends nothing. */
  readonly inFlight: number;
  /** Whether to offer compression, and to count frames instead of bytes: their length is not known. */
  readonly compresses?: boolean;
}

/** The condition that is waited for. */
interface Awaited {
  readonly isThere: () => boolean;
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

/** One connection. */
export class Client {
  readonly #socket: Duplex;
  readonly #ammunition: Ammunition;
  #bytes = 0;
  #underWay = 0;
  #sentAt = 0;
  #running = false;
  #isClosed = false;
  #awaited: Awaited | undefined;
  messages = 0;
  /** Milliseconds, when there is one message under way at a time. */
  latencies: number[] = [];

  constructor(socket: Duplex, ammunition: Ammunition) {
    this.#socket = socket;
    this.#ammunition = ammunition;
    const count = ammunition.compresses === true ? frameCounter() : lengthOf;
    socket.on('data', (chunk: Uint8Array) => this.#hear(count(chunk)));
    socket.on('close', () => {
      this.#isClosed = true;
      this.#judge();
    });
  }

  /** @param address - Which of this machine's, from 0 up: one has some 28 000 ports for one server. */
  static async open(port: number, address: number, ammunition: Ammunition): Promise<Client> {
    // Without an address that is asked for, ports that others use to go elsewhere are free as well.
    const local = address === 0 ? {} : { localAddress: `127.0.0.${1 + address}` };
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, ...local });
    await once(socket, 'connect');
    socket.write(requestOf(5, ammunition.compresses === true ? 'permessage-deflate' : undefined));
    for (let head = ''; !head.includes('\r\n\r\n'); ) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      head += chunk.toString('latin1');
    }
    return new Client(socket, ammunition);
  }

  /** Over HTTP/2, once the settings of the server have come. */
  static async openStream(session: ClientHttp2Session, ammunition: Ammunition): Promise<Client> {
    const stream = session.request({
      ':method': 'CONNECT',
      ':protocol': 'websocket',
      ':scheme': 'http',
      ':path': '/chat',
      ':authority': '127.0.0.1',
      'sec-websocket-version': '13',
    });
    await once(stream, 'response');
    return new Client(stream, ammunition);
  }

  /** Sends until `stop`. */
  start(): void {
    this.#running = true;
    this.#send(this.#ammunition.inFlight);
  }

  /** Resolves once nothing is under way. Rejects when the server closes the connection before, as `expect` does. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#until(() => this.#underWay === 0);
  }

  /** Resolves once so many bytes, or frames, have come, before this or after; for a client that sends nothing. */
  async expect(bytes: number): Promise<void> {
    await this.#until(() => this.#bytes >= bytes);
    this.#bytes -= bytes;
  }

  #send(messages: number): void {
    const { frames, frameBytes } = this.#ammunition;
    this.#underWay += messages;
    this.#sentAt = performance.now();
    this.#socket.write(frames.subarray(0, messages * frameBytes));
  }

  #hear(bytes: number): void {
    this.#bytes += bytes;
    if (this.#ammunition.inFlight > 0) this.#countEchoes();
    this.#judge();
  }

  #countEchoes(): void {
    const { replyBytes, inFlight } = this.#ammunition;
    const echoes = Math.floor(this.#bytes / replyBytes);
    if (echoes === 0) return;
    this.#bytes -= echoes * replyBytes;
    this.#underWay -= echoes;
    this.messages += echoes;
    if (inFlight === 1) this.latencies.push(performance.now() - this.#sentAt);
    if (this.#running) this.#send(echoes);
  }

  #until(isThere: () => boolean): Promise<void> {
    return new Promise((done, fail) => {
      this.#awaited = { isThere, done, fail };
      this.#judge();
    });
  }

  #judge(): void {
    const awaited = this.#awaited;
    if (awaited === undefined) return;
    if (awaited.isThere()) awaited.done();
    else if (this.#isClosed) awaited.fail(new Error('The server has closed the connection'));
    else return;
    this.#awaited = undefined;
  }
}

function lengthOf(chunk: Uint8Array): number {
  return chunk.length;
}

/** Counts the frames that begin in a chunk. */
function frameCounter(): (chunk: Uint8Array) => number {
  const decoder = new FrameDecoder({ role: 'client', reservedBits: 0x40 });
  return (chunk) => {
    let frames = 0;
    decoder.push(chunk);
    for (let step = decoder.next(); step !== 'need-input'; step = decoder.next()) {
      if (step === 'violation') throw new Error(`The server broke ${decoder.violation?.rule}`);
      if (step === 'end') frames++;
    }
    return frames;
  };
}
