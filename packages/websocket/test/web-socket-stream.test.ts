import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type WebSocketStreamClass,
  webSocketPair,
  webSocketStreamClass,
} from '@sansocket/websocket';
import { type Sites, startSites } from './helpers/sites.ts';

let sites: Sites;
let Class: WebSocketStreamClass;
beforeAll(async () => {
  sites = await startSites();
  Class = webSocketStreamClass({ open: sites.connect, baseUrl: sites.url });
});
afterAll(() => sites.close());

const failed = { name: 'WebSocketError', closeCode: 1006, reason: '' };

describe('WebSocketStream', () => {
  it('sends and receives messages', async () => {
    const stream = new Class('/echo', { protocols: ['chat'] });
    expect(stream.url).toBe(`${sites.url}/echo`);
    const { readable, writable, protocol, extensions } = await stream.opened;
    expect([protocol, extensions]).toEqual(['chat', expect.stringMatching(/^permessage-deflate/)]);
    const writer = writable.getWriter();
    const reader = readable.getReader();
    for (const message of ['Hello', Uint8Array.of(1, 2), '']) {
      await writer.write(message);
      expect(await reader.read()).toEqual({ done: false, value: message });
    }
    stream.close({ closeCode: 3001, reason: 'done' });
    expect(await stream.closed).toEqual({ closeCode: 3001, reason: '' });
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    await expect(writer.write('late')).rejects.toMatchObject({ name: 'WebSocketError' });
  });

  it('sends more than all buffers between the two ends hold, while it is read', async () => {
    const Plain = webSocketStreamClass({ open: sites.connectPlain });
    const stream = new Plain(`${sites.url}/echo`);
    const { readable, writable } = await stream.opened;
    const writer = writable.getWriter();
    const bytes = new Uint8Array(262_144);
    const messages = 100;
    const sent = (async () => {
      for (let i = 0; i < messages; i++) await writer.write(bytes);
    })();
    let received = 0;
    for await (const message of readable) {
      received += message.length;
      if (received === messages * bytes.length) stream.close();
    }
    await sent;
    expect(received).toBe(messages * bytes.length);
    expect(await stream.closed).toMatchObject({ closeCode: 1005 });
  });

  it('reads nothing before its reader does', async () => {
    const stream = new Class('/greet');
    const { readable } = await stream.opened;
    const reader = readable.getReader();
    expect(await reader.read()).toEqual({ done: false, value: 'Hello' });
    expect(await reader.read()).toEqual({ done: false, value: Uint8Array.of(1, 2, 3) });
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(await stream.closed).toEqual({ closeCode: 1000, reason: '' });
  });

  it('rejects what is refused, with the cause', async () => {
    const stream = new Class('/refuse');
    const error = { ...failed, cause: { type: 'handshake-rejected', status: 404 } };
    await expect(stream.opened).rejects.toMatchObject(error);
    await expect(stream.closed).rejects.toMatchObject(error);
  });

  it('rejects what the transport cannot use', async () => {
    await expect(new Class('ws://127.0.0.1:0/').opened).rejects.toMatchObject(failed);
  });

  it('gives up when its signal is aborted', async () => {
    const before = new Class('/echo', { signal: AbortSignal.abort(new Error('before')) });
    await expect(before.opened).rejects.toThrow('before');
    await expect(before.closed).rejects.toThrow('before');
    const controller = new AbortController();
    const during = new Class('/echo', { signal: controller.signal });
    controller.abort(new Error('during'));
    await expect(during.opened).rejects.toThrow('during');
    await expect(during.closed).rejects.toThrow('during');
  });

  it('does not heed its signal once it is open', async () => {
    const controller = new AbortController();
    const stream = new Class('/echo', { signal: controller.signal });
    await stream.opened;
    controller.abort();
    stream.close();
    expect(await stream.closed).toEqual({ closeCode: 1005, reason: '' });
  });

  it('closes with what the writer is aborted with', async () => {
    const stream = new Class('/echo');
    const { writable } = await stream.opened;
    const error = Object.assign(new Error('no more'), {
      name: 'WebSocketError',
      closeCode: 4000,
      reason: 'no more',
    });
    await writable.abort(error);
    expect(await stream.closed).toEqual({ closeCode: 4000, reason: '' });
  });

  it('closes when its reader cancels', async () => {
    const stream = new Class('/echo');
    const { readable } = await stream.opened;
    await readable.cancel();
    expect(await stream.closed).toEqual({ closeCode: 1005, reason: '' });
  });

  it.each([
    ['InvalidAccessError', { closeCode: 1001 }],
    ['SyntaxError', { reason: 'x'.repeat(124) }],
    ['TypeError', 5],
  ])('throws %s for what cannot be sent', async (name, info) => {
    const stream = new Class('/echo');
    await stream.opened;
    expect(() => stream.close(info as object)).toThrow(expect.objectContaining({ name }));
    stream.close();
    await stream.closed;
  });

  it('refuses options of another kind', () => {
    expect(() => new Class('/', { protocol: 'a' } as object)).toThrow(
      new TypeError('There is no option protocol; the nearest is protocols'),
    );
    expect(() => new Class('/', { protocols: ['a', 'a'] })).toThrow(
      expect.objectContaining({ name: 'SyntaxError' }),
    );
  });
});

describe('webSocketPair()', () => {
  it('makes two connected objects', async () => {
    const [client, server] = webSocketPair({ subprotocol: 'chat' });
    expect([client.readyState, server.readyState]).toEqual([0, 0]);
    server.onmessage = ({ data }) => server.send(`${String(data)}!`);
    client.onopen = () => client.send('Hello');
    const answer = await new Promise((resolve) => {
      client.onmessage = ({ data }) => resolve(data);
    });
    expect([answer, client.protocol, server.protocol]).toEqual(['Hello!', 'chat', 'chat']);
    const ends = [client, server].map((end) => {
      return new Promise((resolve) => {
        end.onclose = ({ code, reason, wasClean }) => resolve([code, reason, wasClean]);
      });
    });
    server.close(4000, 'bye');
    expect(await Promise.all(ends)).toEqual([
      // The answer to a Close frame has its code only.
      [4000, 'bye', true],
      [4000, '', true],
    ]);
  });

  it('refuses options of another kind', () => {
    expect(() => webSocketPair({ subprotocol: 'a b' })).toThrow(TypeError);
  });
});
