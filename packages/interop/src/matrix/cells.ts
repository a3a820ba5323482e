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
  startOurServer,
} from '../conversation/index.ts';
import {
  converseWithTestClient,
  converseWithTestServer,
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
  ...proxyCells(),
];

function cellOf(group: Group, peer: Peer, run: () => Promise<Shown>): Cell {
  const { id, name, needs, inCi, version, lacks } = peer;
  return { id: `${group}/${id}`, group, title: name, needs, inCi, version, lacks, run };
}

/** Our server, their client. */
async function serve({ converse, sees, answersWith }: PeerClient): Promise<Shown> {
  const ours = await startOurServer({ extensions: extensions() });
  try {
    const seen = await converse(`ws://127.0.0.1:${ours.port}/`);
    assertSame(seen, { ...expected, ...sees });
    assertServed(ours, answersWith);
    return { extensions: ours.opened[0]?.extensions ?? '' };
  } finally {
    await ours.server.close();
  }
}

/** Their server, our client. */
async function connect(peer: PeerServer): Promise<Shown> {
  const theirs = await startServer(peer);
  try {
    const url = `ws://127.0.0.1:${theirs.port}/`;
    const {
      pongCame,
      extensions: used,
      ...seen
    } = await converseAsOurs(url, {
      extensions: extensions(),
    });
    assertSame(seen, { ...expected, ...peer.sees });
    assertSame(pongCame, true);
    return { extensions: used };
  } finally {
    theirs.stop();
  }
}
