/**
 * Code that waits: for a client that is open, for messages in a loop, for room in the output.
 *
 * @module
 */

import { ConnectError, type Signal } from 'sansocket/driving';
import { expectEqual, expectThat } from './expect.ts';
import { forBothRoles, openScene, sendBacklog, TURNS } from './scene.ts';
import type { CaseTable } from './transport-case.ts';
import { echo } from './transport-fixture.ts';

/** Every runtime has it. */
declare const AbortController: new () => {
  readonly signal: Signal;
  abort(reason?: unknown): void;
};

/** More than is under way at any time, in messages and in bytes of each. */
const [MESSAGES, LENGTH] = [16, 262_144];

export const awaitCases: CaseTable = {
  async 'opens a client, and loops over its messages until the end'(fixture) {
    const { port } = await fixture.serve({}, (event, socket) => {
      if (event.type !== 'open') return;
      for (const text of ['one', 'two', 'three']) socket.send(text);
      void socket.close(1000);
    });
    const socket = await fixture.open(`ws://127.0.0.1:${port}/`);
    const texts: unknown[] = [];
    for await (const { data } of socket) {
      await fixture.turns(1);
      texts.push(data);
    }
    expectEqual(texts, ['one', 'two', 'three'], 'Messages');
    expectEqual((await socket.close()).code, 1000, 'The close event');
  },

  async 'loops on where it was left, and sends in between'(fixture) {
    const { port } = await fixture.serve({}, echo);
    const socket = await fixture.open(`ws://127.0.0.1:${port}/`);
    for (const text of ['one', 'two', 'three']) socket.send(text);
    const texts: unknown[] = [];
    for await (const { data } of socket) {
      texts.push(data);
      break;
    }
    for await (const { data } of socket) {
      texts.push(data);
      if (texts.length === 3) break;
    }
    expectEqual(texts, ['one', 'two', 'three'], 'Messages');
    expectEqual((await socket.close(1000)).wasClean, true, 'Whether it has closed cleanly');
  },

  async 'loops in a listener'(fixture) {
    let ends = 0;
    const { port } = await fixture.serve({}, async (event, socket) => {
      if (event.type !== 'open') return;
      for await (const { data } of socket) socket.send(data);
      ends++;
    });
    const socket = await fixture.open(`ws://127.0.0.1:${port}/`);
    socket.send('hello');
    const { value } = await socket[Symbol.asyncIterator]().next();
    expectEqual(value?.data, 'hello', 'The echo');
    await socket.close();
    await fixture.atServer.next('close');
    await fixture.turns(1);
    expectEqual(ends, 1, 'Loops that have ended');
  },

  async 'rejects with the answer of a server that refuses'(fixture) {
    const { port } = await fixture.serve({
      onRequest: (_, socket) => socket.reject({ status: 403, body: 'no' }),
    });
    const error = await fixture.open(`ws://127.0.0.1:${port}/`).catch((it: unknown) => it);
    expectThat(error instanceof ConnectError, 'The error is a ConnectError');
    expectEqual(error.rejection?.status, 403, 'The status');
  },

  async 'rejects with the cause when nobody listens'(fixture) {
    const server = await fixture.serve();
    await server.close();
    const error = await fixture.open(`ws://127.0.0.1:${server.port}/`).catch((it: unknown) => it);
    expectThat(error instanceof ConnectError && error.cause !== undefined, 'It has a cause');
  },

  async 'rejects with the reason of a signal'(fixture) {
    const controller = new AbortController();
    const { signal } = controller;
    const { port } = await fixture.serve({ onRequest: () => controller.abort('enough') });
    const error = await fixture.open(`ws://127.0.0.1:${port}/`, { signal }).catch(String);
    expectEqual(error, 'enough', 'The reason');
  },

  ...forBothRoles({
    async 'reads nothing while the body of a loop runs, and reads on after it'(scene) {
      const { fixture, tried, peer, frame } = scene;
      await openScene(scene);
      const messages = tried.socket[Symbol.asyncIterator]();
      const first = messages.next();
      peer.write(frame(2, 'x'));
      await first;
      const payload = 'x'.repeat(LENGTH);
      for (let i = 0; i < MESSAGES; i++) peer.write(frame(2, payload));
      await fixture.turns(TURNS);
      expectThat(!tried.socket.connection.wantsInput, 'No input is wanted');
      const before = tried.all('message').length;
      expectThat(before < MESSAGES, 'Most messages are not read yet');
      for (let i = 0; i < MESSAGES; i++) {
        const { value } = await messages.next();
        expectEqual(value?.data.length, LENGTH, 'Bytes of a message');
      }
    },

    async 'waits for room until the peer reads'(scene) {
      const { tried, peer } = scene;
      await openScene(scene);
      const { socket } = tried;
      expectThat(await socket.drained(), 'There is room at first');
      peer.pause();
      sendBacklog(tried);
      let isDrained = false;
      const drained = socket.drained().then((hasRoom) => {
        isDrained = true;
        return hasRoom;
      });
      await scene.fixture.turns(TURNS);
      expectThat(!isDrained, 'It waits');
      peer.resume();
      expectThat(await drained, 'There is room again');
      expectEqual(tried.all('drain').length, 1, 'Drain events');
    },

    async 'waits for room no longer than a signal and the connection allow'(scene) {
      const { tried, peer } = scene;
      await openScene(scene);
      const { socket } = tried;
      peer.pause();
      sendBacklog(tried);
      const controller = new AbortController();
      const aborted = socket.drained(controller.signal).catch((reason: unknown) => reason);
      const lost = socket.drained();
      controller.abort('enough');
      expectEqual(await aborted, 'enough', 'The reason of the signal');
      socket.terminate();
      expectEqual(await lost, false, 'Whether there is room at the end');
      expectEqual(await socket.drained(), false, 'Whether there is room after the end');
    },
  }),
};
