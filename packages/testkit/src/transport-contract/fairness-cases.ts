/**
 * One process for many sockets: no peer's bytes keep others waiting, and no peer is judged silent while its bytes wait
 * to be read.
 *
 * @module
 */

import { maskedFrame, sampleRequest } from './bare-peer.ts';
import { expectEqual, expectMembers, expectThat } from './expect.ts';
import { holdUp } from './hold-up.ts';
import type { CaseTable } from './transport-case.ts';
import { SOON, type TransportFixture } from './transport-fixture.ts';

/** The messages of a flood; the application spends a millisecond on each. */
const FLOOD = 300;
/** A timeout shorter than the time that a process is held up, in milliseconds; much shorter ones could come before. */
const TIMEOUT = 400;

declare const performance: { now(): number };

export const fairnessCases: CaseTable = {
  async 'answers others while one floods'(fixture) {
    let flood = 0;
    /** The progress of the flood when others were received. */
    const heardAt = new Set<number>();
    const { port } = await fixture.serve({}, (event, socket) => {
      if (event.type !== 'message') return;
      if (event.data === 'flood') {
        flood++;
        holdUp(1);
      } else {
        if (flood > 0 && flood < FLOOD) heardAt.add(flood);
        socket.send(event.data);
      }
    });
    const hostile = await openBare(fixture, port);
    fixture.connect(`ws://127.0.0.1:${port}/`, {}, (event, socket) => {
      if (event.type === 'open') hostile.write(maskedFrame(1, 'flood').repeat(FLOOD));
      if (event.type === 'open' || event.type === 'message') socket.send('good');
    });
    while (flood < FLOOD) await fixture.turns(1);
    expectThat(heardAt.size >= 2, 'Messages are received in the middle of the flood');
  },

  async 'receives the answer to a ping that came while the process was busy'(fixture) {
    const timeouts = { keepalivePingMs: SOON, keepalivePongMs: TIMEOUT };
    const { port } = await fixture.serve({ timeouts });
    const began = performance.now();
    const client = await openBare(fixture, port);
    await client.until('\x89');
    client.write(maskedFrame(10, ''));
    if (!holdUpIfSoon(began)) return;
    await fixture.turns(3);
    expectEqual(fixture.atServer.socket.connection.readyState, 'open', 'The connection');
    await fixture.atServer.next('pong');
  },

  async 'receives a Close frame that came while the process was busy'(fixture) {
    const { port } = await fixture.serve({ timeouts: { closingHandshakeMs: TIMEOUT } });
    const began = performance.now();
    const client = await openBare(fixture, port);
    fixture.atServer.socket.close(1000);
    await client.until('\x88\x02\x03\xe8');
    client.write(maskedFrame(8, '\x03\xe8'));
    if (!holdUpIfSoon(began)) return;
    await client.untilEnd();
    client.end();
    const close = await fixture.atServer.next('close');
    expectMembers(close, { code: 1000, wasClean: true }, 'Close event of the server');
  },

  async 'hears all that came before the end, however long it takes'(fixture) {
    let heard = 0;
    const { port } = await fixture.serve({}, ({ type }) => {
      if (type !== 'message') return;
      heard++;
      holdUp(1);
    });
    const client = await openBare(fixture, port);
    // What comes in a read of its own waits behind what the socket has still to deliver.
    for (let i = 0; i < 3; i++) client.write(maskedFrame(1, 'flood').repeat(FLOOD / 3));
    client.end();
    const { endedBy } = await fixture.atServer.next('close');
    expectEqual([heard, endedBy], [FLOOD, 'transport'], 'Messages, and who has ended');
  },

  async 'takes no peer for silent whose bytes wait behind messages that take longer than its timeouts'(
    fixture,
  ) {
    const timeouts = { keepalivePingMs: SOON, keepalivePongMs: SOON };
    let heard = 0;
    const { port } = await fixture.serve({ timeouts }, ({ type }) => {
      if (type !== 'message') return;
      heard++;
      holdUp(1);
    });
    const client = fixture.bareClient(port);
    // In one piece, so that the first of it is not late.
    client.write(sampleRequest + maskedFrame(1, 'flood').repeat(FLOOD));
    client.write(maskedFrame(8, '\x03\xe8'));
    await client.untilEnd();
    client.end();
    const close = await fixture.atServer.next('close');
    expectMembers(close, { code: 1000, wasClean: true }, 'Close event of the server');
    expectEqual(heard, FLOOD, 'Messages');
  },
};

/** For the first event. */
export const earlyFairnessCases: CaseTable = {
  async 'receives a request that came while the process was busy'(fixture) {
    const { port } = await fixture.serve({ timeouts: { openingHandshakeMs: TIMEOUT } });
    const began = performance.now();
    const client = fixture.bareClient(port);
    client.write(sampleRequest.slice(0, 20));
    // By then the server has received the beginning.
    await fixture.turns(3);
    client.write(sampleRequest.slice(20));
    if (!holdUpIfSoon(began)) return;
    await client.until('HTTP/1.1 101');
  },
};

/** A bare client that is connected to the server. */
async function openBare(
  fixture: TransportFixture,
  port: number,
): Promise<ReturnType<TransportFixture['bareClient']>> {
  const client = fixture.bareClient(port);
  client.write(sampleRequest);
  await Promise.all([client.until('\r\n\r\n'), fixture.atServer.next('open')]);
  return client;
}

/** @returns Whether the process was held up. On a machine that was too slow before, the timeout may be justified. */
function holdUpIfSoon(began: number): boolean {
  if (performance.now() - began > TIMEOUT / 2) return false;
  holdUp(2 * TIMEOUT);
  return true;
}
