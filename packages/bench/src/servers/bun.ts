/**
 * The WebSocket server that is part of Bun.
 *
 * @module
 */

import { type EchoServer, maxMessageBytes } from './server.ts';

interface Connection {
  send(data: string | Uint8Array): void;
  subscribe(topic: string): void;
}

interface Server {
  readonly port: number;
  upgrade(request: unknown): boolean;
  publish(topic: string, data: string): void;
}

declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    fetch: (request: unknown, server: Server) => undefined;
    websocket: object;
  }): Server;
};

/** Starts it. */
export function start(): EchoServer {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request, running) {
      running.upgrade(request);
      return undefined;
    },
    websocket: {
      maxPayloadLength: maxMessageBytes,
      open: (connection: Connection) => connection.subscribe('all'),
      message: (connection: Connection, data: string | Uint8Array) => connection.send(data),
    },
  });
  return {
    port: server.port,
    broadcast(text, times) {
      for (let i = 0; i < times; i++) server.publish('all', text);
    },
  };
}
