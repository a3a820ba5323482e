import { afterEach, describe, expect, it } from '@jest/globals';
import { type Server, type Socket, serve } from '@sansocket/node';
import { example } from './helpers/program.ts';
import { itNeeds, runtimes } from './helpers/runtime.ts';

describe('echo-client', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  for (const [runtime, path] of runtimes) {
    itNeeds(path)(
      `learns the number of cases, echoes in each, and has the report written: ${runtime}`,
      async () => {
        const suite = await fakeSuite(12);
        ({ server } = suite);
        const args = ['--url', suite.url, '--runtime', runtime];
        const { exitCode, stdout } = await example('echo-client.js', ...args).ended();
        expect(exitCode).toBe(0);
        expect(stdout).toBe('10 of 12 cases\n12 of 12 cases\n');
        const cases = Array.from({ length: 12 }, (_, i) => {
          return `/runCase?case=${i + 1}&agent=sansocket`;
        });
        expect(suite.targets).toEqual([
          '/getCaseCount',
          ...cases,
          '/updateReports?agent=sansocket',
        ]);
        expect(suite.echoes).toEqual(cases);
      },
      30_000,
    );
  }

  it('tells that nobody listens', async () => {
    const suite = await fakeSuite(0);
    await suite.server.close();
    const { exitCode, stderr } = await example('echo-client.js', '--url', suite.url).ended();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/does not tell the number of cases: connect ECONNREFUSED/);
  });

  it('needs a URL', async () => {
    const { exitCode, stderr } = await example('echo-client.js').ended();
    expect([exitCode, stderr]).toEqual([2, 'Option --url is required\nTry --help\n']);
  });
});

interface FakeSuite {
  readonly server: Server;
  readonly url: string;
  /** The resources asked for, in order. */
  readonly targets: string[];
  readonly echoes: (string | Uint8Array)[];
}

/** A server with the resources of Autobahn|Testsuite; each case sends its own name. */
async function fakeSuite(cases: number): Promise<FakeSuite> {
  const targets: string[] = [];
  const echoes: (string | Uint8Array)[] = [];
  const targetOf = new Map<Socket, string>();
  const server = await serve(
    {
      onRequest(event, socket) {
        targets.push(event.target);
        targetOf.set(socket, event.target);
        socket.accept();
      },
    },
    (event, socket) => {
      const target = targetOf.get(socket) ?? '';
      const isCase = target.startsWith('/runCase');
      if (event.type === 'open' && isCase) socket.send(target);
      if (event.type === 'open' && !isCase) {
        if (target === '/getCaseCount') socket.send(String(cases));
        socket.close(1000);
      }
      if (event.type !== 'message') return;
      echoes.push(event.data);
      socket.close(1000);
    },
  );
  return { server, url: `ws://127.0.0.1:${server.port}/`, targets, echoes };
}
