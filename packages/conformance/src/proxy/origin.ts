/**
 * The origin behind a proxy: a server that keeps each connection as it comes, and answers what it is told to.
 *
 * @module
 */

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { expectedAccept } from '@sansocket/testkit/model';
import { Line } from '../peer/index.ts';
import { headOf, responseOf } from '../script/index.ts';

/** A connection of the proxy, after its request. */
export interface Arrival {
  readonly line: Line;
  /** Where the frames begin, in bytes. */
  readonly length: number;
  /** The value of a field of the request, by its name in small letters. */
  readonly fieldValue: (name: string) => string | undefined;
}

/** Listens until it is closed. */
export class Origin {
  readonly #server: Server;
  readonly #waiting: Line[] = [];
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      this.#waiting.push(new Line(socket));
    });
  }

  /** @throws Error when the port is taken. */
  static async listen(port: number): Promise<Origin> {
    const origin = new Origin();
    origin.#server.listen(port, '127.0.0.1');
    await once(origin.#server, 'listening');
    return origin;
  }

  /** Forgets all connections: those of the variant before, and those that a proxy keeps. */
  forget(): void {
    this.#waiting.length = 0;
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.forget();
    this.#server.close();
  }

  /** @returns The next connection with a whole request; `undefined` if none comes in time. */
  async next(ms: number): Promise<Arrival | undefined> {
    const deadline = performance.now() + ms;
    while (performance.now() < deadline) {
      for (const line of this.#waiting) {
        const head = Buffer.from(line.received).toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) continue;
        const lines = head.slice(0, end).split('\r\n').slice(1);
        const fieldValue = (name: string): string | undefined =>
          lines
            .find((it) => it.toLowerCase().startsWith(`${name}:`))
            ?.slice(name.length + 1)
            .trim();
        return { line, length: end + 4, fieldValue };
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return undefined;
  }
}

/** The usual response, or one of other lines, in which `{accept}` is filled in. */
export function responseTo(
  { fieldValue }: Arrival,
  lines: readonly string[] | undefined,
  extensions: string | undefined,
): Uint8Array {
  const key = fieldValue('sec-websocket-key') ?? '';
  if (lines === undefined) return responseOf({ key, offered: undefined, extensions });
  return headOf(lines, {}, { accept: expectedAccept(key) }).bytes;
}
