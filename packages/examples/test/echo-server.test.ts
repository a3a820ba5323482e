import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { hixie75, hixie76, hybi7, hybi8 } from '@sansocket/legacy';
import { connect as connectClient } from '@sansocket/node';
import { WebSocket } from 'ws';
import { example, type Program } from './helpers/program.ts';
import { itNeeds, runtimes } from './helpers/runtime.ts';

const request = [
  'GET / HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '\r\n',
].join('\r\n');

describe('echo-server', () => {
  let program: Program | undefined;
  // The program of another runtime is a child of the one that was started: only a signal that can be
  // passed on ends both.
  afterEach(async () => {
    program?.process.kill('SIGTERM');
    await program?.ended();
  });

  const echoes = async (runtime: string): Promise<void> => {
    program = example('echo-server.js', '--port', '0', '--runtime', runtime);
    const port = Number(await program.find(/^listening on ws:\/\/127\.0\.0\.1:(\d+)$/m));
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('latin1');
    socket.write(`${request}\x81\x82\0\0\0\0Hi`, 'latin1');
    let received = '';
    socket.on('data', (text: string) => (received += text));
    while (!received.endsWith('\x81\x02Hi')) await once(socket, 'data');
    program.process.kill('SIGINT');
    await once(socket, 'data');
    expect(received.slice(-4)).toBe('\x88\x02\x03\xe9');
    socket.end('\x88\x82\0\0\0\0\x03\xe9', 'latin1');
    expect((await program.ended()).exitCode).toBe(0);
  };

  for (const [runtime, path] of runtimes) {
    itNeeds(path)(`echoes, and closes with 1001 when it is interrupted: ${runtime}`, () =>
      echoes(runtime),
    );
  }

  for (const [runtime, path] of runtimes) {
    itNeeds(path)(`speaks all five versions on one port with --legacy: ${runtime}`, async () => {
      program = example('echo-server.js', '--port', '0', '--legacy', '--runtime', runtime);
      const url = await program.find(/^listening on (ws:\/\/127\.0\.0\.1:\d+)$/m);
      for (const version of [undefined, hybi8, hybi7, hixie76, hixie75]) {
        const options = { version, origin: 'http://localhost' };
        const heard = await new Promise((resolve) => {
          connectClient(url, options, (event, socket) => {
            if (event.type === 'open') socket.send('Hello');
            if (event.type === 'message') resolve([socket.connection.version, event.data]);
            if (event.type === 'message') socket.close();
            if (event.type === 'close') resolve(event);
          });
        });
        expect(heard).toEqual([version?.name ?? 13, 'Hello']);
      }
    });
  }

  it('speaks RFC 6455 and nothing older when it is not', async () => {
    program = example('echo-server.js', '--port', '0');
    const url = await program.find(/^listening on (ws:\/\/127\.0\.0\.1:\d+)$/m);
    for (const version of [hybi8, hixie76, hixie75]) {
      const options = { version, origin: 'http://localhost' };
      const heard = await new Promise((resolve) => {
        connectClient(url, options, (event) => {
          if (event.type === 'handshake-rejected') resolve([event.status, event.supportedVersions]);
          if (event.type === 'close') resolve(event);
        });
      });
      expect(heard).toEqual([426, [13]]);
    }
  });

  const compresses = async (runtime: string): Promise<void> => {
    program = example('echo-server.js', '--port', '0', '--deflate', '--runtime', runtime);
    const url = await program.find(/^listening on (ws:\/\/127\.0\.0\.1:\d+)$/m);
    const socket = new WebSocket(url, { perMessageDeflate: { threshold: 0 } });
    await once(socket, 'open');
    expect(socket.extensions).toBe('permessage-deflate');
    for (const text of ['Hello, hello, hello', 'Hello, hello, hello', 'x'.repeat(100_000)]) {
      socket.send(text);
      expect(String((await once(socket, 'message'))[0])).toBe(text);
    }
    socket.close();
    await once(socket, 'close');
  };

  for (const [runtime, path] of runtimes) {
    itNeeds(path)(`compresses when it is told to: ${runtime}`, () => compresses(runtime));
  }

  it('prints its usage', async () => {
    const { exitCode, stdout } = await example('echo-server.js', '--help').ended();
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('--port PORT')]);
    expect(stdout).toContain('--deflate');
  });

  it.each([
    [['--prot', '1'], /^Unknown option '--prot': did you mean --port\?\n/],
    [['--port', 'many'], /^Option --port must be a whole number from 0 to 65535, got 'many'\n/],
    [
      ['--runtime', 'rhino'],
      /^Option --runtime does not know 'rhino': there are node, deno, bun\n/,
    ],
    [['surplus'], /^Unexpected argument 'surplus'/],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await example('echo-server.js', ...args).ended();
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/\nTry node \S+echo-server\.js --help\n$/);
    expect(exitCode).toBe(2);
  });

  for (const [runtime, path] of runtimes) {
    itNeeds(path)(`tells in one line that a port is taken: ${runtime}`, async () => {
      program = example('echo-server.js', '--port', '0');
      const port = await program.find(/^listening on ws:\/\/127\.0\.0\.1:(\d+)$/m);
      const args = ['--port', port, '--runtime', runtime];
      const { exitCode, stderr } = await example('echo-server.js', ...args).ended();
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^Cannot listen on 127\.0\.0\.1 port \d+: .*EADDRINUSE.*\n$/);
    });
  }

  it('tells that it cannot listen', async () => {
    const { exitCode, stderr } = await example('echo-server.js', '--host', '203.0.113.1').ended();
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^Cannot listen on 203/)]);
  });
});
