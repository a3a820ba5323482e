/**
 * Web streams over TCP as the contract of a transport wants them: made of the sockets of `node:net`, which Node,
 * Deno and Bun have.
 *
 * @module
 */

import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { bareNet, type TransportRuntime } from '@sansocket/testkit/transport-contract';
import { type OnEvent, openSocket, type StreamPair } from '@sansocket/web-streams';
import { ClientConnection, type ClientOptions, ServerConnection } from 'sansocket';
import { ServerSockets, type ServerSocketsOptions, type SocketOptions } from 'sansocket/driving';

/** A pair, with the socket under it. */
interface TcpPair extends StreamPair {
  readonly socket: Socket;
}

export const webStreamsRuntime = {
  ...bareNet(net),
  async serve(options: ServerSocketsOptions, onEvent: OnEvent<TcpPair>) {
    const sockets = new ServerSockets<TcpPair>(options, onEvent, openSocket);
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      sockets.add(new ServerConnection(sockets.options, performance.now()), pairOf(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      ...sockets.serving(() => new Promise((resolve) => server.close(resolve))),
    };
  },
  connect(
    url: string,
    { onError, signal, ...options }: ClientOptions & SocketOptions,
    onEvent: OnEvent<TcpPair>,
  ) {
    if (signal?.aborted === true) throw signal.reason;
    const { hostname, port } = new URL(url);
    // The address of a URL with IPv6 stands in brackets.
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = net.connect({ host, port: Number(port), allowHalfOpen: true, noDelay: true });
    const connection = new ClientConnection(url, options, performance.now());
    return openSocket(connection, pairOf(socket), onEvent, { onError, signal });
  },
  closed: async ({ socket }: TcpPair) => socket.closed || once(socket, 'close'),
  drop: ({ socket }: TcpPair) => void socket.destroy(),
  turn: () => new Promise((resolve) => setTimeout(resolve, 0)),
} satisfies TransportRuntime;

/** The web streams of a socket: a chunk a pull, a write at a time. */
function pairOf(socket: Socket): TcpPair {
  const chunks = socket.iterator({ destroyOnReturn: false });
  const readable = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = (await chunks.next()) as IteratorResult<Uint8Array, undefined>;
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
  const writable = new WritableStream<Uint8Array>({
    write: (chunk) => {
      return new Promise((resolve, reject) => {
        socket.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
    },
    close: () => new Promise((resolve) => socket.end(resolve)),
  });
  return { readable, writable, socket, close: () => void socket.destroy() };
}
