/**
 * The WebSocket server that is part of Deno.
 *
 * @module
 */

import type { EchoServer } from './server.ts';

interface Connection {
  binaryType: string;
  onopen: () => void;
  onclose: () => void;
  onmessage: (event: { data: string | ArrayBuffer }) => void;
  send(data: string | ArrayBuffer): void;
}

declare const Deno: {
  serve(
    options: { hostname: string; port: number; onListen: () => void },
    handler: (request: unknown) => unknown,
  ): { readonly addr: { readonly port: number } };
  upgradeWebSocket(
    request: unknown,
    options: { idleTimeout: number },
  ): { readonly socket: Connection; readonly response: unknown };
};

/** Starts it. */
export function start(): EchoServer {
  const connections = new Set<Connection>();
  const options = { hostname: '127.0.0.1', port: 0, onListen: () => undefined };
  const server = Deno.serve(options, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => connections.add(socket);
    socket.onclose = () => connections.delete(socket);
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  });
  return {
    port: server.addr.port,
    broadcast(text, times) {
      for (let i = 0; i < times; i++) for (const one of connections) one.send(text);
    },
  };
}
