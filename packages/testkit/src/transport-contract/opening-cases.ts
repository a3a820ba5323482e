/**
 * The opening handshake over a transport (RFC 6455 §4).
 *
 * @module
 */

import { maskedFrame, sampleRequest } from './bare-peer.ts';
import { expectEqual, expectMembers, expectThat } from './expect.ts';
import { TURNS } from './scene.ts';
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
      allowedHosts() {
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

  async 'answers requests that do not ask for WebSocket as it is told'(fixture) {
    const { port } = await fixture.serve({
      answerPlain({ method, target }) {
        if (target !== '/health') return undefined;
        return { status: 200, headers: { 'X-Method': method }, body: 'fine\n' };
      },
    });
    const answers: string[] = [];
    for (const line of ['GET /health', 'HEAD /health', 'GET /other']) {
      const client = fixture.bareClient(port);
      client.write(`${line} HTTP/1.1\r\nHost: a\r\n\r\n`);
      await client.untilEnd();
      client.end();
      answers.push(client.received);
    }
    const [get = '', head = '', other = ''] = answers;
    expectThat(get.startsWith('HTTP/1.1 200 OK\r\n'), 'The status is 200');
    expectThat(get.includes('\r\nX-Method: GET\r\n'), 'The field is there');
    expectThat(get.endsWith('\r\n\r\nfine\n'), 'The body is there');
    expectThat(head.includes('\r\nContent-Length: 5\r\n'), 'HEAD has the length');
    expectThat(head.endsWith('\r\n\r\n'), 'HEAD has no body');
    expectThat(other.startsWith('HTTP/1.1 426 '), 'Others are refused');
  },

  async 'answers 500 when answerPlain throws, and the close event has the error'(fixture) {
    const cause = new Error('In answerPlain');
    const { port } = await fixture.serve({
      answerPlain() {
        throw cause;
      },
    });
    const client = fixture.bareClient(port);
    client.write('GET /health HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.untilEnd();
    client.end();
    expectThat(client.received.startsWith('HTTP/1.1 500 '), 'The status is 500');
    const close = await fixture.atServer.next('close');
    expectThat(close.cause === cause, 'The close event has the error');
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

/** Without TLS: no certificate names the address, and the timeout begins with the first byte. */
export const plainOpeningCases: CaseTable = {
  async 'connects to an IPv6 address, which stands in brackets (RFC 3986 §3.2.2)'(fixture) {
    const { port } = await fixture.serve();
    // The same address as 127.0.0.1 (RFC 4291 §2.5.5.2).
    fixture.connect(`ws://[::ffff:127.0.0.1]:${port}/`);
    await fixture.atClient.next('open');
  },

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

/** Of TCP beneath TLS. */
export const tlsCases: CaseTable = {
  async 'server: drops a client at the opening timeout that never begins TLS'(fixture) {
    const { port } = await fixture.serve({ timeouts: { openingHandshakeMs: SOON } });
    await fixture.bareClient(port, 'TCP').untilEnd();
  },

  async 'server: drops a client that never begins TLS when the server closes'(fixture) {
    const server = await fixture.serve({ timeouts: { openingHandshakeMs: Infinity } });
    const client = fixture.bareClient(server.port, 'TCP');
    await fixture.turns(TURNS);
    await server.close();
    await client.untilEnd();
  },

  async 'client: gives up at the opening timeout on a server that never answers TLS'(fixture) {
    const { port } = await fixture.bareServer('TCP');
    fixture.connect(`ws://127.0.0.1:${port}/`, { timeouts: { openingHandshakeMs: SOON } });
    const close = await fixture.atClient.next('close');
    expectMembers(close, { code: 1006, endedBy: 'timeout' }, 'Close event of the client');
  },
};
