import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { attach, connect } from '@sansocket/node';

describe('attach() to a server that reads heads of up to 4 KiB', () => {
  let server: Server;
  let url: string;
  beforeEach(async () => {
    server = createServer({ maxHeaderSize: 4096 });
    const limits = { maxHandshakeBytes: 500, maxFrameBytes: 125, maxMessageBytes: 125 };
    attach(server, { limits }, () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('takes a head that Node has taken, whatever maxHandshakeBytes says', async () => {
    const types = await new Promise<string[]>((resolve) => {
      const seen: string[] = [];
      connect(url, { headers: [['X-Long', 'x'.repeat(2000)]] }, (event, socket) => {
        seen.push(event.type);
        if (event.type === 'open') socket.close();
        if (event.type === 'close') resolve(seen);
      });
    });
    expect(types[0]).toBe('open');
  });

  it('has no say in a head that Node refuses', async () => {
    const status = await new Promise((resolve) => {
      connect(url, { headers: [['X-Long', 'x'.repeat(5000)]] }, (event) => {
        if (event.type === 'handshake-rejected') resolve(event.status);
      });
    });
    expect(status).toBe(431);
  });

  it('judges frames by its own limits', async () => {
    const code = await new Promise((resolve) => {
      connect(url, {}, (event, socket) => {
        if (event.type === 'open') socket.send('x'.repeat(126));
        if (event.type === 'close') resolve(event.code);
      });
    });
    expect(code).toBe(1009);
  });
});
