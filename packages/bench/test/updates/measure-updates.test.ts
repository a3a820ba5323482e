import { expect, it } from '@jest/globals';
import { measureUpdates, rates, type Way, ways } from '../../src/updates/index.ts';

it('counts the bytes of each way at each rate', async () => {
  const size = { clients: 2, updates: 4, seconds: 2, warmUp: 4 };
  const costs = await measureUpdates(() => {}, size);
  expect(costs).toHaveLength(rates.length * ways.length);
  const bytesOf = (way: Way, rate: number) =>
    costs.find((cost) => cost.way === way && cost.rate === rate)!.bytes;

  // A frame of a server has two bytes in front of 56 (RFC 6455 §5.2).
  expect(bytesOf('socket', 10)).toBe(58);
  // An update every 10 seconds, asked for every second: ten requests for it.
  expect(bytesOf('poll-1', 0.1)).toBeGreaterThan(9 * bytesOf('long-poll', 0.1));
  // A hundred updates in one answer.
  expect(bytesOf('poll-1', 100)).toBeLessThan(70);
  for (const { cpu } of costs) expect(cpu).toBeGreaterThan(0);
}, 60_000);
