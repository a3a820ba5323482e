/**
 * Backpressure in both directions: a peer that does not read, an application that does not.
 *
 * @module
 */

import { defaultLimits } from 'sansocket/connection';
import type { Socket } from 'sansocket/driving';
import { sampleRequest } from './bare-client.ts';
import { expectEqual, expectThat } from './expect.ts';
import type { CaseTable } from './transport-case.ts';

const MEBIBYTE = 1_048_576;
/** More than twice what the system takes for both ends, in MiB. */
const MESSAGES = 32;
/** Of output, by default: a drain is due below it. */
const HIGH_WATER = defaultLimits.outputHighWaterBytes;
/** After so many, what can move has moved. */
const TURNS = 20;

export const backpressureCases: CaseTable = {
  async 'keeps what a peer that does not read cannot take, and drains when it reads'(fixture) {
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

/** @returns What `send` said, each word once. */
function sendMuch(socket: Socket): Set<string> {
  const bytes = new Uint8Array(MEBIBYTE);
  return new Set(Array.from({ length: MESSAGES }, () => socket.send(bytes)));
}
