/** `sansocket conformance server --http2` on servers of WebSocket over HTTP/2 (RFC 8441). @module */
import { once } from 'node:events';
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { attach } from '@sansocket/http2';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { type Ended, sansocket } from './helpers/sansocket.ts';

describe('sansocket conformance server --http2', () => {
  let server: Http2Server;
  afterEach(() => void server.close());

  /** @param send - What is sent back. Default: nothing is, and WebSocket is not spoken at all. */
  const test = async (
    send: ((data: string | Uint8Array) => string | Uint8Array) | undefined,
    ...args: readonly string[]
  ): Promise<Ended> => {
    server = createServer((_, response) => void response.end());
    if (send !== undefined) {
      attach(server, { extensions: [permessageDeflate()] }, (event, socket) => {
        if (event.type === 'message') socket.send(send(event.data));
      });
    }
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return sansocket('conformance', 'server', `ws://127.0.0.1:${port}/`, '--http2', ...args);
  };

  it('plays all cases that a stream can carry; a right server passes strictly', async () => {
    const { code, out } = await test((data) => data, '--strict');
    expect([code, out]).toEqual([0, expect.stringMatching(/Nothing fails/)]);
    // Frames, compression and the end of a stream; not a head of HTTP/1.1.
    expect(out).toMatch(/^ {2}FR +10 cases[\s\S]*^ {2}PM +33 cases[\s\S]*^ {2}TC +12 cases/m);
    expect(out).toMatch(/^ {2}HS +1 cases/m);
  });

  it('finds a bug', async () => {
    const { code, out } = await test((data) => String(data), 'U8-010', 'MK-001');
    expect([code, out]).toEqual([1, expect.stringMatching(/✘ U8-010[\s\S]* 1 pass, 1 fail/)]);
  });

  it('ends with 3 where the settings do not allow WebSocket', async () => {
    const { code, error } = await test(undefined, 'MK-001');
    expect([code, error]).toEqual([3, expect.stringContaining('SETTINGS_ENABLE_CONNECT_PROTOCOL')]);
  });

  it('ends with 2 where no case has a stream', async () => {
    const { code, error } = await test(undefined, 'HS-003');
    expect([code, error]).toEqual([2, expect.stringContaining('those of HTTP/1.1 have no stream')]);
  });
});
