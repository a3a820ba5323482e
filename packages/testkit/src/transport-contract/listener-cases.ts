/**
 * A listener that throws: the error is nobody's but the application's, and the connection goes on.
 *
 * @module
 */

import { maskedFrame, sampleRequest } from './bare-peer.ts';
import { expectEqual, expectMembers, expectThat } from './expect.ts';
import { TURNS } from './scene.ts';
import type { CaseTable } from './transport-case.ts';
import type { TransportFixture } from './transport-fixture.ts';

export const listenerCases: CaseTable = {
  async 'delivers the events behind one at which the listener throws, and reads on'(fixture) {
    const errors = catchAll(fixture);
    const heard: unknown[] = [];
    const { port } = await fixture.serve({}, (event, socket) => {
      if (event.type !== 'message') return;
      heard.push(event.data);
      socket.send(event.data);
      throw new Error(String(event.data));
    });
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await client.until('\r\n\r\n');
    client.write(maskedFrame(1, 'one') + maskedFrame(1, 'two'));
    await client.until('\x81\x03two');
    client.write(maskedFrame(1, 'three'));
    await client.until('\x81\x05three');
    client.write(maskedFrame(8, '\x03\xe8'));
    await client.untilEnd();
    client.end();
    const close = await fixture.atServer.next('close');
    expectMembers(close, { code: 1000, wasClean: true }, 'Close event of the server');
    const sent = ['one', 'two', 'three'];
    expectEqual(heard, sent, 'Messages');
    // One that comes behind the next event is as good.
    const thrown = await errors(sent.length);
    expectEqual([...thrown].sort(), [...sent].sort(), 'Errors that nobody has caught');
  },

  async 'closes although the listener throws at the close event'(fixture) {
    const errors = catchAll(fixture);
    const server = await fixture.serve({}, ({ type }) => {
      if (type === 'close') throw new Error('at the close event');
    });
    const client = fixture.bareClient(server.port);
    client.write(sampleRequest);
    await fixture.atServer.next('open');
    client.reset();
    await fixture.atServer.next('close');
    await server.close();
    expectEqual(await errors(1), ['at the close event'], 'Errors that nobody has caught');
  },

  async 'answers 500 when onRequest throws'(fixture) {
    const errors = catchAll(fixture);
    const { port } = await fixture.serve({
      onRequest() {
        throw new Error('in onRequest');
      },
    });
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await client.untilEnd();
    client.end();
    expectThat(client.received.startsWith('HTTP/1.1 500 '), 'The response is 500');
    expectEqual(await errors(1), ['in onRequest'], 'Errors that nobody has caught');
  },
};

/** @returns The messages of the errors that nobody has caught, once there are so many. */
function catchAll(fixture: TransportFixture): (count: number) => Promise<readonly string[]> {
  const errors: string[] = [];
  const release = fixture.runtime.uncaught!((error) => {
    errors.push(error instanceof Error ? error.message : String(error));
  });
  fixture.atEnd(release);
  return async (count) => {
    while (errors.length < count) await fixture.turns(1);
    await fixture.turns(TURNS);
    return errors;
  };
}
