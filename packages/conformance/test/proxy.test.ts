/** `sansocket conformance proxy` between its own ends: a right proxy passes, and each seeded bug is found. @module */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { openProxy, type ProxyBug, proxyBugs } from '@sansocket/interop/seeded';
import { type Ended, sansocket } from './helpers/sansocket.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function test(bug: ProxyBug | undefined, ...args: readonly string[]): Promise<Ended> {
  const origin = await freePort();
  const proxy = await openProxy(origin, bug);
  try {
    const url = `ws://127.0.0.1:${proxy.port}/`;
    const ends = ['--client-to', url, '--origin-listen', String(origin)];
    return await sansocket('conformance', 'proxy', ...ends, ...args);
  } finally {
    proxy.close();
  }
}

describe('sansocket conformance proxy', () => {
  it('finds nothing in a proxy that is right', async () => {
    // On a busy machine nothing is `slow`.
    const patient = ['--strict', '--timeout-scale', '5'];
    const { code, out } = await test(undefined, ...patient, 'PX-*', '!PX-014');
    expect([code, out]).toEqual([0, expect.stringMatching(/^13 cases in .*: 13 pass$/m)]);
  });

  it.each(Object.entries(proxyBugs) as [ProxyBug, string][])('finds: %s: %s', async (bug, id) => {
    let { code, out } = await test(bug, id);
    // A busy system joins segments before the proxy reads them: then it loses none.
    for (let more = 9; more > 0 && code === 0; more--) ({ code, out } = await test(bug, id));
    expect([code, out]).toEqual([1, expect.stringContaining(`✘ ${id}`)]);
  });

  it('ends with 3 where the proxy cannot be reached, or does not reach the origin', async () => {
    const [nobody, port] = [await freePort(), await freePort()];
    const ends = ['--client-to', `ws://127.0.0.1:${nobody}/`, '--origin-listen', String(port)];
    const { code, error } = await sansocket('conformance', 'proxy', ...ends);
    expect([code, error]).toEqual([3, expect.stringContaining('ECONNREFUSED')]);
    const proxy = await openProxy(nobody);
    const other = ['--client-to', `ws://127.0.0.1:${proxy.port}/`, '--origin-listen', String(port)];
    const lost = await sansocket('conformance', 'proxy', ...other);
    proxy.close();
    expect([lost.code, lost.error]).toEqual([
      3,
      expect.stringContaining('no request at the origin'),
    ]);
  });

  it.each([
    [['--origin-listen', '9002'], /--client-to is missing/],
    [['--client-to', 'ws://127.0.0.1:1/'], /--origin-listen is missing/],
    [
      ['--client-to', 'ws://127.0.0.1:1/', '--origin-listen', '9002', 'FR-001'],
      /No case is left of 'FR-001'/,
    ],
  ])('ends with 2 where the command line is wrong: %j', async (args, message) => {
    const { code, error } = await sansocket('conformance', 'proxy', ...args);
    expect([code, error]).toEqual([2, expect.stringMatching(message)]);
  });
});
