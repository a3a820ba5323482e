import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { olderVersions } from '@sansocket/legacy';
import { type Server, type Socket, serve } from '@sansocket/node';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import type { Version } from 'sansocket/connection';
import type { Extension } from 'sansocket/extensions';
import type { ProtocolVersion } from 'sansocket/handshake';
import { example, type Program } from './helpers/program.ts';
import { itNeeds, runtimes } from './helpers/runtime.ts';

describe('echo-client', () => {
  let server: Server | undefined;
  let program: Program | undefined;
  afterEach(async () => {
    await server?.close();
    program?.process.kill('SIGTERM');
    await program?.ended();
  });

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
    expect(stderr).toBe(
      "Option --version does not know 'constructor': there are 13, 8, 7, 76, 75\nTry node packages/examples/dist/echo-client.js --help\n",
    );
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

  for (const [runtime, path] of runtimes) {
    itNeeds(path)(
      `converses with the echo server, and says what happened: ${runtime}`,
      async () => {
        program = example('echo-server.js', '--port', '0', '--legacy', '--deflate');
        const url = await program.find(/^listening on (ws:\/\/127\.0\.0\.1:\d+)$/m);
        const args = ['--url', url, '--runtime', runtime, '--deflate'];
        const { exitCode, stdout, stderr } = await example('echo-client.js', ...args).ended();
        expect([exitCode, stderr]).toEqual([0, '']);
        expect(stdout.split('\n')).toEqual([
          'open, version 13',
          'text of 13 bytes came back',
          'text of 70000 bytes came back',
          'binary of 300 bytes came back',
          'closed with 1000, clean',
          '',
        ]);
      },
    );
  }

  it.each(['8', '7', '76', '75'])('converses in version %s', async (version) => {
    program = example('echo-server.js', '--port', '0', '--legacy');
    const url = await program.find(/^listening on (ws:\/\/127\.0\.0\.1:\d+)$/m);
    const args = ['--url', url, '--version', version];
    const { exitCode, stdout } = await example('echo-client.js', ...args).ended();
    expect(stdout).toContain('text of 70000 bytes came back\n');
    expect(exitCode).toBe(0);
  });

  it('echoes what a server sends of its own, and says that its own did not come back', async () => {
    const echoes: unknown[] = [];
    server = await serve({}, (event, socket) => {
      if (event.type === 'open') socket.send('Say that again');
      if (event.type === 'message') echoes.push(event.data);
      if (echoes.length === 2) socket.close(1000, 'enough');
    });
    const url = `ws://127.0.0.1:${server.port}`;
    const { exitCode, stdout, stderr } = await example('echo-client.js', '--url', url).ended();
    expect(echoes).toContain('Say that again');
    expect(stdout).toContain(
      'text of 14 bytes came, and is echoed\nthe server closes: 1000 enough\n',
    );
    expect([exitCode, stderr]).toEqual([1, `${url}: the echo of a message did not come\n`]);
  });

  it('tells no credentials of its URL', async () => {
    server = await serve({ onRequest: (_, socket) => socket.reject({ status: 403 }) }, () => {});
    const urls = ['ws://user:SECRET', `ws://user:SECRET@127.0.0.1:${server.port}/?token=SECRET`];
    const [wrong, refused] = await Promise.all(
      urls.map((url) => example('echo-client.js', '--url', url).ended()),
    );
    expect(wrong).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^Option --url cannot be used: Port must be 1 to 65535/),
    });
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/: The server answers 403/),
    });
    for (const { stderr } of [wrong!, refused!]) expect(stderr).not.toContain('SECRET');
  });

  it('ends when it is interrupted', async () => {
    server = await serve({}, (event, socket) => {
      if (event.type === 'open') socket.send('Say that again');
    });
    program = example('echo-client.js', '--url', `ws://127.0.0.1:${server.port}`);
    await program.find(/(is echoed)/);
    program.process.kill('SIGINT');
    const { exitCode, stdout, stderr } = await program.ended();
    expect([exitCode, stderr]).toEqual([130, '']);
    expect(stdout).toContain('closed with 1000, clean\n');
  });

  for (const [runtime, path] of runtimes) {
    itNeeds(path)(`tells in one line that nobody listens: ${runtime}`, async () => {
      const suite = await fakeSuite(0);
      await suite.server.close();
      const args = ['--url', suite.url, '--runtime', runtime];
      const { exitCode, stdout, stderr } = await example('echo-client.js', ...args).ended();
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^ws:\S+: .*connect.*\n$/);
    });
  }

  it.each([
    ['SSH-2.0-OpenSSH_9.2\r\n', 'The server does not speak WebSocket: '],
    ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', 'The server answers 200 OK and opens no'],
    ['', 'The server ended TCP before it answered'],
  ])('tells in one line that a server is none of WebSocket: %j', async (answer, sentence) => {
    const other = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(answer);
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `ws://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { exitCode, stdout, stderr } = await example('echo-client.js', '--url', url).ended();
    other.close();
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr.startsWith(`${url}: ${sentence}`)).toBe(true);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  it('needs a URL', async () => {
    const { exitCode, stderr } = await example('echo-client.js').ended();
    expect(stderr).toBe(
      'Option --url is required\nTry node packages/examples/dist/echo-client.js --help\n',
    );
    expect(exitCode).toBe(2);
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
  older?: readonly Version[],
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
