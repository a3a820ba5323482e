/**
 * The properties and calls of a socket that applications use, and the sockets of a server.
 *
 * @module
 */

import type { Signal } from 'sansocket/driving';
import { expectEqual, expectMembers, expectThat } from './expect.ts';
import { TURNS } from './scene.ts';
import type { CaseTable } from './transport-case.ts';
import { echo } from './transport-fixture.ts';

/** Every runtime has it. */
declare const AbortController: new () => {
  readonly signal: Signal;
  abort(reason?: unknown): void;
};

export const applicationCases: CaseTable = {
  async 'show the state, the subprotocol, the extensions and the address of the peer'(fixture) {
    const subprotocols = ['chat'];
    const client = await fixture.openPair({ subprotocols }, { subprotocols });
    const { socket: server } = fixture.atServer;
    for (const [socket, where] of [
      [client, 'At the client'],
      [server, 'At the server'],
    ] as const) {
      expectEqual([socket.readyState, socket.subprotocol], ['open', 'chat'], where);
      expectEqual([socket.extensions, socket.latency], ['', undefined], where);
      expectEqual(socket.remoteAddress, fixture.runtime.peerAddress, `Address: ${where}`);
    }
    client.ping();
    const { latency } = await fixture.atClient.next('pong');
    expectThat(client.latency === latency, 'The latency is that of the last pong');
    void client.close();
    expectEqual(client.readyState, 'closing', 'After close');
    await fixture.atClient.next('close');
    expectEqual(client.readyState, 'closed', 'After the close event');
  },

  async 'count the bytes that are not sent'(fixture) {
    const client = await fixture.openPair();
    client.send('abc');
    expectEqual(client.bufferedAmount, 9, 'Bytes of the frame');
    await fixture.atClient.next('message');
    expectEqual(client.bufferedAmount, 0, 'Bytes after it was sent');
  },

  async 'keep a value of the application'(fixture) {
    const { port } = await fixture.serve(
      {
        onRequest({ target }, socket) {
          socket.data = target;
          socket.accept();
        },
      },
      ({ type }, socket) => {
        if (type === 'open') socket.send(String(socket.data));
      },
    );
    const client = fixture.connect(`ws://127.0.0.1:${port}/blue`);
    expectEqual(client.data, undefined, 'The value before it is set');
    expectEqual((await fixture.atClient.next('message')).data, '/blue', 'The value');
  },

  async 'drop the connection at once when told to terminate'(fixture) {
    const client = await fixture.openPair();
    client.terminate();
    const close = await fixture.atClient.next('close');
    expectMembers(close, { code: 1006, wasClean: false, endedBy: 'local' }, 'At the client');
    expectEqual((await fixture.atServer.next('close')).code, 1006, 'At the server');
    client.terminate();
    await fixture.turns(TURNS);
    expectThat(!fixture.atServer.has('close-received'), 'No Close frame was sent');
  },

  async 'fail the connection with a code'(fixture) {
    const client = await fixture.openPair();
    client.fail(4000, 'enough');
    const { code, reason } = await fixture.atServer.next('close-received');
    expectEqual([code, reason], [4000, 'enough'], 'At the server');
    await fixture.atClient.next('close');
  },

  async 'are listed by their server from the open event to the close event'(fixture) {
    const sizes: [string, number][] = [];
    const server = await fixture.serve({}, ({ type }) => {
      sizes.push([type, server.sockets.size]);
    });
    const url = `ws://127.0.0.1:${server.port}/`;
    const first = fixture.connect(url);
    await fixture.atServer.next('open');
    fixture.connect(url);
    await fixture.atServer.next('open');
    expectEqual([...server.sockets].length, 2, 'Sockets');
    void first.close(1000);
    await fixture.atServer.next('close');
    expectEqual(
      sizes,
      [
        ['open', 1],
        ['open', 2],
        ['close-received', 2],
        ['close', 1],
      ],
      'Sizes at the events',
    );
  },

  async 'all get a broadcast, except one'(fixture) {
    const server = await fixture.serve({}, (event, socket) => {
      if (event.type === 'message') server.broadcast(event.data, socket);
    });
    const url = `ws://127.0.0.1:${server.port}/`;
    const got: unknown[] = [];
    const clients = Array.from({ length: 3 }, (_, i) =>
      fixture.connect(url, {}, (event) => {
        if (event.type === 'message') got.push([i, event.data]);
      }),
    );
    for (let i = 0; i < clients.length; i++) await fixture.atClient.next('open');
    clients[1]!.send('hello');
    for (let i = 0; i < 2; i++) await fixture.atClient.next('message');
    server.broadcast(Uint8Array.of(1));
    for (let i = 0; i < 3; i++) await fixture.atClient.next('message');
    const texts = got.filter((it) => Array.isArray(it) && it[1] === 'hello');
    expectEqual(
      texts.sort(),
      [
        [0, 'hello'],
        [2, 'hello'],
      ],
      'Who got the text',
    ); // prettier-ignore
    expectEqual(got.length, 5, 'Messages');
  },

  async 'refuse to broadcast what is no message, to nobody as well'(fixture) {
    const server = await fixture.serve();
    for (const data of [{}, undefined, 5, [Uint8Array.of(1)]]) {
      let error: unknown;
      try {
        server.broadcast(data as string);
      } catch (it) {
        error = it;
      }
      expectThat(error instanceof TypeError, `A TypeError for ${typeof data}`);
    }
  },

  async 'refuse to wait for room with what is no signal'(fixture) {
    const client = await fixture.openPair();
    const wrong = { aborted: false } as unknown as Signal;
    const error = await client.drained(wrong).catch((it: unknown) => String(it));
    expectEqual(error, 'TypeError: signal must be an AbortSignal, got an object', 'The error');
  },

  async 'tell by a promise how they have closed'(fixture) {
    const client = await fixture.openPair();
    const event = await client.close(1000, 'done');
    expectMembers(event, { code: 1000, wasClean: true, endedBy: 'local' }, 'The close event');
    expectThat((await client.close()) === event, 'It is the same afterwards');
  },

  async 'are dropped when the signal of connect is aborted'(fixture) {
    const controller = new AbortController();
    const { signal } = controller;
    await fixture.openPair({}, { signal });
    controller.abort('enough');
    const close = await fixture.atClient.next('close');
    expectMembers(close, { code: 1006, endedBy: 'local', cause: 'enough' }, 'At the client');
    await fixture.atServer.next('close');
  },

  async 'are not made when the signal is aborted already'(fixture) {
    const controller = new AbortController();
    const { signal } = controller;
    controller.abort('too late');
    const { port } = await fixture.serve();
    const thrown = await Promise.resolve()
      .then(() => fixture.connect(`ws://127.0.0.1:${port}/`, { signal }))
      .then(String, (error: unknown) => error);
    expectEqual(thrown, 'too late', 'Thrown by connect');
    const refused = await fixture.serve({ signal }).catch((error: unknown) => error);
    expectEqual(refused, 'too late', 'Thrown by serve');
  },

  async 'are closed with 1001 when the signal of their server is aborted'(fixture) {
    const controller = new AbortController();
    const { signal } = controller;
    const { port } = await fixture.serve({ signal }, echo);
    fixture.connect(`ws://127.0.0.1:${port}/`);
    await fixture.atClient.next('open');
    controller.abort();
    expectEqual((await fixture.atClient.next('close')).code, 1001, 'At the client');
  },
};
