import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { attach } from '@sansocket/node';

/** What an application of Next gives to a server of your own: `next({ … })`. */
export interface Application {
  prepare(): Promise<void>;
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  getUpgradeHandler(): (request: IncomingMessage, stream: Duplex, head: Buffer) => Promise<void>;
}

/** Routes of an application that takes upgrades too, and an echo at /echo. */
export async function customServer(app: Application): Promise<Server> {
  // #region doc
  await app.prepare();
  const handle = app.getRequestHandler();
  const handleUpgrade = app.getUpgradeHandler();

  const server = createServer((request, response) => void handle(request, response));
  attach(server, { path: '/echo' }, (event, socket) => {
    if (event.type === 'message') socket.send(event.data);
  });
  server.on('upgrade', (request, stream, head) => {
    if (request.url !== '/echo') void handleUpgrade(request, stream, head);
  });
  // #endregion doc
  return server;
}
