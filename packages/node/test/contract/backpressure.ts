/** Backpressure in both directions: a peer that does not read, an application that does not. @module */

import { describe, expect, it } from '@jest/globals';
import type { Fixture } from '../helpers/fixture.ts';
import { request } from '../helpers/raw-client.ts';

const MEBIBYTE = 1_048_576;
/** More than the kernel takes for both ends. */
const MESSAGES = 32;

export function describeBackpressure(current: () => Fixture): void {
  describe('backpressure', () => {
    it('keeps what a peer that does not read cannot take, and drains when it reads', async () => {
      const fixture = current();
      const { port } = await fixture.serve();
      const client = fixture.rawClient(port);
      client.socket.write(request);
      await fixture.atServer.next('open');
      client.socket.pause();
      const server = fixture.atServer.socket;
      const bytes = new Uint8Array(MEBIBYTE);
      const statuses = Array.from({ length: MESSAGES }, () => server.send(bytes));
      expect(new Set(statuses)).toEqual(new Set(['high-water']));
      await turnsOfTheLoop(20);
      expect(server.connection.bufferedAmount).toBeGreaterThan(MESSAGES * MEBIBYTE);
      expect(fixture.atServer.has('drain')).toBe(false);

      client.socket.resume();
      await fixture.atServer.next('drain');
      expect(server.connection.bufferedAmount).toBe(0);
    });

    it('stops reading while the application pauses, so that the sender feels it', async () => {
      const fixture = current();
      const client = await fixture.openPair();
      await fixture.atServer.next('open');
      client.pauseReceiving();
      await turnsOfTheLoop(2);
      const server = fixture.atServer.socket;
      const bytes = new Uint8Array(MEBIBYTE);
      for (let i = 0; i < MESSAGES; i++) server.send(bytes);
      await turnsOfTheLoop(20);
      expect(server.connection.bufferedAmount).toBeGreaterThan(0);
      expect(fixture.atClient.has('message')).toBe(false);

      client.resumeReceiving();
      for (let i = 0; i < MESSAGES; i++) await fixture.atClient.next('message');
      await fixture.atServer.next('drain');
      expect(server.connection.bufferedAmount).toBe(0);
    });
  });
}

/** Lets the event loop do what it can do by now. */
async function turnsOfTheLoop(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
