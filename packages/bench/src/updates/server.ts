/**
 * A server of updates: by polling, by long polling, and over WebSocket.
 *
 * @module
 */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attach, type Socket } from '@sansocket/node';
import { answerRequests } from '../program/index.ts';
import { type UpdateRequest, updateOf } from './update.ts';

/** The newest are enough for the slowest client. */
const KEPT = 4096;

class UpdateServer {
  readonly #updates: string[] = [];
  #first = 0;
  readonly #sockets = new Set<Socket>();
  #waiting: ServerResponse[] = [];
  #onWaiting: (() => void) | undefined;

  async start(): Promise<number> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const after = Number(searchParams.get('after'));
      if (pathname === '/wait' && after >= this.#end) this.#wait(response);
      else this.#answer(response, after);
    });
    attach(server, {}, (event, socket) => {
      if (event.type === 'open') this.#sockets.add(socket);
      else if (event.type === 'close') this.#sockets.delete(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  async publish(waiting: number): Promise<void> {
    while (this.#waiting.length < waiting) {
      await new Promise<void>((resolve) => {
        this.#onWaiting = resolve;
      });
    }
    const update = updateOf(this.#end);
    this.#updates.push(update);
    if (this.#updates.length > KEPT) {
      this.#updates.shift();
      this.#first++;
    }
    for (const socket of this.#sockets) socket.send(update);
    const responses = this.#waiting;
    this.#waiting = [];
    for (const response of responses) this.#answer(response, this.#end - 1);
  }

  ping(): void {
    for (const socket of this.#sockets) socket.ping();
  }

  get #end(): number {
    return this.#first + this.#updates.length;
  }

  #wait(response: ServerResponse): void {
    this.#waiting.push(response);
    this.#onWaiting?.();
  }

  #answer(response: ServerResponse, after: number): void {
    const body = `[${this.#updates.slice(after - this.#first).join(',')}]`;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
    });
    response.end(body);
  }
}

async function serve(): Promise<never> {
  const server = new UpdateServer();
  return answerRequests(async (given) => {
    const request = given as UpdateRequest;
    if (request.type === 'start') return server.start();
    if (request.type === 'publish') return server.publish(request.waiting);
    server.ping();
    return 0;
  });
}

await serve();
