/** The opening handshake over a transport. @module */

import { describe, expect, it } from '@jest/globals';
import { echo, type Fixture, SOON } from '../helpers/fixture.ts';
import { maskedFrame, request } from '../helpers/raw-client.ts';

export function describeOpening(current: () => Fixture): void {
  describe('opening handshake', () => {
    it('opens both ends with a subprotocol', async () => {
      const fixture = current();
      const { port } = await fixture.serve({ subprotocols: ['chat'] });
      fixture.connect(`ws://127.0.0.1:${port}/room?name=1`, { subprotocols: ['talk', 'chat'] });
      expect((await fixture.atClient.next('open')).subprotocol).toBe('chat');
      expect((await fixture.atServer.next('open')).subprotocol).toBe('chat');
    });

    it('hands the request to onRequest, which may answer later', async () => {
      const fixture = current();
      const targets: string[] = [];
      const { port } = await fixture.serve({
        onRequest(event, socket) {
          targets.push(event.target);
          setImmediate(() => socket.accept({ headers: [['X-Room', 'blue']] }));
        },
      });
      fixture.connect(`ws://127.0.0.1:${port}/room`);
      expect((await fixture.atClient.next('open')).fields).toContainEqual(['X-Room', 'blue']);
      expect(targets).toEqual(['/room']);
    });

    it('rejects with a status and a body', async () => {
      const fixture = current();
      const { port } = await fixture.serve({
        onRequest: (_, socket) => socket.reject({ status: 404, body: 'No such room' }),
      });
      fixture.connect(`ws://127.0.0.1:${port}/`);
      const { status, body } = await fixture.atClient.next('handshake-rejected');
      expect([status, Buffer.from(body).toString()]).toEqual([404, 'No such room']);
      expect(await fixture.atClient.next('close')).toMatchObject({ code: 1006, endedBy: 'peer' });
    });

    it('takes frames that come in one write with the request', async () => {
      const fixture = current();
      const { port } = await fixture.serve({}, echo);
      const client = fixture.rawClient(port);
      client.socket.write(Buffer.concat([Buffer.from(request), maskedFrame(1, 'Hello')]));
      await client.until('\x81\x05Hello');
      expect(client.received).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
    });

    it('answers a request that never ends with 408', async () => {
      const fixture = current();
      const { port } = await fixture.serve({ timeouts: { openingHandshakeMs: SOON } });
      const client = fixture.rawClient(port);
      client.socket.write('GET / HTTP/1.1\r\n');
      await client.untilEnd();
      client.socket.end();
      expect(client.received).toMatch(/^HTTP\/1\.1 408 /);
      expect(await fixture.atServer.next('close')).toMatchObject({ endedBy: 'timeout' });
    });

    it('tells by the close event that nobody listens', async () => {
      const fixture = current();
      const server = await fixture.serve();
      await server.close();
      fixture.connect(`ws://127.0.0.1:${server.port}/`);
      const close = { endedBy: 'transport', cause: { code: 'ECONNREFUSED' } };
      expect(await fixture.atClient.next('close')).toMatchObject(close);
    });
  });
}
