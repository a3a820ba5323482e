/**
 * Messages over a transport (RFC 6455 §5, §6).
 *
 * @module
 */

import { expectEqual, expectThat } from './expect.ts';
import type { CaseTable } from './transport-case.ts';
import { SOON, type TransportFixture } from './transport-fixture.ts';

const MEBIBYTE = 1_048_576;

/** On both sides of each form of a length, of what is copied, joined and written at once. */
const SIZES = [0, 125, 126, 16_383, 16_384, 20_000, 65_535, 65_536, 100_000, 262_144, 300_000];

export const messageCases: CaseTable = {
  async 'carries text and bytes'(fixture) {
    const client = await fixture.openPair();
    const sent = ['Grüße', Uint8Array.of(0, 255), ''];
    for (const data of sent) client.send(data);
    expectEqual(await takeMessages(fixture, 3), sent, 'The echo');
  },

  async 'carries 1 MiB of text and of bytes'(fixture) {
    const client = await fixture.openPair();
    const bytes = new Uint8Array(MEBIBYTE).map((_, i) => i ^ (i >>> 8));
    const text = 'ß'.repeat(MEBIBYTE / 2);
    client.send(text);
    client.send(bytes);
    const [echoedText, echoed] = await takeMessages(fixture, 2);
    expectThat(echoedText === text, 'The text came back');
    expectThat(echoed?.length === MEBIBYTE, 'As many bytes came back');
    expectThat(
      bytes.every((byte, i) => byte === echoed[i]),
      'The same bytes came back',
    );
  },

  async 'carries messages of all sizes, several in one turn and each in its own'(fixture) {
    const client = await fixture.openPair();
    const sent = SIZES.map((size) => new Uint8Array(size).map((_, i) => i ^ (i >>> 8) ^ size));
    for (const data of sent) client.send(data);
    const echoed = await takeMessages(fixture, sent.length);
    for (const data of sent) {
      client.send(data);
      echoed.push(...(await takeMessages(fixture, 1)));
    }
    for (const [i, data] of [...sent, ...sent].entries()) {
      expectThat(isSameBytes(echoed[i], data), `The same ${data.length} bytes came back`);
    }
  },

  async 'carries a fragmented message with a ping inside'(fixture) {
    const client = await fixture.openPair();
    client.send('frag', { fin: false });
    client.ping(Uint8Array.of(1));
    client.send('ment', { fin: true });
    const { payload, latency } = await fixture.atClient.next('pong');
    expectEqual(payload, Uint8Array.of(1), 'Payload of the pong');
    expectThat(latency !== undefined && latency >= 0, 'The pong has a latency');
    expectEqual(await takeMessages(fixture, 1), ['fragment'], 'The echo');
  },

  async 'pings a silent peer'(fixture) {
    await fixture.openPair({ timeouts: { keepalivePingMs: SOON } });
    await fixture.atClient.next('ping');
    const { latency } = await fixture.atServer.next('pong');
    expectThat(latency !== undefined && latency >= 0, 'The pong has a latency');
  },
};

function isSameBytes(actual: unknown, expected: Uint8Array): boolean {
  return (
    actual instanceof Uint8Array &&
    actual.length === expected.length &&
    actual.every((byte, i) => byte === expected[i])
  );
}

/** The data of the next messages at the client. */
async function takeMessages(
  { atClient }: TransportFixture,
  count: number,
): Promise<(string | Uint8Array)[]> {
  const data: (string | Uint8Array)[] = [];
  while (data.length < count) data.push((await atClient.next('message')).data);
  return data;
}
