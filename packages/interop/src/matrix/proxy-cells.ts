/**
 * Cells with a proxy between the ends, which has the TLS.
 *
 * @module
 */

import { localhost } from '@sansocket/engines';
import type { ConnectOptions } from '@sansocket/node';
import { WebSocket } from 'ws';
import {
  assertSame,
  assertServed,
  type Conversation,
  converse,
  converseAsOurs,
  expected,
  type ForeignClass,
  type OurConversation,
  startOurServer,
} from '../conversation/index.ts';
import { peerServers, startServer } from '../peers/index.ts';
import { type ProxyProgram, proxies, startProxy } from '../proxies/index.ts';
import { npmVersion } from '../workspace.ts';
import type { Cell, Shown } from './cell.ts';
import { extensions } from './extensions.ts';

/** Ours at both ends, and each of ours with `ws` at the other. */
export function proxyCells(): Cell[] {
  return proxies.flatMap((proxy) => [
    cellOf(proxy, 'ours', 'our client, our server', () => toOurs(proxy, converseTrusting)),
    cellOf(proxy, 'server', `\`ws\` ${npmVersion('ws')}, our server`, () =>
      toOurs(proxy, converseAsWs),
    ),
    cellOf(proxy, 'client', `our client, \`ws\` ${npmVersion('ws')}`, () => toWs(proxy)),
  ]);
}

function cellOf(proxy: ProxyProgram, ends: string, title: string, run: () => Promise<Shown>): Cell {
  const { id, name, path, version } = proxy;
  return {
    id: `${id}/${ends}`,
    group: 'proxy',
    title: `${name}: ${title}`,
    needs: [path],
    inCi: false,
    version,
    run,
  };
}

/** @returns The results of the client. */
type Client = (url: string) => Promise<unknown>;

async function toOurs(proxy: ProxyProgram, client: Client): Promise<Shown> {
  const ours = await startOurServer({ extensions: extensions() });
  try {
    await through(proxy, ours.port, async (url) => assertSame(await client(url)));
    assertServed(ours);
    return { extensions: ours.opened[0]?.extensions ?? '' };
  } finally {
    await ours.server.close();
  }
}

async function toWs(proxy: ProxyProgram): Promise<Shown> {
  const server = peerServers.find(({ id }) => id === 'ws')!;
  const { port, stop } = await startServer(server);
  try {
    const seen = await through(proxy, port, (url) => converseAsOurs(url, trusting()));
    assertSame(conversationOf(seen));
    return { extensions: seen.extensions };
  } finally {
    stop();
  }
}

async function through<Result>(
  proxy: ProxyProgram,
  target: number,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const { url, stop } = await startProxy(proxy, target);
  try {
    return await use(url);
  } finally {
    await stop();
  }
}

async function converseTrusting(url: string): Promise<unknown> {
  return conversationOf(await converseAsOurs(url, trusting()));
}

/** The results of all clients; and the pong must have come. */
function conversationOf(ours: OurConversation): object {
  assertSame(ours.pongCame, true);
  const names = Object.keys(expected) as (keyof Conversation)[];
  return Object.fromEntries(names.map((name) => [name, ours[name]]));
}

function trusting(): ConnectOptions {
  return { extensions: extensions(), tls: { ca: localhost.ca } };
}

function converseAsWs(url: string): Promise<unknown> {
  const { ca } = localhost;
  class TrustingSocket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { ca });
    }
  }
  return converse(url, TrustingSocket as unknown as ForeignClass);
}
