import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { type BunSocket, openSocket, socketHandlers } from '@sansocket/bun';
import { TransportFixture, transportContract } from '@sansocket/testkit/transport-contract';
import { OpenConnection } from 'sansocket';
import { bunRuntime } from './helpers/bun-runtime.ts';

describe('@sansocket/bun', () => {
  const cases = transportContract(bunRuntime);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());

  it('hands out the error of Bun as the cause of the close event', async () => {
    const fixture = new TransportFixture(bunRuntime);
    const server = await fixture.serve();
    await server.close();
    fixture.connect(`ws://127.0.0.1:${server.port}/`);
    expect((await fixture.atClient.next('close')).cause).toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('notices a reset that a write comes upon while nothing is read', async () => {
    const didReset = new Int32Array(new SharedArrayBuffer(4));
    const peer = new Worker(resettingPeer, { eval: true, workerData: didReset });
    const [port] = (await once(peer, 'message')) as [number];
    const connection = new OpenConnection('client', {}, performance.now());
    const options = { allowHalfOpen: true, socket: socketHandlers } as const;
    const stream = await Bun.connect({ hostname: '127.0.0.1', port, ...options });
    const closed = new Promise((resolve) => {
      const socket = openSocket(connection, stream, (event) => {
        if (event.type === 'close') resolve([event.code, event.endedBy]);
      });
      socket.pauseReceiving();
      // More than the system holds.
      socket.send(new Uint8Array(64 * 1_048_576));
      setTimeout(() => {
        peer.postMessage('reset');
        // Bun waits for no events meanwhile: it is the next write that learns of the reset.
        Atomics.wait(didReset, 0, 0);
        socketHandlers.drain(stream);
      });
    });
    expect(await closed).toEqual([1006, 'transport']);
    await peer.terminate();
  });
});

declare const Bun: { connect(options: object): Promise<BunSocket> };

/** Accepts one socket of Bun, never reads from it, and resets it when it is told to. */
const resettingPeer = `
const { parentPort, workerData } = require('node:worker_threads');
let accepted;
const open = (socket) => { socket.pause(); accepted = socket; };
const socket = { open, data() {}, close() { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); } };
const { port } = Bun.listen({ hostname: '127.0.0.1', port: 0, socket });
parentPort.on('message', () => accepted.terminate());
parentPort.postMessage(port);
`;
