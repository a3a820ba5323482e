/**
 * Cells with a proxy between the ends, which has the TLS.
 *
 * @module
 */

import { localhost } from '@sansocket/engines';
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
  type OurOptions,
  startOurServer,
} from '../conversation/index.ts';
import { peerServers, startServer } from '../peers/index.ts';
import {
  type Passage,
  type ProxyProgram,
  proxies,
  startProxy,
  type Version,
} from '../proxies/index.ts';
import { npmVersion } from '../workspace.ts';
import type { Cell, Shown } from './cell.ts';
import { extensions } from './extensions.ts';

/**
 * Ours at both ends, and each of ours with `ws` at the other, which speaks HTTP/1.1 only.
 *
 * @param group - Those through a proxy that speaks HTTP/2 at one side at least are a group of their own.
 */
export function proxyCells(group: 'proxy' | 'http2-proxy'): Cell[] {
  return proxies.flatMap((proxy) =>
    proxy.passages.flatMap((passage) => {
      const { front, back } = passage;
      const isHttp1 = front === 'HTTP/1.1' && back === 'HTTP/1.1';
      if (isHttp1 !== (group === 'proxy')) return [];
      const ws = `\`ws\` ${npmVersion('ws')}`;
      const cell = (ends: string, title: string, run: () => Promise<Shown>): Cell => ({
        id: isHttp1 ? `${proxy.id}/${ends}` : `${proxy.id}/${front} to ${back}/${ends}`,
        group,
        title: `${proxy.name}${isHttp1 ? '' : `, ${front} to ${back}`}: ${title}`,
        needs: [proxy.path],
        inCi: false,
        version: proxy.version,
        lacks: ends === 'client' ? undefined : proxy.lacks,
        run,
      });
      const ours = cell('ours', 'our client, our server', () =>
        toOurs(proxy, passage, (url) => converseTrusting(url, front)),
      );
      const server = cell('server', `${ws}, our server`, () =>
        toOurs(proxy, passage, converseAsWs),
      );
      const client = cell('client', `our client, ${ws}`, () => toWs(proxy, passage));
      return [
        ours,
        ...(front === 'HTTP/1.1' ? [server] : []),
        ...(back === 'HTTP/1.1' ? [client] : []),
      ];
    }),
  );
}

/** @returns The results of the client. */
type Client = (url: string) => Promise<unknown>;

async function toOurs(proxy: ProxyProgram, passage: Passage, client: Client): Promise<Shown> {
  const ours = await startOurServer(extensions(), passage.back);
  try {
    await through(proxy, passage, ours.port, async (url) => assertSame(await client(url)));
    await assertServed(ours, proxy.answersWith);
    return { extensions: ours.opened[0]?.extensions ?? '' };
  } finally {
    await ours.close();
  }
}

async function toWs(proxy: ProxyProgram, passage: Passage): Promise<Shown> {
  const server = peerServers.find(({ id }) => id === 'ws')!;
  const { port, stop } = await startServer(server);
  try {
    const seen = await through(proxy, passage, port, (url) =>
      converseAsOurs(url, trusting(passage.front)),
    );
    assertSame(conversationOf(seen));
    return { extensions: seen.extensions };
  } finally {
    stop();
  }
}

async function through<Result>(
  proxy: ProxyProgram,
  passage: Passage,
  target: number,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const { url, stop } = await startProxy(proxy, passage, target);
  try {
    return await use(url);
  } finally {
    await stop();
  }
}

async function converseTrusting(url: string, speaks: Version): Promise<unknown> {
  return conversationOf(await converseAsOurs(url, trusting(speaks)));
}

/** The results of all clients; and the pong must have come. */
function conversationOf(ours: OurConversation): object {
  assertSame(ours.pongCame, true);
  const names = Object.keys(expected) as (keyof Conversation)[];
  return Object.fromEntries(names.map((name) => [name, ours[name]]));
}

function trusting(speaks: Version): OurOptions {
  return { extensions: extensions(), tls: { ca: localhost.ca }, speaks };
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
