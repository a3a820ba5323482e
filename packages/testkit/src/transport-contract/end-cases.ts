/**
 * How a connection ends: the closing handshake, ends and resets of the transport, timeouts (RFC 6455 §7).
 *
 * @module
 */

import { maskedFrame, sampleRequest } from './bare-peer.ts';
import { expectEqual, expectMembers, expectThat } from './expect.ts';
import { forBothRoles, openScene, sendBacklog, TURNS } from './scene.ts';
import type { CaseTable } from './transport-case.ts';
import { echo, HOUR, SOON } from './transport-fixture.ts';

const MEBIBYTE = 1_048_576;

export const endCases: CaseTable = {
  ...forBothRoles({
    async 'receives all that came before the peer closed its half, once the application reads on'(
      scene,
    ) {
      const { fixture, tried, peer, frame } = scene;
      await openScene(scene);
      tried.socket.pauseReceiving();
      await fixture.turns(TURNS);
      const sent = ['one', 'two', 'three'];
      for (const text of sent) {
        peer.write(frame(1, text));
        await fixture.turns(TURNS);
      }
      peer.end();
      await fixture.turns(TURNS);
      // A read in progress may still deliver the first.
      expectThat(tried.all('message').length < 2, 'A pause keeps messages back');

      tried.socket.resumeReceiving();
      await tried.until('close');
      const heard = tried.all('message').map(({ data }) => data);
      expectEqual(heard, sent, 'Messages before the end');
      const [close] = tried.all('close');
      expectMembers(
        close!,
        { code: 1006, wasClean: false, endedBy: 'transport' },
        'The close event',
      );
      await fixture.runtime.closed(tried.socket.stream);
    },

    async 'answers what came before the peer closed its half'(scene) {
      const { tried, peer, frame, fixture } = scene;
      await openScene(scene);
      peer.end(frame(9, 'ping'));
      await peer.untilEnd();
      expectThat(peer.received.endsWith('ping'), 'The pong came');
      await tried.until('close');
      expectEqual(tried.all('close')[0]!.endedBy, 'transport', 'Who has ended the connection');
      await fixture.runtime.closed(tried.socket.stream);
    },

    async 'sends all that waits behind the end of the peer'(scene) {
      const { tried, peer, fixture } = scene;
      await openScene(scene);
      peer.pause();
      sendBacklog(tried);
      await fixture.turns(TURNS);
      peer.end();
      await fixture.turns(TURNS);
      peer.resume();
      await peer.untilBytes(tried.credit.handed);
      await peer.untilEnd();
      await tried.until('close');
      expectEqual(tried.all('close')[0]!.endedBy, 'transport', 'Who has ended the connection');
      await fixture.runtime.closed(tried.socket.stream);
    },

    async 'sends all that waits before its end'(scene) {
      const { tried, peer, frame, fixture, role } = scene;
      await openScene(scene);
      peer.pause();
      sendBacklog(tried);
      await fixture.turns(TURNS);
      peer.write(frame(8, '\x03\xe8'));
      await tried.until('close-received');
      peer.resume();
      await peer.untilBytes(tried.credit.handed);
      expectEqual(peer.endOfReceived(2), '\x03\xe8', 'The end of the Close frame');
      // §7.1.1: the server is the first to close its half.
      if (role === 'server') await peer.untilEnd();
      peer.end();
      await peer.untilEnd();
      await tried.until('close');
      expectMembers(
        tried.all('close')[0]!,
        { code: 1000, wasClean: true, endedBy: 'peer' },
        'The close event',
      );
      await fixture.runtime.closed(tried.socket.stream);
    },
  }),

  async 'closes cleanly when the client starts it'(fixture) {
    const client = await fixture.openPair();
    client.close(3001, 'done');
    const close = { type: 'close', code: 3001, reason: 'done', wasClean: true, endedBy: 'peer' };
    expectEqual(await fixture.atServer.next('close'), close, 'Close event of the server');
    const { code, wasClean } = await fixture.atClient.next('close');
    expectEqual([code, wasClean], [3001, true], 'Close event of the client');
    await fixture.runtime.closed(client.stream);
  },

  async 'closes cleanly when the server starts it'(fixture) {
    const client = await fixture.openPair();
    await fixture.atServer.next('open');
    const { socket } = fixture.atServer;
    socket.close(4000, 'enough');
    const close = { code: 4000, wasClean: true };
    expectMembers(
      await fixture.atClient.next('close'),
      { ...close, reason: 'enough' },
      'Close event of the client',
    );
    expectMembers(
      await fixture.atServer.next('close'),
      { ...close, endedBy: 'local' },
      'Close event of the server',
    );
    await Promise.all([client, socket].map(({ stream }) => fixture.runtime.closed(stream)));
  },

  async 'closes each connection with 1001 when the server closes'(fixture) {
    const server = await fixture.serve();
    for (let i = 0; i < 2; i++) {
      fixture.connect(`ws://127.0.0.1:${server.port}/`);
      await fixture.atClient.next('open');
    }
    await server.close();
    for (let i = 0; i < 2; i++) {
      const close = await fixture.atClient.next('close');
      expectMembers(close, { code: 1001, wasClean: true }, 'Close event of a client');
    }
  },

  async 'leaves no connection open that comes while the server closes'(fixture) {
    const server = await fixture.serve();
    const client = fixture.bareClient(server.port);
    client.write(sampleRequest);
    await Promise.all([server.close(), client.untilEnd()]);
  },

  async 'drops a client that does not close TCP'(fixture) {
    const { port } = await fixture.serve({ timeouts: { lingerMs: SOON } });
    const client = fixture.bareClient(port);
    client.write(sampleRequest + maskedFrame(8, '\x03\xe8'));
    await client.until('\x88\x02\x03\xe8');
    await client.untilEnd();
    const close = await fixture.atServer.next('close');
    expectMembers(close, { code: 1000, wasClean: true }, 'Close event of the server');
    await fixture.runtime.closed(fixture.atServer.socket.stream);
  },

  async 'gives up on a peer that does not answer a Close frame'(fixture) {
    const timeouts = { keepalivePingMs: HOUR, closingHandshakeMs: SOON };
    const { port } = await fixture.serve({ timeouts });
    fixture.bareClient(port).write(sampleRequest);
    await fixture.atServer.next('open');
    fixture.atServer.socket.close(1000);
    const { code, endedBy, wasClean } = await fixture.atServer.next('close');
    expectEqual([code, endedBy, wasClean], [1006, 'local', false], 'Close event of the server');
    await fixture.runtime.closed(fixture.atServer.socket.stream);
  },

  async 'gives up on a peer that reads nothing, when a message is right before the Close frame'(
    fixture,
  ) {
    const timeouts = { keepalivePingMs: HOUR, closingHandshakeMs: SOON, slowPeerMs: HOUR };
    const { port } = await fixture.serve({ timeouts });
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await fixture.atServer.next('open');
    client.pause();
    const { socket } = fixture.atServer;
    for (let i = 0; i < 32; i++) socket.send(new Uint8Array(MEBIBYTE));
    await fixture.turns(TURNS);
    socket.send('last words');
    socket.close(1000);
    const { endedBy } = await fixture.atServer.next('close');
    expectEqual(endedBy, 'local', 'Who has ended the connection');
    await fixture.runtime.closed(socket.stream);
  },

  async 'sends what is due after the peer has closed its half'(fixture) {
    const { port } = await fixture.serve({}, echo);
    const client = fixture.bareClient(port);
    client.end(sampleRequest + maskedFrame(1, 'last words'));
    await client.untilEnd();
    expectThat(client.received.endsWith('\x81\x0alast words'), 'The echo came');
    const { code, wasClean, endedBy } = await fixture.atServer.next('close');
    expectEqual([code, wasClean, endedBy], [1006, false, 'transport'], 'Close event of the server');
    await fixture.runtime.closed(fixture.atServer.socket.stream);
  },

  async 'drops a peer that has closed its half and reads nothing more'(fixture) {
    const { port } = await fixture.serve({ timeouts: { lingerMs: SOON } });
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await fixture.atServer.next('open');
    client.pause();
    const { socket } = fixture.atServer;
    for (let i = 0; i < 32; i++) socket.send(new Uint8Array(MEBIBYTE));
    client.end();
    const close = await fixture.atServer.next('close');
    expectMembers(close, { endedBy: 'transport' }, 'Close event of the server');
    await fixture.runtime.closed(socket.stream);
  },

  async 'reports a reset'(fixture) {
    const { port } = await fixture.serve();
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await fixture.atServer.next('open');
    client.reset();
    const close = await fixture.atServer.next('close');
    expectMembers(close, { code: 1006, endedBy: 'transport' }, 'Close event of the server');
    expectThat(close.cause !== undefined, 'The close event names the error');
  },

  async 'answers a violation with a Close frame and ends'(fixture) {
    const { port } = await fixture.serve();
    const client = fixture.bareClient(port);
    client.write(`${sampleRequest}\x81\x05Hello`);
    await client.untilEnd();
    client.end();
    expectThat(client.received.endsWith('\x88\x02\x03\xea'), 'A Close frame with 1002 came');
    const violation = await fixture.atServer.next('violation');
    expectMembers(violation, { closeCode: 1002 }, 'Violation at the server');
    const close = await fixture.atServer.next('close');
    expectMembers(close, { endedBy: 'violation' }, 'Close event of the server');
  },
};
