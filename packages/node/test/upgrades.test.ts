/** What becomes of Upgrade requests beside the routes of an HTTP server. @module */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localhost } from '@sansocket/engines';
import { maskedFrame, sampleRequest } from '@sansocket/testkit/transport-contract';
import { getSlow, HttpFixture, h2cRequest, isChat, otherRequest } from './helpers/http-fixture.ts';

const { key, cert, ca } = localhost;

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
    it('leaves other upgrades to the routes, bodies and later requests too (RFC 9110 §7.8)', async () => {
      const port = await fixture.listen();
      fixture.attach({ isOurs });
      const client = fixture.bareClient(port);
      client.write(h2cRequest());
      await client.until('<GET /page h2c >');
      client.write(h2cRequest('POST /chat', 'one'));
      await client.until('<POST /chat h2c one>');
      const inParts = h2cRequest('POST /form', 'two');
      client.write(inParts.slice(0, -1));
      await fixture.turns(5);
      client.write(inParts.slice(-1));
      await client.until('<POST /form h2c two>');
      client.write(
        h2cRequest('GET /last')
          .replace('Upgrade, HTTP2-S', 'HTTP2-S')
          .replace('ings\r', 'ings , upgrade\r'),
      );
      await client.until('<GET /last h2c >');
      await fixture.expectEcho(client);
      expect(client.received.match(/HTTP\/1\.1 \d+/g)).toEqual([
        ...['200', '200', '200', '200', '101'].map((status) => `HTTP/1.1 ${status}`),
      ]);
    });

    it('answers requests that come together in their order', async () => {
      const port = await fixture.listen();
      fixture.attach({ isOurs });
      const client = fixture.bareClient(port);
      for (const last of ['/page', '/last']) {
        client.write(getSlow + h2cRequest(`POST ${last}`, 'one'));
        await fixture.answerSlow();
        await client.until(last);
      }
      expect(client.received.match(/<\w+ \/\w+/g)).toEqual([
        ...['<GET /slow', '<POST /page', '<GET /slow', '<POST /last'],
      ]);
    });

    it.each(['h2c, WebSocket', 'h2c,\twebsocket', 'WEBSOCKET ,h2c', ',websocket,'])(
      'takes what names WebSocket among others, in any case: %j',
      async (value) => {
        const port = await fixture.listen();
        fixture.attach({ isOurs });
        const client = fixture.bareClient(port);
        client.write(sampleRequest.replace('Upgrade: websocket', `Upgrade: ${value}`));
        await client.until('HTTP/1.1 101 ');
      },
    );

    it.each(['websocket2', 'h2c, websockets', 'awebsocket', 'websocket/2', 'web socket'])(
      'leaves to the routes what has another name: %j',
      async (value) => {
        const port = await fixture.listen();
        fixture.attach({ isOurs });
        const client = fixture.bareClient(port);
        client.write(sampleRequest.replace('Upgrade: websocket', `Upgrade: ${value}`));
        await client.until(`<GET /chat ${value} >`);
      },
    );

    it('leaves requests of HTTP/1.0 to the routes, and hands on all their fields (RFC 9110 §7.8)', async () => {
      const port = await fixture.listen();
      fixture.attach({ isOurs });
      const notes: unknown[] = [];
      fixture.server.on('request', ({ headers }) => notes.push(headers['connection-note']));
      const client = fixture.bareClient(port);
      const fields = '\r\nConnection-Note: Upgrade, x\r\n\r\n';
      client.write(sampleRequest.replace('HTTP/1.1', 'HTTP/1.0').replace('\r\n\r\n', fields));
      await client.until('<GET /chat websocket >');
      expect(notes).toEqual(['Upgrade, x']);
    });

    it('refuses a body and an expectation', async () => {
      const port = await fixture.listen();
      fixture.attach({ isOurs });
      for (const [field, status] of [
        ['Content-Length: 3', 400],
        ['Expect: 100-continue', 417],
      ] as const) {
        const client = fixture.bareClient(port);
        client.write(`${sampleRequest.replace('\r\n\r\n', `\r\n${field}\r\n\r\n`)}abc`);
        await client.until(`HTTP/1.1 ${status} `);
        await client.untilEnd();
      }
    });

    it('survives a reset at any time', async () => {
      const port = await fixture.listen();
      fixture.attach({ isOurs });
      const requests = [sampleRequest, otherRequest, h2cRequest(), h2cRequest('POST /', 'body')];
      for (const request of [...requests, ...requests.map((last) => getSlow + last)]) {
        for (let turns = 0; turns < 4; turns++) {
          const client = fixture.bareClient(port);
          client.write(request);
          await fixture.turns(turns);
          client.reset();
        }
      }
      await fixture.expectEcho(fixture.bareClient(port));
      // A reset may look like an end: then the answers are waited for.
      fixture.answerAll();
    });
  });

  it('leaves requests that are not ours to the routes', async () => {
    const port = await fixture.listen();
    fixture.attach({ isOurs: isChat });
    const client = fixture.bareClient(port);
    client.write(otherRequest);
    await client.until('<GET /other websocket >');
    await fixture.expectEcho(client);
  });

  it.each([
    ['undefined', () => undefined],
    ['a promise', () => Promise.resolve(true)],
    ['a number', () => 1],
  ])('takes %s of isOurs for a no', async (_, isOurs) => {
    const port = await fixture.listen();
    fixture.attach({ isOurs: isOurs as never });
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await client.until('<GET /chat websocket >');
  });

  it('refuses what nobody can answer', async () => {
    const port = await fixture.listen(createServer());
    fixture.attach({ isOurs: isChat });
    const client = fixture.bareClient(port);
    client.write(otherRequest);
    await client.until('HTTP/1.1 404 ');
    await client.untilEnd();
    const h2c = fixture.bareClient(port);
    h2c.write(h2cRequest());
    await h2c.until('HTTP/1.1 426 ');
    await h2c.untilEnd();
  });

  it('asks isOurs once for a request', async () => {
    const port = await fixture.listen();
    const asked: unknown[] = [];
    fixture.attach({
      isOurs({ url }) {
        asked.push(url);
        return url === '/chat';
      },
    });
    const client = fixture.bareClient(port);
    client.write(otherRequest);
    await client.until('/other');
    await fixture.expectEcho(client);
    expect(asked).toEqual(['/other', '/chat']);
  });

  it('does the same over TLS', async () => {
    const port = await fixture.listen(createTlsServer({ key, cert }, fixture.routes));
    fixture.attach({ isOurs: isChat });
    const client = connectTls({ port, host: '127.0.0.1', ca });
    fixture.ends.push(() => client.destroy());
    let received = '';
    client.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    const until = async (text: string): Promise<void> => {
      while (!received.includes(text)) await once(client, 'data');
    };
    client.write(h2cRequest('POST /page', 'one'));
    await until('<POST /page h2c one>');
    client.write(otherRequest);
    await until('<GET /other websocket >');
    client.write(sampleRequest + maskedFrame(1, 'Hello'), 'latin1');
    await until('\x81\x05Hello');
  });
});
