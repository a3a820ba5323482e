/**
 * Two clients of one server, in separate processes: a hostile one that sends as fast as the server reads, and a good
 * one that sends a text at an interval in milliseconds and measures the time of its echo.
 *
 * @module
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { FrameEncoder, Opcode } from 'sansocket/framing';
import { type FloodTraffic, floodOf, requestOf, textOf } from '../work/index.ts';
import type { RoundTrips } from './protocol.ts';

const TEXT_BYTES = 16;
/** The length of an echo: the text in a server's frame. */
const REPLY_BYTES = TEXT_BYTES + 2;

/** The longest wait of the good client for echoes, in milliseconds. */
const PATIENCE_MS = 10_000;

/** With it, `ws` too sends short messages as they are: their frames are then of a known length. */
const OFFER = 'permessage-deflate; server_no_context_takeover';

/** Opens a connection that may compress. */
async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  // A reset shows as a closed connection.
  socket.on('error', () => undefined);
  socket.write(requestOf(5, OFFER));
  for (let answer = ''; !answer.includes('\r\n\r\n'); ) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    answer += chunk.toString('latin1');
  }
  return socket;
}

/** Sends until the process ends. Replies are read and discarded. */
export async function flood(port: number, traffic: FloodTraffic): Promise<void> {
  const frames = floodOf(traffic);
  const socket = await open(port);
  socket.resume();
  const send = (): void => {
    while (!socket.destroyed && socket.write(frames));
  };
  socket.on('drain', send);
  send();
}

/** Sends at a steady pace, whether or not the echoes come: one that is late does not spare the server the next. */
export class GoodClient {
  readonly #socket: Socket;
  readonly #frame: Uint8Array;
  readonly #sentAt: number[] = [];
  #trips: number[] = [];
  #bytes = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    const head = { opcode: Opcode.text };
    this.#frame = new FrameEncoder({ role: 'client' }).frame(head, Buffer.from(textOf(TEXT_BYTES)));
    socket.on('data', (chunk) => this.#receive(chunk.length));
  }

  static async open(port: number): Promise<GoodClient> {
    return new GoodClient(await open(port));
  }

  /**
   * Sends for so long, and waits for the echoes. One that does not come in time counts as what it has taken so far: a
   * server may read nobody but the hostile client.
   *
   * @param patienceMs - The longest wait behind the last message, in milliseconds.
   * @throws Error when the server closes the connection.
   */
  async run(ms: number, everyMs: number, patienceMs: number = PATIENCE_MS): Promise<RoundTrips> {
    this.#trips = [];
    const start = performance.now();
    for (let at = 0; at < ms; at += everyMs) {
      await setTimeout(start + at - performance.now());
      this.#sentAt.push(performance.now());
      this.#socket.write(this.#frame);
    }
    const latest = performance.now() + patienceMs;
    while (this.#sentAt.length > 0 && performance.now() < latest) {
      if (this.#socket.destroyed || this.#socket.readableEnded) {
        throw new Error('The server has closed the connection');
      }
      await setTimeout(1);
    }
    const waiting = this.#sentAt.map((sentAt) => performance.now() - sentAt);
    const trips = [...this.#trips, ...waiting].sort((a, b) => a - b);
    return { median: trips[trips.length >> 1]!, max: trips.at(-1)! };
  }

  #receive(bytes: number): void {
    this.#bytes += bytes;
    for (; this.#bytes >= REPLY_BYTES; this.#bytes -= REPLY_BYTES) {
      this.#trips.push(performance.now() - this.#sentAt.shift()!);
    }
  }
}
