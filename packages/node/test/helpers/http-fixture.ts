/**
 * An HTTP server with routes, for what becomes of Upgrade requests beside them.
 *
 * @module
 */

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type AttachOptions, attach } from '@sansocket/node';
import {
  type BarePeer,
  echo,
  maskedFrame,
  sampleRequest,
  TransportFixture,
} from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './node-runtime.ts';

/** A timeout that a test waits for, in milliseconds. */
export const SOON = 20;

/** Its HTTP server takes no upgrade behind a request that is not answered. */
export const isBun = 'Bun' in globalThis;

/** A request that wants something else than WebSocket, as curl and the client of Java send it. */
export function h2cRequest(head = 'GET /page', body = ''): string {
  const upgrade =
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
  const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`;
  return `${head} HTTP/1.1\r\nHost: 127.0.0.1\r\n${upgrade}${length}\r\n${body}`;
}

export const otherRequest: string = sampleRequest.replace('/chat', '/other');
export const getSlow = 'GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
export const isChat: AttachOptions['isOurs'] = ({ url }) => url === '/chat';

export class HttpFixture extends TransportFixture<typeof nodeRuntime> {
  /** There once it listens. */
  server!: Server;
  /** Called last first. */
  readonly ends: (() => unknown)[] = [];
  readonly #slow: (() => void)[] = [];

  constructor() {
    super(nodeRuntime);
  }

  /** Say what they were asked; `/slow` when it is told to. */
  readonly routes: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const answer = (): void => {
        response.end(`<${request.method} ${request.url} ${request.headers.upgrade} ${body}>`);
      };
      if (request.url === '/slow') this.#slow.push(answer);
      else answer();
    });
  };

  /** @returns The port. */
  async listen(server: Server = createServer(this.routes)): Promise<number> {
    this.server = server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.ends.push(() => server.close());
    return (server.address() as AddressInfo).port;
  }

  attach(options: AttachOptions = {}): ReturnType<typeof attach> {
    const attachment = attach(this.server, options, this.atServer.listen(echo));
    this.ends.push(() => attachment.close());
    return attachment;
  }

  async expectEcho(client: BarePeer): Promise<void> {
    client.write(sampleRequest + maskedFrame(1, 'Hello'));
    await client.until('\x81\x05Hello');
  }

  /** Resolves once a request to `/slow` waits for its answer. */
  async asked(): Promise<void> {
    while (this.#slow.length === 0) await setImmediate();
  }

  async answerSlow(): Promise<void> {
    await this.asked();
    this.#slow.shift()!();
  }

  answerAll(): void {
    for (const answer of this.#slow.splice(0)) answer();
  }

  override async tearDown(): Promise<void> {
    await super.tearDown();
    for (const end of this.ends.reverse()) await end();
  }
}
