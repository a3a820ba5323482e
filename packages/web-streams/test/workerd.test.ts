import { existsSync } from 'node:fs';
import { Socket as NetSocket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { localhost } from '@sansocket/engines';
import { portableCases } from '@sansocket/engines/cases';
import { type OnEvent, type ServeOptions, type Server, type Socket, serve } from '@sansocket/node';
import { program, startWorkerd, type Workerd } from './workerd/workerd.ts';

const MEBIBYTE = 1_048_576;
const MESSAGES = 32;
const close = { code: 1000, wasClean: true, endedBy: 'local', hasCause: false };

/** Skipped where there is no workerd, except in CI, where that fails. */
const describeWorkerd =
  existsSync(program) || (process.env['CI'] ?? '') !== '' ? describe : describe.skip;

describeWorkerd('workerd', () => {
  let workerd: Workerd;
  let server: Server | undefined;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    workerd = await startWorkerd();
  });
  afterAll(() => workerd.stop());
  afterEach(() => server?.close());

  const onEvent: OnEvent = (event, socket) => {
    if (event.type === 'open') sockets.push(socket);
    if (event.type !== 'message') return;
    if (event.data === 'close me') socket.close(4001, 'enough');
    else if (event.data === 'reset me') reset(socket);
    else if (event.data === 'flood') void flood(socket);
    else socket.send(event.data);
  };

  function reset({ stream }: Socket): void {
    if (stream instanceof NetSocket) stream.resetAndDestroy();
  }

  /** Sends more than the system takes, and tells another client that it is felt. */
  async function flood(socket: Socket): Promise<void> {
    for (let i = 0; i < MESSAGES; i++) socket.send(new Uint8Array(MEBIBYTE));
    for (let i = 0; i < 20; i++) await setImmediate();
    const other = sockets.find((each) => each !== socket)!;
    other.send(socket.connection.bufferedAmount > (MESSAGES / 2) * MEBIBYTE ? 'felt' : 'not felt');
  }

  async function converse(name: string, options: ServeOptions = {}): Promise<unknown> {
    sockets.length = 0;
    server = await serve(options, onEvent);
    const scheme = options.tls === undefined ? 'ws' : 'wss';
    return workerd.converse(name, `${scheme}://localhost:${server.port}/`);
  }

  const echo = {
    small: ['Grüße', ''],
    sameText: true,
    sameBytes: true,
    pong: [1],
    fragmented: 'fragment',
    ...close,
    code: 3001,
  };

  it('carries messages, and closes cleanly when the worker starts it', async () => {
    expect(await converse('echo')).toEqual(echo);
  });

  it('carries messages over TLS', async () => {
    const { key, cert } = localhost;
    expect(await converse('echo', { tls: { key, cert } })).toEqual(echo);
  });

  it('closes cleanly when the server starts it', async () => {
    expect(await converse('close-me')).toEqual({ ...close, code: 4001, endedBy: 'peer' });
  });

  it('stops reading while the worker pauses, so that the server feels it', async () => {
    expect(await converse('paused')).toEqual({ felt: 'felt', silent: true, ...close });
  });

  it('reports a reset', async () => {
    const lost = { code: 1006, wasClean: false, endedBy: 'transport', hasCause: true };
    expect(await converse('reset-me')).toEqual(lost);
  });

  it('runs every vector and every law', async () => {
    const report = { passed: portableCases().length, failures: [] };
    expect(await workerd.converse('portable', 'ws://localhost/')).toEqual(report);
  });

  it('reports in the close event that nobody listens', async () => {
    const nobody = await serve({}, onEvent);
    await nobody.close();
    const lost = { code: 1006, wasClean: false, endedBy: 'transport', hasCause: true };
    expect(await workerd.converse('refused', `ws://localhost:${nobody.port}/`)).toEqual(lost);
  });
});
