/** Who gets a request of an HTTP server when several listen, and what comes of those that throw. @module */
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AttachOptions, attach } from '@sansocket/node';
import { sampleRequest } from '@sansocket/testkit/transport-contract';
import { StateError } from 'sansocket';
import { HttpFixture, isBun, isChat, otherRequest, SOON } from './helpers/http-fixture.ts';

function fail(): never {
  throw new Error('In the application');
}

describe('attach()', () => {
  let fixture: HttpFixture;
  beforeEach(() => {
    fixture = new HttpFixture();
  });
  afterEach(() => fixture.tearDown());

  // Elsewhere, jest would take the error for one of the test.
  const itInNode = 'Deno' in globalThis || isBun ? it.skip : it;
  itInNode('answers 500 when isOurs throws, and throws it where nobody catches it', async () => {
    const port = await fixture.listen();
    fixture.attach({ isOurs: fail });
    const errors: unknown[] = [];
    process.setUncaughtExceptionCaptureCallback((error) => errors.push(error));
    try {
      const client = fixture.bareClient(port);
      client.write(sampleRequest);
      await client.until('HTTP/1.1 500 ');
      await client.untilEnd();
    } finally {
      process.setUncaughtExceptionCaptureCallback(null);
    }
    expect(errors).toEqual([new Error('In the application')]);
  });

  it('answers 500 when allowedOrigins throws, and tells it to onError', async () => {
    const port = await fixture.listen();
    const errors: unknown[] = [];
    fixture.attach({ allowedOrigins: fail, onError: (error) => errors.push(error) });
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await client.until('HTTP/1.1 500 ');
    await client.untilEnd();
    client.end();
    expect(await fixture.atServer.next('close')).toMatchObject({ endedBy: 'local' });
    expect(errors).toEqual([new Error('In the application')]);
  });

  describe('beside other listeners of upgrade', () => {
    it('drops what they do not answer at the opening timeout, and keeps what they do', async () => {
      const port = await fixture.listen();
      fixture.server.on('upgrade', ({ url }, stream: Duplex) => {
        if (url === '/other') stream.write('HTTP/1.1 101 Other\r\n\r\n');
      });
      fixture.attach({ isOurs: isChat, timeouts: { openingHandshakeMs: SOON } });
      fixture.server.on('upgrade', ({ url }, stream: Duplex) => {
        if (url !== '/other') return;
        stream.on('data', (chunk: Buffer) => stream.write(chunk));
      });
      const answered = fixture.bareClient(port);
      answered.write(otherRequest);
      await answered.until('101 Other');
      const unanswered = fixture.bareClient(port);
      unanswered.write(otherRequest.replace('/other', '/nobody'));
      await unanswered.untilEnd();
      answered.write('still here');
      await answered.until('still here');
    });

    it.each([
      ['reads', (stream: Duplex) => stream.on('data', () => undefined)],
      ['reads by itself', (stream: Duplex) => stream.on('readable', () => undefined)],
      ['has written to', (stream: Duplex) => stream.write('a')],
    ])('keeps at the opening timeout what one of them %s', async (_, take) => {
      const port = await fixture.listen();
      fixture.attach({ isOurs: isChat, timeouts: { openingHandshakeMs: SOON } });
      const streams: Duplex[] = [];
      fixture.server.on('upgrade', ({ url }, stream: Duplex) => {
        if (url !== '/other') return;
        streams.push(stream);
        take(stream);
      });
      const kept = fixture.bareClient(port);
      kept.write(otherRequest);
      while (streams.length === 0) await setImmediate();
      // Its timeout is later.
      const dropped = fixture.bareClient(port);
      dropped.write(otherRequest.replace('/other', '/nobody'));
      await dropped.untilEnd();
      streams[0]!.write('still here');
      await kept.until('still here');
    });

    it('survives a reset of what they do not answer', async () => {
      const port = await fixture.listen();
      fixture.attach({ isOurs: isChat });
      const sockets: Duplex[] = [];
      fixture.server.on('upgrade', (_, stream: Duplex) => sockets.push(stream.resume()));
      const client = fixture.bareClient(port);
      client.write(otherRequest);
      while (sockets.length === 0) await setImmediate();
      client.reset();
      while (!sockets[0]!.closed) await setImmediate();
      expect(sockets[0]!.closed).toBe(true);
    });
  });

  describe('twice to one server', () => {
    it.each([
      ['both take all', undefined, undefined],
      ['the first takes all', undefined, isChat],
      ['both ask the same', isChat, isChat],
    ] as const)('throws when %s', async (_, first, second) => {
      const port = await fixture.listen();
      fixture.attach({ isOurs: first });
      expect(() => fixture.attach({ isOurs: second })).toThrow(
        new StateError('Cannot attach: an earlier attach to this server takes the same requests'),
      );
      await fixture.expectEcho(fixture.bareClient(port));
    });

    it('lets the first decide on what both take', async () => {
      const port = await fixture.listen();
      const taken: string[] = [];
      const take = (name: string, isOurs?: AttachOptions['isOurs']): void => {
        const attachment = attach(fixture.server, { isOurs }, (event) => {
          if (event.type === 'open') taken.push(name);
        });
        fixture.ends.push(() => attachment.close());
      };
      take('a', ({ url }) => url === '/chat');
      take('b', ({ url }) => url === '/chat' || url === '/other');
      take('c');
      for (const url of ['/chat', '/other', '/rest']) {
        const client = fixture.bareClient(port);
        client.write(sampleRequest.replace('/chat', url));
        await client.until('HTTP/1.1 101 ');
        expect(client.received.match(/HTTP/g)).toHaveLength(1);
      }
      expect(taken).toEqual(['a', 'b', 'c']);
    });

    it('leaves the other one as it is when one closes', async () => {
      const port = await fixture.listen();
      const first = fixture.attach({ isOurs: ({ url }) => url === '/other' });
      fixture.attach({ isOurs: isChat });
      await first.close();
      await fixture.expectEcho(fixture.bareClient(port));
    });

    it('asks the function that was there for other upgrades, and puts it back', async () => {
      await fixture.listen();
      const server = fixture.server as { shouldUpgradeCallback?: (request: object) => unknown };
      const ask = () => 'asked';
      server.shouldUpgradeCallback = ask;
      const attachment = fixture.attach({ isOurs: isChat });
      const ours = server.shouldUpgradeCallback;
      // As Node asks; a second listener takes the others.
      fixture.server.on('upgrade', () => undefined);
      const request = (url: string) => ({ url, headers: { upgrade: 'websocket' } });
      expect([ours(request('/chat')), ours(request('/other'))]).toEqual([true, 'asked']);
      await attachment.close();
      expect(server.shouldUpgradeCallback).toBe(ask);
      expect(ours(request('/chat'))).toBe('asked');
    });

    it('leaves a function in place that was put before ours since', async () => {
      await fixture.listen();
      const server = fixture.server as { shouldUpgradeCallback?: () => unknown };
      server.shouldUpgradeCallback = () => true;
      const attachment = fixture.attach();
      const since = () => true;
      server.shouldUpgradeCallback = since;
      await attachment.close();
      expect(server.shouldUpgradeCallback).toBe(since);
    });

    it('can be done when the first has closed, and leaves nothing behind', async () => {
      const port = await fixture.listen();
      const { shouldUpgradeCallback } = fixture.server as { shouldUpgradeCallback?: unknown };
      await fixture.attach().close();
      const attachment = fixture.attach({ timeouts: { closingHandshakeMs: SOON, lingerMs: SOON } });
      await fixture.expectEcho(fixture.bareClient(port));
      const closed = attachment.close();
      await Promise.all([closed, attachment.close()]);
      expect(fixture.server.listenerCount('upgrade')).toBe(0);
      expect((fixture.server as { shouldUpgradeCallback?: unknown }).shouldUpgradeCallback).toBe(
        shouldUpgradeCallback,
      );
      const client = fixture.bareClient(port);
      client.write(sampleRequest);
      await client.until('<GET /chat websocket >');
    });
  });
});
