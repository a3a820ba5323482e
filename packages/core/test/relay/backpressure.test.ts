/** A slow side of a relay stops the other. @module */
import { describe, expect, it } from '@jest/globals';
import { pattern } from '../support/bytes.ts';
import { Relayed } from '../support/relayed.ts';

const CHUNK = 4096;
const HIGH = 16_384;

describe.each([['frames'], ['messages']] as const)('in the mode %s', (mode) => {
  const limits = { outputHighWaterBytes: HIGH, inputHighWaterBytes: HIGH };
  const open = (): Relayed =>
    new Relayed({ chunkBytes: CHUNK, relay: { mode, limits, timeouts: { idleMs: 50 } } }).run();

  it.each([['client'], ['server']] as const)(
    'a %s that does not read stops the other end, and loses nothing',
    (slow) => {
      const it = open();
      it.stuck.add(slow);
      const fast = slow === 'client' ? it.server : it.client;
      const from = slow === 'client' ? it.relay.server! : it.relay.client;
      const to = slow === 'client' ? it.relay.client : it.relay.server!;
      for (let i = 0; i < 40; i++) {
        fast.send(pattern(8000));
        it.run();
      }
      expect(from.wantsInput).toBe(false);
      expect(fast.bufferedAmount).toBeGreaterThan(0);
      expect(to.bufferedAmount).toBeLessThanOrEqual(HIGH + CHUNK + 8020);
      it.release(slow);
      expect(from.wantsInput).toBe(true);
      expect(it.messages(slow).length).toBe(40);
    },
  );

  it('both ends that do not read stop each other, and both go on', () => {
    const it = open();
    it.stuck.add('client').add('server');
    for (let i = 0; i < 10; i++) {
      it.client.send(pattern(8000));
      it.server.send(pattern(8000));
    }
    it.run();
    expect(it.relay.client.wantsInput).toBe(false);
    expect(it.relay.server!.wantsInput).toBe(false);
    it.release('client');
    it.release('server');
    expect(it.messages('client').length).toBe(10);
    expect(it.messages('server').length).toBe(10);
  });

  it('the end of a side that waits takes effect behind what waits', () => {
    const it = open();
    it.stuck.add('server');
    for (let i = 0; i < 10; i++) it.client.send(pattern(8000));
    it.client.close(4000, 'done', 0);
    it.run();
    expect(it.types()).not.toContain('client close-received');
    it.release('server');
    expect(it.messages('server').length).toBe(10);
    expect(it.ofServer.at(-1)).toMatchObject({ code: 4000, reason: 'done' });
  });
});
