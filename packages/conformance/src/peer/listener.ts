/**
 * Waits for clients, and reads the first line of each request.
 *
 * @module
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Line } from './line.ts';

/** A connection whose request is complete, or as much of it as came. */
export interface Arrival {
  readonly line: Line;
  /** Path and query; empty where the first line has none. */
  readonly target: string;
  /** Whether the client asks for another protocol than HTTP. */
  readonly isUpgrade: boolean;
}

/** A client that has not sent its request after so many milliseconds is judged by the bytes that came. */
const PATIENCE_MS = 10_000;

/** Listens on a port of 127.0.0.1. */
export class Listener {
  readonly #server: Server;
  readonly #lines = new Set<Line>();

  /** @param onArrival - It has to close the line at the end. */
  constructor(onArrival: (arrival: Arrival) => void) {
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
      const line = new Line(socket);
      this.#lines.add(line);
      socket.on('close', () => this.#lines.delete(line));
      const text = (): string => Buffer.from(line.received).toString('latin1');
      void line
        .until(() => text().includes('\r\n\r\n'), PATIENCE_MS)
        .then(() => {
          const [, target = ''] = /^\s*\S+ (\S+)/.exec(text()) ?? [];
          onArrival({ line, target, isUpgrade: /\r\nupgrade:/i.test(text()) });
        });
    });
  }

  /** @param port - 0: a free one. @throws Error when somebody else listens there. */
  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Host and port, as a URL has them. */
  get authority(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends all connections. */
  close(): void {
    this.#server.close();
    for (const line of this.#lines) line.close();
  }
}
