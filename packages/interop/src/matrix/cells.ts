/**
 * All cells, in the order of the page.
 *
 * @module
 */

import {
  assertSame,
  assertServed,
  converseAsOurs,
  expected,
  type OurOptions,
  type Speaks,
  startOurServer,
} from '../conversation/index.ts';
import {
  converseWithTestClient,
  converseWithTestServer,
  http2Clients,
  http2Servers,
  type Peer,
  type PeerClient,
  type PeerServer,
  peerClients,
  peerServers,
  startServer,
  testClient,
  testServer,
} from '../peers/index.ts';
import type { Cell, Group, Shown } from './cell.ts';
import { extensions } from './extensions.ts';
import { proxyCells } from './proxy-cells.ts';

/** The whole matrix. */
export const cells: readonly Cell[] = [
  ...peerClients.map((peer) => cellOf('server', peer, () => serve(peer))),
  cellOf('server', testClient, converseWithTestClient),
  ...peerServers
    .filter(({ converses }) => converses)
    .map((peer) => cellOf('client', peer, () => connect(peer))),
  cellOf('client', testServer, () => converseWithTestServer({ extensions: extensions() })),
  ...proxyCells('proxy'),
  ...http2Clients.map((peer) => cellOf('http2-server', peer, () => serve(peer, 'HTTP/2 over TLS'))),
  ...http2Servers.map((peer) => cellOf('http2-client', peer, () => connect(peer, 'HTTP/2'))),
  ...proxyCells('http2-proxy'),
];

function cellOf(group: Group, peer: Peer, run: () => Promise<Shown>): Cell {
  const { id, name, needs, inCi, version, lacks } = peer;
  return { id: `${group}/${id}`, group, title: name, needs, inCi, version, lacks, run };
}

/** Our server, their client. */
async function serve({ converse, sees, answersWith }: PeerClient, speaks?: Speaks): Promise<Shown> {
  const ours = await startOurServer(extensions(), speaks);
  try {
    const isSecure = speaks === 'HTTP/2 over TLS';
    const origin = isSecure ? 'wss://localhost' : 'ws://127.0.0.1';
    const seen = await converse(`${origin}:${ours.port}/`);
    assertSame(seen, { ...expected, ...sees });
    await assertServed(ours, answersWith);
    return { extensions: ours.opened[0]?.extensions ?? '' };
  } finally {
    await ours.close();
  }
}

/** Their server, our client. */
async function connect(peer: PeerServer, speaks?: OurOptions['speaks']): Promise<Shown> {
  const theirs = await startServer(peer);
  try {
    const url = `ws://127.0.0.1:${theirs.port}/`;
    const {
      pongCame,
      extensions: used,
      ...seen
    } = await converseAsOurs(url, { extensions: extensions(), speaks });
    assertSame(seen, { ...expected, ...peer.sees });
    assertSame(pongCame, true);
    return { extensions: used };
  } finally {
    theirs.stop();
  }
}
