import { afterEach, describe, expect, it } from '@jest/globals';
import { type Server, type Socket, serve } from '@sansocket/node';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import type { Versions } from 'sansocket/connection';
import type { Extension } from 'sansocket/extensions';
import type { ProtocolVersion } from 'sansocket/handshake';
import { olderVersions } from 'sansocket/legacy';
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

  it.each([
    ['13', 13],
    ['8', 8],
    ['7', 7],
    ['76', 'hixie-76'],
    ['75', 'hixie-75'],
  ])('asks for version %s', async (name, version) => {
    const suite = await fakeSuite(2, olderVersions);
    ({ server } = suite);
    const { exitCode } = await example(
      'echo-client.js',
      '--url',
      suite.url,
      '--version',
      name,
    ).ended();
    expect(exitCode).toBe(0);
    expect(new Set(suite.versions)).toEqual(new Set([version]));
    expect(suite.echoes).toHaveLength(2);
  });

  it('asks again with a version that the server names, if it is told to', async () => {
    const suite = await fakeSuite(2);
    ({ server } = suite);
    const args = ['--url', suite.url, '--version', '8'];
    expect((await example('echo-client.js', ...args).ended()).exitCode).toBe(1);
    expect((await example('echo-client.js', ...args, '--retry').ended()).exitCode).toBe(0);
    expect(new Set(suite.versions)).toEqual(new Set([13]));
    expect(suite.echoes).toHaveLength(2);
  });

  it('knows no other version', async () => {
    const args = ['--url', 'ws://127.0.0.1:1/', '--version', 'constructor'];
    const { exitCode, stderr } = await example('echo-client.js', ...args).ended();
    expect(exitCode).toBe(2);
    expect(stderr).toBe("Version must be 13, 8, 7, 76, 75, got 'constructor'\nTry --help\n");
  });

  it('compresses when it is told to', async () => {
    const suite = await fakeSuite(1, undefined, [permessageDeflate()]);
    ({ server } = suite);
    const { exitCode } = await example('echo-client.js', '--url', suite.url, '--deflate').ended();
    expect(exitCode).toBe(0);
    expect(suite.echoes).toEqual(['/runCase?case=1&agent=sansocket']);
    expect(new Set(suite.extensions)).toEqual(new Set(['permessage-deflate']));
  });

  it('says so in its usage', async () => {
    const { stdout } = await example('echo-client.js', '--help').ended();
    expect(stdout).toContain('--deflate');
  });

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
  /** The version of each. */
  readonly versions: ProtocolVersion[];
  readonly echoes: (string | Uint8Array)[];
  /** In use, for each connection. */
  readonly extensions: string[];
}

/** A server with the resources of Autobahn|Testsuite; each case sends its own name. */
async function fakeSuite(
  cases: number,
  older?: Versions,
  supported: Extension[] = [],
): Promise<FakeSuite> {
  const targets: string[] = [];
  const versions: ProtocolVersion[] = [];
  const echoes: (string | Uint8Array)[] = [];
  const extensions: string[] = [];
  const targetOf = new Map<Socket, string>();
  const server = await serve(
    {
      versions: older,
      extensions: supported,
      onRequest(event, socket) {
        targets.push(event.target);
        versions.push(event.version);
        targetOf.set(socket, event.target);
        socket.accept();
      },
    },
    (event, socket) => {
      const target = targetOf.get(socket) ?? '';
      if (event.type === 'open') extensions.push(event.extensions);
      const isCase = target.startsWith('/runCase');
      if (event.type === 'open' && isCase) socket.send(target);
      if (event.type === 'open' && !isCase) {
        if (target === '/getCaseCount') socket.send(String(cases));
        socket.close(codeFor(socket));
      }
      if (event.type !== 'message') return;
      echoes.push(event.data);
      socket.close(codeFor(socket));
    },
  );
  return { server, url: `ws://127.0.0.1:${server.port}/`, targets, versions, echoes, extensions };
}

/** The oldest versions have names, and no close codes. */
function codeFor({ connection }: Socket): number | undefined {
  return typeof connection.version === 'string' ? undefined : 1000;
}
