/**
 * A listener that throws, or whose promise rejects: its connection is closed with 1011, the error is the application's,
 * and nothing else is harmed.
 *
 * @module
 */

import { maskedFrame, sampleRequest } from './bare-peer.ts';
import { expectEqual, expectThat } from './expect.ts';
import { TURNS } from './scene.ts';
import type { CaseTable } from './transport-case.ts';
import type { TransportFixture } from './transport-fixture.ts';

/** What listeners do with a message. */
const failings = {
  throws(data: unknown): unknown {
    throw new Error(String(data));
  },
  async rejects(data: unknown): Promise<void> {
    await Promise.resolve();
    throw new Error(String(data));
  },
};

/** The error goes to `onError`. */
export const failingCases: CaseTable = {
  ...casesOf('throws'),
  ...casesOf('rejects'),
  ...requestCasesOf('throws'),
  ...requestCasesOf('rejects'),
};

function casesOf(how: keyof typeof failings): CaseTable {
  return {
    async [`server: closes one connection with 1011 when its listener ${how}`](fixture) {
      const errors: unknown[] = [];
      const { port } = await fixture.serve(
        { onError: (error, socket) => errors.push([String(error), socket.readyState]) },
        (event, socket) => {
          if (event.type !== 'message') return undefined;
          return event.data === 'bad' ? failings[how]('bad') : socket.send(event.data);
        },
      );
      const [bad, good] = [fixture.bareClient(port), fixture.bareClient(port)];
      bad.write(sampleRequest);
      await bad.until('\r\n\r\n');
      bad.write(maskedFrame(1, 'bad') + maskedFrame(1, 'after'));
      await bad.until('\x88\x02\x03\xf3');
      await bad.untilEnd();
      bad.end();
      await fixture.atServer.next('close');
      good.write(sampleRequest + maskedFrame(1, 'good'));
      await good.until('\x81\x04good');
      expectEqual(errors, [['Error: bad', 'closing']], 'Errors');
      const replies = bad.received.slice(bad.received.indexOf('\r\n\r\n') + 4);
      // A listener whose promise rejects later has been given the message behind it.
      const late = how === 'rejects' ? ['\x81\x05after'] : [];
      expectThat(
        ['', ...late].some((it) => replies.startsWith(`${it}\x88`)),
        'Nothing follows',
      );
    },

    async [`client: closes the connection with 1011 when its listener ${how}`](fixture) {
      const errors: unknown[] = [];
      const onError = (error: unknown): unknown => errors.push(String(error));
      const { port } = await fixture.serve();
      fixture.connect(`ws://127.0.0.1:${port}/`, { onError }, ({ type }) =>
        type === 'open' ? failings[how](type) : undefined,
      );
      expectEqual((await fixture.atServer.next('close-received')).code, 1011, 'At the server');
      await fixture.atClient.next('close');
      expectEqual(errors, ['Error: open'], 'Errors');
    },
  };
}

function requestCasesOf(how: keyof typeof failings): CaseTable {
  return {
    async [`server: answers 500 when onRequest ${how}`](fixture) {
      const errors: unknown[] = [];
      const onError = (error: unknown): unknown => errors.push(String(error));
      const { port } = await fixture.serve({ onError, onRequest: () => failings[how]('request') });
      fixture.connect(`ws://127.0.0.1:${port}/`);
      expectEqual((await fixture.atClient.next('handshake-rejected')).status, 500, 'The status');
      expectEqual(errors, ['Error: request'], 'Errors');
    },
  };
}

/** Without `onError`. */
export const listenerCases: CaseTable = {
  async 'leaves an error that the listener throws uncaught, once'(fixture) {
    const errors = catchAll(fixture);
    const { port } = await fixture.serve({}, (event) => {
      if (event.type === 'message') throw new Error(String(event.data));
    });
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await client.until('\r\n\r\n');
    client.write(maskedFrame(1, 'one') + maskedFrame(1, 'two'));
    await client.until('\x88\x02\x03\xf3');
    client.end();
    await fixture.atServer.next('close');
    expectEqual(await errors(1), ['one'], 'Errors that nobody has caught');
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
