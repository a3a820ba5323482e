/**
 * `websocket` (WebSocket-Node).
 *
 * @module
 */

import { createServer } from 'node:http';
import { loadPackage } from '../peers/index.ts';
import { listen } from './listen.ts';
import { type EchoServer, maxMessageBytes } from './server.ts';

interface Connection {
  on(
    event: 'message',
    listener: (message: { utf8Data?: string; binaryData?: Buffer }) => void,
  ): void;
  sendUTF(data: string): void;
  sendBytes(data: Buffer): void;
}

interface WebSocketServer {
  readonly connections: readonly Connection[];
  on(event: 'connect', listener: (connection: Connection) => void): void;
}

interface Library {
  readonly server: new (options: object) => WebSocketServer;
}

/** Starts it. */
export async function start(): Promise<EchoServer> {
  const library = loadPackage('websocket') as Library;
  const httpServer = createServer();
  const server = new library.server({
    httpServer,
    autoAcceptConnections: true,
    keepalive: false,
    fragmentOutgoingMessages: false,
    maxReceivedFrameSize: maxMessageBytes,
    maxReceivedMessageSize: maxMessageBytes,
  });
  server.on('connect', (connection) => {
    connection.on('message', ({ utf8Data, binaryData }) => {
      if (utf8Data !== undefined) connection.sendUTF(utf8Data);
      else if (binaryData !== undefined) connection.sendBytes(binaryData);
    });
  });
  return {
    port: await listen(httpServer),
    broadcast(text, times) {
      for (let i = 0; i < times; i++) for (const one of server.connections) one.sendUTF(text);
    },
  };
}
