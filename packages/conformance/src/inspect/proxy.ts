/**
 * A proxy of TCP that passes on every byte as it is, and records it.
 *
 * @module
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { openTransport, type Target } from '../peer/index.ts';
import type { Capture, Ending, Segment, Way } from './capture.ts';

/** Learns what happens to connections, each by its number from 0 on. */
export interface ProxyListener {
  opened(stream: number, client: string): void;
  passed(stream: number, segment: Segment): void;
  ended(stream: number, ending: Ending): void;
}

/** Listens on 127.0.0.1. */
export class RecordingProxy {
  readonly #target: Target;
  readonly #listener: ProxyListener;
  readonly #server: Server;
  readonly #captures: {
    readonly capture: Capture;
    readonly segments: Segment[];
    readonly endings: Ending[];
  }[] = [];
  readonly #sockets = new Set<Duplex>();

  constructor(target: Target, listener: ProxyListener) {
    this.#target = target;
    this.#listener = listener;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      this.#accept(socket),
    );
  }

  /** @param port - 0 is a free one. @returns The port. */
  async listen(port: number): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** What was recorded so far. */
  get captures(): readonly Capture[] {
    return this.#captures.map(({ capture }) => capture);
  }

  /** Stops listening, and drops all connections. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(client: Socket): void {
    const stream = this.#captures.length;
    const name = `${client.remoteAddress ?? ''}:${client.remotePort ?? 0}`;
    const { host, port } = this.#target;
    const segments: Segment[] = [];
    const endings: Ending[] = [];
    const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const capture = { stream, client: name, server: address, segments, endings, notes: [] };
    this.#captures.push({ capture, segments, endings });
    this.#listener.opened(stream, name);
    const server = openTransport(this.#target, () => {});
    const end = (way: Way, how: Ending['how']): void => {
      if (endings.some((ending) => ending.way === way)) return;
      const ending = { way, at: Date.now(), how };
      endings.push(ending);
      this.#listener.ended(stream, ending);
    };
    const record = (way: Way, from: Duplex, to: Duplex): void => {
      this.#sockets.add(from);
      from.on('data', (bytes: Uint8Array) => {
        const segment = { way, at: Date.now(), bytes: Uint8Array.from(bytes) };
        segments.push(segment);
        this.#listener.passed(stream, segment);
      });
      from.on('end', () => end(way, 'FIN'));
      from.on('error', () => {
        end(way, 'RST');
        to.destroy();
      });
      from.on('close', () => {
        this.#sockets.delete(from);
        // After a reset, or a failure to connect, there is nobody to talk to.
        if (!from.readableEnded) to.destroy();
      });
      from.pipe(to);
    };
    record('client', client, server);
    record('server', server, client);
  }
}
