/**
 * Streams of HTTP/2 as the contract of a transport wants them: each carries a whole connection, its opening handshake of
 * HTTP/1.1 included, so that the cases of all adapters ask what a stream does with bytes, ends and resets.
 *
 * @module
 */

import { once } from 'node:events';
import {
  connect as connectHttp2,
  constants,
  createServer,
  type Http2Stream,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { openSocket } from '@sansocket/node';
import type { BareSocket, OpenBare, TransportRuntime } from '@sansocket/testkit/transport-contract';
import { ClientConnection, ServerConnection } from 'sansocket';
import { ServerSockets } from 'sansocket/driving';

/** @param take - Gets each stream that a client opens. */
async function listen(take: (stream: ServerHttp2Stream) => void) {
  const server = createServer();
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200 });
    take(stream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, close: () => void server.close() };
}

/** Opens a stream on a session of its own. */
function openStream(port: number): Http2Stream {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  const stream = session.request({ ':method': 'POST' }, { endStream: false });
  session.on('error', (error: Error) => stream.destroy(error));
  return stream.on('close', () => session.close());
}

function openerOf(stream: Http2Stream): OpenBare {
  return (hear): BareSocket => {
    stream.on('data', hear.chunk);
    for (const end of ['end', 'error', 'close'] as const) stream.on(end, hear.end);
    return {
      write: (bytes) => void stream.write(bytes),
      end: () => void stream.end(),
      reset: () => reset(stream),
      drop: () => reset(stream),
      pause: () => void stream.pause(),
      resume: () => void stream.resume(),
    };
  };
}

function reset(stream: Http2Stream): void {
  stream.close(constants.NGHTTP2_CANCEL);
}

export const streamRuntime: TransportRuntime = {
  peerAddress: '127.0.0.1',
  async serve(options, onEvent) {
    const sockets = new ServerSockets<Http2Stream>(
      { ...options, inPlace: true },
      onEvent,
      openSocket,
    );
    const server = await listen((stream) => {
      sockets.add(new ServerConnection(sockets.options, performance.now()), stream);
    });
    return {
      port: server.port,
      ...sockets.serving(() => server.close()),
    };
  },
  connect(url, { onError, signal, ...options }, onEvent) {
    if (signal?.aborted === true) throw signal.reason;
    const connection = new ClientConnection(url, { ...options, inPlace: true }, performance.now());
    const stream = openStream(Number(new URL(url).port));
    return openSocket(connection, stream, onEvent, { onError, signal });
  },
  connectBare: (port, hear) => openerOf(openStream(port))(hear),
  listenBare: (take) => listen((stream) => take(openerOf(stream))),
  closed: async (stream) => (stream as Http2Stream).closed || once(stream as Http2Stream, 'close'),
  drop: (stream) => reset(stream as Http2Stream),
  turn: () => setImmediate(),
};
