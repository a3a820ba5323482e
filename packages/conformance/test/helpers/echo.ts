/** A server of the handshake of RFC 6455 §1.3 that answers with one text. @module */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fromServer, response } from './inspect.ts';

/** Runs the server, and stops it after `use`. @param use - Gets its port, and what it has received. */
export async function withEcho(
  use: (port: number, received: () => string) => Promise<void>,
): Promise<void> {
  let received = '';
  const server = createServer((socket) => {
    let hasOpened = false;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (!hasOpened && received.includes('\r\n\r\n')) {
        hasOpened = true;
        socket.write(response());
      } else if (hasOpened) socket.end(fromServer(1, 'Hello'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use((server.address() as AddressInfo).port, () => received);
  } finally {
    server.close();
  }
}
