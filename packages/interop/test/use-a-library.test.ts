import { once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Doc } from 'yjs';
import { client, server as graphqlServer } from './programs/graphql.ts';
import { openDocument, server as yjsServer } from './programs/yjs.ts';

afterAll(async () => {
  await Promise.all([graphqlServer.close(), yjsServer.close()]);
});

/** The results of a query, until the client is disposed of. */
async function resultsOf(graphql: ReturnType<typeof createClient>): Promise<unknown[]> {
  const results: unknown[] = [];
  for await (const result of graphql.iterate({ query: '{ hello }' })) results.push(result);
  await graphql.dispose();
  return results;
}

describe('graphql-ws', () => {
  const hello = [{ data: { hello: 'Hello' } }];

  it('has its server and its client over ours', async () => {
    expect(await resultsOf(client)).toEqual(hello);
  });

  it('has its server over ours, for a client over ws', async () => {
    const url = `ws://127.0.0.1:${graphqlServer.port}/`;
    expect(await resultsOf(createClient({ url, webSocketImpl: WebSocket }))).toEqual(hello);
  });

  it('closes the connection of a client that breaks its protocol', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${graphqlServer.port}/`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('nonsense');
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4400, 'Invalid message received']);
  });
});

describe('y-websocket', () => {
  it('keeps two documents the same over our class', async () => {
    const [one, two] = [new Doc(), new Doc()];
    one.getText().insert(0, 'Hello');
    const providers = [openDocument(one)];
    await new Promise<void>((resolve) => {
      providers[0]!.on('status', ({ status }) => {
        if (status === 'connected') resolve();
      });
    });
    const updated = new Promise((resolve) => two.once('update', resolve));
    providers.push(openDocument(two));
    await updated;
    expect(two.getText().toJSON()).toBe('Hello');
    for (const provider of providers) {
      provider.destroy();
      provider.awareness.destroy();
    }
  });
});
