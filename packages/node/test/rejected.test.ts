import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '@sansocket/node';

/** Nothing but the body itself may end the wait for it. */
const timeouts = { openingHandshakeMs: Infinity };

describe('connect() to a server that refuses and keeps the connection', () => {
  let server: Server;
  afterEach(() => {
    server.close();
  });

  /** What a client makes of the response of a server that never ends its half by itself. */
  async function bodyOf(response: string): Promise<string> {
    server = createServer((stream) => {
      stream.on('error', () => undefined);
      stream.once('data', () => stream.write(response));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve) => {
      connect(`ws://127.0.0.1:${port}/`, { timeouts }, (event) => {
        if (event.type === 'handshake-rejected') resolve(Buffer.from(event.body).toString());
      });
    });
  }

  it('gives a chunked body with its last chunk (RFC 9112 §7.1)', async () => {
    const head = 'HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n';
    const body = await bodyOf(`${head}8\r\nwho are \r\n5\r\nyou?\n\r\n0\r\n\r\n`);
    expect(body).toBe('who are you?\n');
  });

  it('gives a body without a length all the same', async () => {
    expect(await bodyOf('HTTP/1.1 200 OK\r\n\r\nweb page')).toBe('web page');
  });
});
