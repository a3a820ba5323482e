/**
 * The opening handshake over a transport (RFC 6455 §4).
 *
 * @module
 */

import { maskedFrame, sampleRequest } from './bare-peer.ts';
import { expectEqual, expectMembers, expectThat } from './expect.ts';
import type { CaseTable } from './transport-case.ts';
import { echo, SOON } from './transport-fixture.ts';

export const openingCases: CaseTable = {
  async 'opens both ends with a subprotocol'(fixture) {
    const { port } = await fixture.serve({ subprotocols: ['chat'] });
    fixture.connect(`ws://127.0.0.1:${port}/room?name=1`, { subprotocols: ['talk', 'chat'] });
    expectEqual((await fixture.atClient.next('open')).subprotocol, 'chat', 'At the client');
    expectEqual((await fixture.atServer.next('open')).subprotocol, 'chat', 'At the server');
  },

  async 'hands the request to onRequest, which may answer later'(fixture) {
    const targets: string[] = [];
    const { port } = await fixture.serve({
      onRequest({ target }, socket) {
        targets.push(target);
        void fixture.turns(1).then(() => socket.accept({ headers: [['X-Room', 'blue']] }));
      },
    });
    fixture.connect(`ws://127.0.0.1:${port}/room`);
    const { fields } = await fixture.atClient.next('open');
    expectThat(
      fields.some(([name, value]) => name === 'X-Room' && value === 'blue'),
      'The response has the field of accept',
    );
    expectEqual(targets, ['/room'], 'Targets of the requests');
  },

  async 'rejects with a status and a body'(fixture) {
    const { port } = await fixture.serve({
      onRequest: (_, socket) => socket.reject({ status: 404, body: 'No such room' }),
    });
    fixture.connect(`ws://127.0.0.1:${port}/`);
    const { status, body } = await fixture.atClient.next('handshake-rejected');
    expectEqual([status, String.fromCharCode(...body)], [404, 'No such room'], 'At the client');
    const close = await fixture.atClient.next('close');
    expectMembers(close, { code: 1006, endedBy: 'peer' }, 'Close event of the client');
  },

  async 'answers 500 when a policy throws, and the close event has the error'(fixture) {
    const cause = new Error('In the policy');
    const { port } = await fixture.serve({
      allowedOrigins() {
        throw cause;
      },
    });
    fixture.connect(`ws://127.0.0.1:${port}/`);
    const { status } = await fixture.atClient.next('handshake-rejected');
    expectEqual(status, 500, 'The status');
    const close = await fixture.atServer.next('close');
    expectMembers(close, { code: 1006, endedBy: 'local' }, 'Close event of the server');
    expectThat(close.cause === cause, 'The close event names the error');
  },

  async 'receives frames that come in one write with the request'(fixture) {
    const { port } = await fixture.serve({}, echo);
    const client = fixture.bareClient(port);
    client.write(sampleRequest + maskedFrame(1, 'Hello'));
    await client.until('\x81\x05Hello');
    await client.until('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
  },

  async 'reports in the close event that nobody listens'(fixture) {
    const server = await fixture.serve();
    await server.close();
    fixture.connect(`ws://127.0.0.1:${server.port}/`);
    const close = await fixture.atClient.next('close');
    expectMembers(close, { code: 1006, endedBy: 'transport' }, 'Close event');
    expectThat(close.cause !== undefined, 'The close event names the error');
  },
};

/** A timeout that begins with the first byte. */
export const slowRequestCases: CaseTable = {
  async 'answers a request that never ends with 408'(fixture) {
    const { port } = await fixture.serve({ timeouts: { openingHandshakeMs: SOON } });
    const client = fixture.bareClient(port);
    client.write('GET / HTTP/1.1\r\n');
    await client.untilEnd();
    client.end();
    expectEqual(client.received.slice(0, 13), 'HTTP/1.1 408 ', 'The response');
    const close = await fixture.atServer.next('close');
    expectMembers(close, { endedBy: 'timeout' }, 'Close event of the server');
  },
};
