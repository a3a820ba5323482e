import type { Server } from 'node:http';
import { attach } from '@sansocket/node';
import { permessageDeflate } from '@sansocket/permessage-deflate';

/** A chat over Sansocket. @returns Stops it. */
export function chat(http: Server): () => Promise<void> {
  const allowed = new Set([undefined, 'https://chat.example']);
  const server = attach<string | undefined>(
    http,
    {
      path: '/chat',
      extensions: [permessageDeflate()],
      limits: { maxMessageBytes: 65_536 },
      subprotocols: ['chat.v1'],
      allowedOrigins: (origin) => allowed.has(origin),
      onRequest({ target }, socket) {
        const { searchParams } = new URL(target, 'http://localhost');
        socket.data = searchParams.get('name') ?? 'Nobody';
        socket.accept();
      },
    },
    (event, socket) => {
      const name = socket.data;
      if (event.type === 'open') server.broadcast(`${name} has come`, socket);
      else if (event.type === 'message') {
        if (typeof event.data !== 'string') void socket.close(1003);
        else server.broadcast(`${name}: ${event.data}`, socket);
      } else if (event.type === 'close' && name !== undefined) server.broadcast(`${name} has left`);
    },
  );
  return () => server.close();
}
