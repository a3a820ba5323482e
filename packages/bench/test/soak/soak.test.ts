import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { type OnEvent, serve } from '@sansocket/node';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { workspaceRoot } from '../../src/program/index.ts';
import { kinds, runCrowd, type Tally } from '../../src/soak/clients/index.ts';

/** So many that there are two of each kind. */
const CLIENTS = 2 * kinds.length;

async function command(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const script = join(workspaceRoot, 'packages/bench/dist/soak/main.js');
  const child = spawn(process.execPath, [script, ...args]);
  const ended = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [unknown];
  return { code, out, err };
}

describe('pnpm soak', () => {
  it('stands, in Node, two lives of two clients of each kind', async () => {
    const plan = ['--lives', '2', '--clients', String(CLIENTS), '--seed', '1'];
    const { code, out, err } = await command(...plan, '--server', 'sansocket');
    expect(err).toBe('');
    expect(out).toMatch(/\| verdict +\| +stood \|/);
    expect(out).toMatch(new RegExp(`\\| lives of clients +\\| +${2 * CLIENTS} \\|`));
    expect(code).toBe(0);
  });
});

/** Serves the good clients for one life each. */
async function goodClientsOf(onEvent: OnEvent): Promise<Tally> {
  const server = await serve({ extensions: [permessageDeflate()] }, onEvent);
  try {
    const plan = { port: server.port, seed: 1, clients: CLIENTS, until: { lives: 1 } };
    return await runCrowd({ ...plan, side: 'good' });
  } finally {
    await server.close();
  }
}

describe('runCrowd()', () => {
  it('has a client of each good kind satisfied by an echo', async () => {
    const tally = await goodClientsOf((event, socket) => {
      if (event.type === 'message') socket.send(event.data);
    });
    expect(tally).toMatchObject({ wrong: 0, dropped: 0, problems: [] });
    expect(tally.right).toBeGreaterThan(0);
    const good = kinds.filter(({ isGood }) => isGood).map(({ name }) => [name, 2]);
    expect(tally.lives).toEqual(Object.fromEntries(good));
  });

  it('counts every echo as wrong in which one byte is', async () => {
    const tally = await goodClientsOf((event, socket) => {
      if (event.type !== 'message') return;
      const { data } = event;
      if (typeof data === 'string') socket.send(`${data.slice(0, -1)}?`);
      else socket.send(Uint8Array.of(...data.subarray(0, -1), (data.at(-1) ?? 0) ^ 1));
    });
    expect(tally).toMatchObject({ right: 0, dropped: 0 });
    expect(tally.wrong).toBeGreaterThan(0);
    expect(tally.problems).toContain('An echo is not the message');
  });

  it('counts a text that comes back as bytes as wrong', async () => {
    const tally = await goodClientsOf((event, socket) => {
      if (event.type !== 'message') return;
      const { data } = event;
      socket.send(typeof data === 'string' ? new TextEncoder().encode(data) : data);
    });
    expect(tally.wrong).toBeGreaterThan(0);
  });

  it.each<[string, OnEvent, string]>([
    [
      'closes',
      (event, socket) => {
        if (event.type === 'message') socket.close(1000);
      },
      'before an echo',
    ],
    [
      'resets',
      (event, socket) => {
        if (event.type === 'open') socket.stream.destroy();
      },
      'The server has ended, before',
    ],
  ])('counts a client as dropped when the server %s', async (_, onEvent, problem) => {
    const tally = await goodClientsOf(onEvent);
    expect(tally.dropped).toBeGreaterThan(0);
    expect(tally.problems.join()).toContain(problem);
  });

  it('ends by itself when nobody listens', async () => {
    const server = await serve({}, () => undefined);
    await server.close();
    const plan = { port: server.port, seed: 1, clients: CLIENTS, until: { ms: 600_000 } };
    const tally = await runCrowd({ ...plan, side: 'good' });
    expect(tally.right).toBe(0);
    expect(tally.dropped).toBeGreaterThan(0);
    await runCrowd({ ...plan, side: 'hostile' });
  });
});
