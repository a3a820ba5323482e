/**
 * Backpressure in both directions: a peer that does not read, an application that does not.
 *
 * @module
 */

import { defaultLimits } from 'sansocket/connection';
import type { Socket } from 'sansocket/driving';
import { sampleRequest } from './bare-peer.ts';
import { expectEqual, expectThat } from './expect.ts';
import { BACKLOG, forBothRoles, openScene, sendBacklog, TURNS } from './scene.ts';
import type { CaseTable } from './transport-case.ts';

const MEBIBYTE = 1_048_576;
const MESSAGES = BACKLOG;
/** Of output, by default: a drain is due below it. */
const HIGH_WATER = defaultLimits.outputHighWaterBytes;
/** A quarter of the backlog: the amount that a peer reads at a time. */
const PART = (BACKLOG / 4) * MEBIBYTE;
/** More than the high water, and less than any system takes at once: in pieces, and as one. */
const PIECES = [20_000, 1, 20_000, 40_000];
/** How often an application pauses. */
const PAUSES = 5;

export const backpressureCases: CaseTable = {
  ...forBothRoles({
    async 'reports sent bytes in parts, and no byte twice, as the peer reads'(scene) {
      const { fixture, tried, peer } = scene;
      await openScene(scene);
      peer.pause();
      sendBacklog(tried);
      await fixture.turns(TURNS);
      const { connection } = tried.socket;
      const waiting = connection.bufferedAmount;
      peer.resume();
      await peer.untilBytes(PART);
      peer.pause();
      await tried.credit.untilLeft(tried.credit.handed - waiting + 1);
      await fixture.turns(TURNS);
      expectThat(connection.bufferedAmount > 0, 'What the peer has not taken counts as buffered');
      expectEqual(tried.all('drain').length, 0, 'Drain events while that is much');

      peer.resume();
      await peer.untilBytes(tried.credit.handed);
      await tried.credit.untilLeft(tried.credit.handed);
      await tried.until('drain');
      await fixture.turns(TURNS);
      expectEqual(tried.all('drain').length, 1, 'Drain events');
      const { handed, left, excess } = tried.credit;
      expectEqual([left, excess], [handed, 0], 'Bytes that have left, and how many too many');
      expectEqual(peer.bytesReceived, handed, 'Bytes that the peer has');
    },

    async 'tells that all has left, and drains, when many messages leave at once'(scene) {
      const { tried, peer } = scene;
      await openScene(scene);
      const { socket } = tried;
      const said = PIECES.map((size) => socket.send(new Uint8Array(size)));
      expectEqual(said.at(-1), 'high-water', 'What send says');
      await tried.until('drain');
      await peer.untilBytes(tried.credit.handed);
      await tried.credit.untilLeft(tried.credit.handed);
      expectEqual(socket.connection.bufferedAmount, 0, 'Bytes that have not left');
    },

    async 'reads on after each of many pauses, and no more than is under way while it pauses'(
      scene,
    ) {
      const { fixture, tried, peer, frame } = scene;
      await openScene(scene);
      const { socket } = tried;
      const sent: string[] = [];
      let kept = 0;
      for (let i = 0; i < PAUSES; i++) {
        socket.pauseReceiving();
        await fixture.turns(2);
        for (let j = 0; j < 2; j++) {
          const text = `${sent.length}`;
          sent.push(text);
          peer.write(frame(1, text));
          await fixture.turns(TURNS);
        }
        // On a busy machine both may be in the chunk of the read that was under way.
        if (tried.all('message').length < sent.length) kept++;
        socket.resumeReceiving();
        await tried.until('message', sent.length);
      }
      expectThat(kept > PAUSES / 2, 'Most pauses keep messages back');
      const heard = tried.all('message').map(({ data }) => data);
      expectEqual(heard, sent, 'Messages');
    },
  }),

  async 'keeps the output for a peer that does not read, and drains when it reads'(fixture) {
    const { port } = await fixture.serve();
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await fixture.atServer.next('open');
    client.pause();
    const server = fixture.atServer.socket;
    expectEqual([...sendMuch(server)], ['high-water'], 'What send says');
    await fixture.turns(TURNS);
    expectThat(
      server.connection.bufferedAmount > (MESSAGES / 2) * MEBIBYTE,
      'What the system does not take counts as buffered',
    );
    expectThat(!fixture.atServer.has('drain'), 'No drain while the peer does not read');

    client.resume();
    await fixture.atServer.next('drain');
    const { bufferedAmount } = server.connection;
    expectThat(bufferedAmount < HIGH_WATER, 'Less than the high water is buffered');
  },

  async 'stops reading while the application pauses, so that the sender feels it'(fixture) {
    const client = await fixture.openPair();
    await fixture.atServer.next('open');
    client.pauseReceiving();
    await fixture.turns(2);
    const server = fixture.atServer.socket;
    sendMuch(server);
    await fixture.turns(TURNS);
    expectThat(server.connection.bufferedAmount > 0, 'The sender feels the pause');
    expectThat(!fixture.atClient.has('message'), 'No message while the application pauses');

    client.resumeReceiving();
    for (let i = 0; i < MESSAGES; i++) await fixture.atClient.next('message');
    await fixture.atServer.next('drain');
    const { bufferedAmount } = server.connection;
    expectThat(bufferedAmount < HIGH_WATER, 'Less than the high water is buffered');
  },
};

/** @returns The statuses that `send` returned, each once. */
function sendMuch(socket: Socket): Set<string> {
  const bytes = new Uint8Array(MEBIBYTE);
  return new Set(Array.from({ length: MESSAGES }, () => socket.send(bytes)));
}
