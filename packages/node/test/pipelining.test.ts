/** Upgrade requests behind others on the same connection (RFC 9112 §9.3.2). @module */
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { maskedFrame, sampleRequest } from '@sansocket/testkit/transport-contract';
import { getSlow, HttpFixture, isBun, isChat, SOON } from './helpers/http-fixture.ts';

describe('attach()', () => {
  let fixture: HttpFixture;
  beforeEach(() => {
    fixture = new HttpFixture();
  });
  afterEach(() => fixture.tearDown());

  describe.each([
    ['all', undefined],
    ['some', isChat],
  ] as const)('with %s requests for WebSocket', (_, isOurs) => {
    it('answers an earlier request first (RFC 9112 §9.3.2)', async () => {
      const port = await fixture.listen();
      fixture.attach({ isOurs });
      const client = fixture.bareClient(port);
      client.write(getSlow + getSlow + sampleRequest + (isBun ? '' : maskedFrame(1, 'Hello')));
      for (let answered = 0; answered < 2; answered++) {
        await fixture.asked();
        await fixture.turns(3);
        expect(fixture.atServer.has('open')).toBe(false);
        await fixture.answerSlow();
      }
      if (isBun) await client.until('<GET /chat websocket >');
      else await client.until('\x81\x05Hello');
      expect(client.received.match(/HTTP\/1\.1 \d+/g)).toEqual([
        ...['200', '200', isBun ? '200' : '101'].map((status) => `HTTP/1.1 ${status}`),
      ]);
    });
  });

  const itWaits = isBun ? it.skip : it;
  describe('behind a request that is not answered', () => {
    itWaits('gives up at the opening timeout, and leaves alone who was answered', async () => {
      const port = await fixture.listen();
      fixture.attach({ timeouts: { openingHandshakeMs: SOON } });
      const open = fixture.bareClient(port);
      await fixture.expectEcho(open);
      // Its timeout is later.
      const client = fixture.bareClient(port);
      client.write(getSlow + sampleRequest);
      await client.untilEnd();
      expect(client.received).toBe('');
      open.write(maskedFrame(1, 'still here'));
      await open.until('\x81\x0astill here');
    });

    itWaits('is not answered when the response before is the last', async () => {
      const port = await fixture.listen();
      fixture.attach();
      const client = fixture.bareClient(port);
      client.write(getSlow.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
      await fixture.asked();
      client.write(sampleRequest);
      await fixture.turns(5);
      await fixture.answerSlow();
      await client.untilEnd();
      expect(client.received).not.toContain('101');
      expect(fixture.atServer.has('handshake-request')).toBe(false);
      expect(fixture.atServer.has('open')).toBe(false);
    });

    itWaits('lets a response that the client takes slowly through', async () => {
      const size = 8_388_608;
      const port = await fixture.listen(
        createServer((_, response) => {
          response.writeHead(200, { 'Content-Length': size });
          let left = size / 65_536;
          const write = (): void => {
            while (left-- > 0) if (!response.write('.'.repeat(65_536))) return;
            response.end();
          };
          response.on('drain', write);
          write();
        }),
      );
      fixture.attach();
      const client = fixture.bareClient(port);
      client.pause();
      client.write(getSlow + sampleRequest + maskedFrame(1, 'Hello'));
      await fixture.turns(10);
      client.resume();
      await fixture.atServer.next('open');
      expect((await fixture.atServer.next('message')).data).toBe('Hello');
      // No listener of the time before is left.
      const { stream } = fixture.atServer.socket as unknown as { readonly stream: Socket };
      expect(stream.listeners('drain').map(({ name }) => name)).not.toContain('relayDrain');
    });

    itWaits('is refused when attach was closed meanwhile, which waits for it', async () => {
      const port = await fixture.listen();
      const attachment = fixture.attach();
      const client = fixture.bareClient(port);
      client.write(getSlow + sampleRequest);
      await fixture.asked();
      await fixture.turns(5);
      let isClosed = false;
      const closed = attachment.close().then(() => {
        isClosed = true;
      });
      await fixture.turns(5);
      expect(isClosed).toBe(false);
      await fixture.answerSlow();
      await client.until('HTTP/1.1 503 ');
      expect(client.received).toMatch(/^HTTP\/1\.1 200 /);
      await closed;
    });
  });
});
