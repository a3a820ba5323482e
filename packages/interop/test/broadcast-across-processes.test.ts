import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Program } from '@sansocket/engines';
import { open, type Socket } from '@sansocket/node';
import { transformSync } from 'esbuild';

const redisPath = '/usr/bin/redis-server';
const isCi = (process.env['CI'] ?? '') !== '';
const itNeedsRedis = isCi || existsSync(redisPath) ? it : it.skip;

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { code } = transformSync(readFileSync(fileOf('programs/fan-out.ts'), 'utf8'), {
  loader: 'ts',
});

/** A port for Redis, which cannot choose one itself. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

/** A process of the page's program; the URL that it listens on. */
async function start(redisPort: number, programs: Program[]): Promise<string> {
  const url = `redis://127.0.0.1:${redisPort}`;
  const program = new Program(process.execPath, ['--input-type=module'], {
    input: `process.env.REDIS_URL = '${url}';\n${code}`,
    cwd: fileOf('..'),
  });
  programs.push(program);
  return `ws://127.0.0.1:${await program.find(/Listening on (\d+)/)}/`;
}

/** The next text; `undefined` when the connection ends instead. */
async function nextText(socket: Socket): Promise<unknown> {
  for await (const { data } of socket) return data;
  return undefined;
}

describe('docs/how-to/broadcast-across-processes.md', () => {
  itNeedsRedis('reaches the connections of every process', async () => {
    const port = await freePort();
    const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', ''];
    const redis = new Program(redisPath, args);
    const programs: Program[] = [];
    try {
      await redis.find(/(Ready to accept connections)/);
      const urls = [await start(port, programs), await start(port, programs)];
      const sockets = await Promise.all([...urls, ...urls].map((url) => open(url)));
      const texts = Promise.all(sockets.map(nextText));
      sockets[0]!.send('Hello');
      expect(await texts).toEqual(['Hello', 'Hello', 'Hello', 'Hello']);

      for (const { process } of programs) process.kill('SIGTERM');
      await Promise.all(sockets.map(nextText));
      const closes = await Promise.all(sockets.map((socket) => socket.close()));
      expect(closes.map(({ code }) => code)).toEqual([1001, 1001, 1001, 1001]);
      const ends = await Promise.all(programs.map((program) => program.ended()));
      expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    } finally {
      for (const program of [redis, ...programs]) program.kill();
    }
  });
});
