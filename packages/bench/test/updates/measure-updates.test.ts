import { expect, it } from '@jest/globals';
import { measureUpdates, type Way } from '../../src/updates/index.ts';

it('counts the bytes of each way', async () => {
  const size = { clients: 2, updates: 4, seconds: 2, warmUp: 4 };
  const costs = await measureUpdates(() => {}, size, [
    ['socket', 10],
    ['poll-1', 0.1],
    ['long-poll', 0.1],
    ['poll-1', 100],
  ]);
  const bytesOf = (way: Way, rate: number) =>
    costs.find((cost) => cost.way === way && cost.rate === rate)!.bytes;

  // A frame of a server has two bytes in front of 56 (RFC 6455 §5.2).
  expect(bytesOf('socket', 10)).toBe(58);
  // An update every 10 seconds, asked for every second: ten requests for it.
  expect(bytesOf('poll-1', 0.1)).toBeGreaterThan(9 * bytesOf('long-poll', 0.1));
  // A hundred updates in one answer.
  expect(bytesOf('poll-1', 100)).toBeLessThan(70);
  for (const { cpu } of costs) expect(cpu).toBeGreaterThan(0);
});
