import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** A chat over `ws`. @returns Stops it. */
export function chat(http: Server): () => Promise<void> {
  const allowed = new Set([undefined, 'https://chat.example']);
  const names = new WeakMap<WebSocket, string>();
  const silent = new WeakSet<WebSocket>();
  const server = new WebSocketServer({
    server: http,
    path: '/chat',
    perMessageDeflate: true,
    maxPayload: 65_536,
    handleProtocols: (offered) => offered.has('chat.v1') && 'chat.v1',
    verifyClient: ({ origin }, done) => done(allowed.has(origin), 403),
  });

  function broadcast(text: string, except?: WebSocket): void {
    for (const socket of server.clients) {
      if (socket !== except && socket.readyState === socket.OPEN) socket.send(text);
    }
  }

  server.on('connection', (socket, request) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    names.set(socket, searchParams.get('name') ?? 'Nobody');
    socket.on('error', (error) => console.error(error));
    socket.on('pong', () => silent.delete(socket));
    broadcast(`${names.get(socket)} has come`, socket);
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) socket.close(1003);
      else broadcast(`${names.get(socket)}: ${String(data)}`, socket);
    });
    socket.on('close', () => broadcast(`${names.get(socket)} has left`));
  });

  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate();
      silent.add(socket);
      socket.ping();
    }
  }, 30_000);

  return () => {
    clearInterval(heartbeat);
    for (const socket of server.clients) socket.close(1001);
    return new Promise((resolve) => server.close(() => resolve()));
  };
}
