/**
 * `ws`, with `bufferutil` unless the environment says WS_NO_BUFFER_UTIL.
 *
 * @module
 */

import { createServer } from 'node:http';
import { loadPackage } from '../peers/index.ts';
import { listen } from './listen.ts';
import { type EchoServer, type Manner, maxMessageBytes } from './server.ts';

interface Connection {
  on(event: 'message', listener: (data: Buffer, binary: boolean) => void): void;
  on(event: 'error' | 'close', listener: () => void): void;
  send(data: Buffer | string, options?: { binary: boolean }): void;
}

interface WebSocketServer {
  readonly clients: ReadonlySet<Connection>;
  on(event: 'connection', listener: (connection: Connection) => void): void;
}

interface Library {
  readonly Server: new (options: object) => WebSocketServer;
}

/** Starts the server on a free port. */
export async function start({ compresses, answers, watcher }: Manner): Promise<EchoServer> {
  const library = loadPackage('ws') as Library;
  const server = createServer();
  const deflates = { perMessageDeflate: true, maxPayload: maxMessageBytes };
  const sockets = new library.Server({ server, ...(compresses && deflates) });
  sockets.on('connection', (connection) => {
    watcher?.opened();
    connection.on('error', () => undefined);
    connection.on('close', () => watcher?.closed());
    connection.on('message', (data, binary) => {
      if (answers?.(data.length) !== false) connection.send(data, { binary });
    });
  });
  return {
    port: await listen(server),
    broadcast(text, times) {
      for (let i = 0; i < times; i++) for (const client of sockets.clients) client.send(text);
    },
  };
}
