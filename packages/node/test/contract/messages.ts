/** Messages over a transport. @module */

import { describe, expect, it } from '@jest/globals';
import type { Fixture } from '../helpers/fixture.ts';

const MEBIBYTE = 1_048_576;

export function describeMessages(current: () => Fixture): void {
  describe('messages', () => {
    it('carries text and bytes', async () => {
      const fixture = current();
      const client = await fixture.openPair();
      client.send('Grüße');
      client.send(Uint8Array.of(0, 255));
      client.send('');
      expect(await takeThree(fixture)).toEqual(['Grüße', Uint8Array.of(0, 255), '']);
    });

    it('carries 1 MiB of text and of bytes', async () => {
      const fixture = current();
      const client = await fixture.openPair();
      const bytes = Uint8Array.from({ length: MEBIBYTE }, (_, i) => i * 7);
      const text = 'ß'.repeat(MEBIBYTE / 2);
      client.send(text);
      client.send(bytes);
      expect((await fixture.atClient.next('message')).data === text).toBe(true);
      const { data } = await fixture.atClient.next('message');
      expect(Buffer.compare(data as Uint8Array, bytes)).toBe(0);
    });

    it('carries a fragmented message with a ping inside', async () => {
      const fixture = current();
      const client = await fixture.openPair();
      client.send('frag', { fin: false });
      client.ping(Uint8Array.of(1));
      client.send('ment', { fin: true });
      const { payload, latency } = await fixture.atClient.next('pong');
      expect([payload, latency]).toEqual([Uint8Array.of(1), expect.any(Number)]);
      expect((await fixture.atClient.next('message')).data).toBe('fragment');
    });

    it('pings a silent peer', async () => {
      const fixture = current();
      await fixture.openPair({ timeouts: { keepalivePingMs: 20 } });
      await fixture.atClient.next('ping');
      expect((await fixture.atServer.next('pong')).latency).toBeGreaterThanOrEqual(0);
    });
  });
}

async function takeThree({ atClient }: Fixture): Promise<(string | Uint8Array)[]> {
  const data: (string | Uint8Array)[] = [];
  while (data.length < 3) data.push((await atClient.next('message')).data);
  return data;
}
