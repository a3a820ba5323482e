/** `sansocket inspect --proxy`: live traffic. @module */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Program } from '@sansocket/engines';
import { withEcho } from './helpers/echo.ts';
import { file, fromClient, request, response, rows } from './helpers/inspect.ts';
import { main, sansocket } from './helpers/sansocket.ts';

/** Starts the proxy; its port is in its first line. */
async function proxied(url: string, ...args: readonly string[]) {
  const program = new Program(process.execPath, [main, 'inspect', '--proxy', `0=${url}`, ...args]);
  const port = Number(await program.find(/^listening on \S+:(\d+) for/m));
  return { program, port };
}

/** Sends the bytes, and returns what came until the end. */
async function talk(port: number, ...writes: readonly Uint8Array[]): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (bytes) => chunks.push(bytes));
  socket.on('error', () => {});
  socket.write(writes[0]!);
  if (writes.length > 1) {
    await once(socket, 'data');
    for (const bytes of writes.slice(1)) socket.write(bytes);
  }
  // `once` would reject for a reset.
  await new Promise((resolve) => socket.on('close', resolve));
  return Buffer.concat(chunks);
}

describe('--proxy', () => {
  it('passes on every byte, shows frames as they come, and exports them at the end', async () => {
    await withEcho(async (port, received) => {
      const pcapng = file('');
      const { program, port: own } = await proxied(
        `ws://127.0.0.1:${port}`,
        '--export',
        `pcapng:${pcapng}`,
      );
      const sent = [request(), fromClient(1, 'Hello')];
      const came = await talk(own, ...sent);
      expect(came.subarray(0, response().length)).toEqual(Buffer.from(response()));
      expect(Buffer.from(received(), 'latin1')).toEqual(Buffer.concat(sent));
      await program.find(/(▼ +text)/);
      program.kill('SIGINT');
      const { exitCode, stdout } = await program.ended();
      expect([exitCode, stdout]).toEqual([
        0,
        expect.stringMatching(
          /▲ +GET \/chat.*\n.*▼ +HTTP\/1\.1 101.*\n.*▲ +text +F---M.*"Hello".*\n.*▼ +text +F----.*"Hello"/,
        ),
      ]);
      const { out } = await sansocket('inspect', pcapng, '--export', 'json');
      expect(rows(out).map((row) => row['websocket.payload.text'])).toEqual(['Hello', 'Hello']);
      expect((await sansocket('inspect', pcapng)).out).toContain(`:${port}`);
    });
  });

  it('counts the time of a connection without a byte from its end', async () => {
    await withEcho(async (port) => {
      const { program, port: own } = await proxied(`ws://127.0.0.1:${port}`);
      connect(own, '127.0.0.1')
        .on('error', () => {})
        .resume()
        .end();
      await program.find(/( 0\.0 +▲ +FIN by the client)/);
      program.kill('SIGINT');
      expect((await program.ended()).exitCode).toBe(0);
    });
  });

  it('drops a client whose server is gone, and goes on', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const { program, port: own } = await proxied(`ws://127.0.0.1:${port}`);
    expect((await talk(own, request())).length).toBe(0);
    expect((await talk(own, request())).length).toBe(0);
    program.kill('SIGINT');
    expect((await program.ended()).exitCode).toBe(0);
  });

  it('needs a port and a URL, and no file', async () => {
    expect((await sansocket('inspect', '--proxy', 'ws://a')).error).toMatch(
      /^Option --proxy must be PORT=URL, such as/,
    );
    expect((await sansocket('inspect', '--proxy', '70000=ws://a')).error).toMatch(
      /^Option --proxy must be/,
    );
    expect((await sansocket('inspect', '--proxy', '0=http://a')).error).toMatch(
      /^URL must begin with ws/,
    );
    expect((await sansocket('inspect', 'x', '--proxy', '0=ws://a')).error).toMatch(
      /^Option --proxy is instead of FILE/,
    );
  });
});
