/** How a connection ends: the closing handshake, ends and resets of the transport, timeouts. @module */

import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { echo, type Fixture, SOON } from '../helpers/fixture.ts';
import { maskedFrame, request } from '../helpers/raw-client.ts';

export function describeEnds(current: () => Fixture): void {
  describe('closing handshake', () => {
    it('is clean when the client starts it', async () => {
      const fixture = current();
      const client = await fixture.openPair();
      client.close(3001, 'done');
      expect(await fixture.atServer.next('close')).toEqual({
        type: 'close',
        code: 3001,
        reason: 'done',
        wasClean: true,
        endedBy: 'peer',
      });
      expect(await fixture.atClient.next('close')).toMatchObject({ code: 3001, wasClean: true });
      await closed(client.stream);
    });

    it('is clean when the server starts it', async () => {
      const fixture = current();
      const client = await fixture.openPair();
      await fixture.atServer.next('open');
      const { socket } = fixture.atServer;
      socket.close(4000, 'enough');
      const close = { code: 4000, wasClean: true };
      expect(await fixture.atClient.next('close')).toMatchObject({ ...close, reason: 'enough' });
      expect(await fixture.atServer.next('close')).toMatchObject({ ...close, endedBy: 'local' });
      await Promise.all([closed(client.stream), closed(socket.stream)]);
    });

    it('is started with 1001 for everybody when the server closes', async () => {
      const fixture = current();
      const server = await fixture.serve();
      for (let i = 0; i < 2; i++) {
        fixture.connect(`ws://127.0.0.1:${server.port}/`);
        await fixture.atClient.next('open');
      }
      await server.close();
      for (let i = 0; i < 2; i++) {
        const { code, wasClean } = await fixture.atClient.next('close');
        expect([code, wasClean]).toEqual([1001, true]);
      }
    });

    it('drops a client that does not close TCP', async () => {
      const fixture = current();
      const { port } = await fixture.serve({ timeouts: { lingerMs: SOON } });
      const client = fixture.rawClient(port);
      client.socket.write(Buffer.concat([Buffer.from(request), maskedFrame(8, '\x03\xe8')]));
      await client.until('\x88\x02\x03\xe8');
      await client.untilEnd();
      expect(await fixture.atServer.next('close')).toMatchObject({ code: 1000, wasClean: true });
      await closed(fixture.atServer.socket.stream);
    });

    it('gives up on a peer that does not answer', async () => {
      const fixture = current();
      const { port } = await fixture.serve({ timeouts: { closingHandshakeMs: SOON } });
      const client = fixture.rawClient(port);
      client.socket.write(request);
      await fixture.atServer.next('open');
      fixture.atServer.socket.close(1000);
      const { code, endedBy, wasClean } = await fixture.atServer.next('close');
      expect([code, endedBy, wasClean]).toEqual([1006, 'local', false]);
      await closed(fixture.atServer.socket.stream);
    });
  });

  describe('transport', () => {
    it('sends what is due after the peer has closed its half', async () => {
      const fixture = current();
      const { port } = await fixture.serve({}, echo);
      const client = fixture.rawClient(port);
      client.socket.end(Buffer.concat([Buffer.from(request), maskedFrame(1, 'last words')]));
      await client.untilEnd();
      expect(client.received.endsWith('\x81\x0alast words')).toBe(true);
      const { code, wasClean, endedBy } = await fixture.atServer.next('close');
      expect([code, wasClean, endedBy]).toEqual([1006, false, 'transport']);
      await closed(fixture.atServer.socket.stream);
    });

    it('drops a peer that has closed its half and takes nothing more', async () => {
      const fixture = current();
      const { port } = await fixture.serve({ timeouts: { lingerMs: SOON } });
      const client = fixture.rawClient(port);
      client.socket.write(request);
      await fixture.atServer.next('open');
      client.socket.pause();
      const { socket } = fixture.atServer;
      for (let i = 0; i < 32; i++) socket.send(new Uint8Array(1_048_576));
      client.socket.end();
      expect(await fixture.atServer.next('close')).toMatchObject({ endedBy: 'transport' });
      await closed(socket.stream);
    });

    it('reports a reset', async () => {
      const fixture = current();
      const { port } = await fixture.serve();
      const client = fixture.rawClient(port);
      client.socket.write(request);
      await fixture.atServer.next('open');
      client.socket.resetAndDestroy();
      const close = { code: 1006, endedBy: 'transport', cause: { code: 'ECONNRESET' } };
      expect(await fixture.atServer.next('close')).toMatchObject(close);
    });

    it('answers a violation with a Close frame and ends', async () => {
      const fixture = current();
      const { port } = await fixture.serve();
      const client = fixture.rawClient(port);
      client.socket.write(`${request}\x81\x05Hello`, 'latin1');
      await client.untilEnd();
      client.socket.end();
      expect(client.received.endsWith('\x88\x02\x03\xea')).toBe(true);
      expect(await fixture.atServer.next('violation')).toMatchObject({ closeCode: 1002 });
      expect(await fixture.atServer.next('close')).toMatchObject({ endedBy: 'violation' });
    });
  });
}

async function closed(stream: Duplex): Promise<void> {
  if (!stream.closed) await once(stream, 'close');
}
