import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ClientConnection,
  type ConnectionEvent,
  type ConnectionOptions,
  ServerConnection,
} from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import { cuts } from '../support/arbitraries/cuts.ts';
import { type Message, message } from '../support/arbitraries/message.ts';
import { assertLaw } from '../support/assert-law.ts';
import { countingRandom } from '../support/entropy.ts';
import { joinParts } from '../support/join-parts.ts';
import { pump } from '../support/pump.ts';
import { Recorder } from '../support/recorder.ts';
import { runLengths, tagging } from '../support/toy-extensions.ts';

/** A message that goes out in parts, cut at these places, with pings between them or not. */
interface Sending {
  readonly message: Message;
  readonly cuts: readonly number[];
  readonly pings: boolean;
}

type Pair = readonly [client: Recorder, server: Recorder];

function openPair(options: ConnectionOptions): Pair {
  const fillRandom = countingRandom();
  const client = new ClientConnection('ws://example.com/', { ...options, fillRandom }, 0);
  return [new Recorder(client), new Recorder(new ServerConnection(options, 0))];
}

function send({ connection }: Recorder, { message: { data }, cuts: places, pings }: Sending): void {
  const ends = [...places.map((place) => place % (data.length + 1))].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    connection.send(data.slice(start, end), { fin: false });
    if (pings) connection.ping(Uint8Array.of(end), 0);
    start = end;
  }
  connection.send(data.slice(start));
}

/** The messages delivered, whole or in parts. */
function delivered(recorder: Recorder): unknown[] {
  return joinParts(recorder.recording)
    .events.filter(({ type }) => type === 'message' || type === 'message-part')
    .map((event) => ('data' in event ? { kind: event.kind, data: event.data } : undefined));
}

/** Parts with pings between them are not adjacent: their events are put together. */
function withoutPings(recorder: Recorder): Recorder {
  const kept = recorder.events.filter(({ type }) => type !== 'ping' && type !== 'pong');
  recorder.events.splice(0, recorder.events.length, ...kept);
  return recorder;
}

describe('round trip', () => {
  const sending = fc.record({
    message: message(),
    cuts: fc.array(fc.nat({ max: 300 }), { maxLength: 4 }),
    pings: fc.boolean(),
  });
  const extensionLists: readonly (readonly [string, readonly Extension[]])[] = [
    ['without extensions', []],
    ['with an extension that changes lengths', [runLengths()]],
    ['with two extensions', [tagging('first', 0x40, 1), tagging('second', 0x20, 2)]],
  ];

  it.each(extensionLists)('delivers what was sent, both ways, %s', (_, extensions) => {
    const options = fc.record({
      maxFragmentBytes: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constant(Infinity)),
      messages: fc.constantFrom('whole' as const, 'parts' as const),
    });
    const sendings = fc.array(fc.tuple(fc.boolean(), sending), { maxLength: 6 });
    assertLaw(
      fc.property(options, sendings, cuts(), ({ maxFragmentBytes, messages }, script, sizes) => {
        const pair = openPair({ extensions, messages, limits: { maxFragmentBytes } });
        pump(pair, sizes);
        for (const [fromClient, one] of script) {
          send(pair[fromClient ? 0 : 1], one);
          if (one.pings) pump(pair, sizes);
        }
        pump(pair, sizes);
        for (const [i, end] of pair.entries()) {
          const sent = script.filter(([fromClient]) => fromClient === (i === 1));
          const expected = sent.map(([, { message: one }]) => one);
          expect(delivered(withoutPings(end))).toEqual(expected);
        }
      }),
      150,
    );
  });

  it('brings every ping back as a pong with its payload, in order (§5.5.3)', () => {
    const payloads = fc.array(fc.uint8Array({ maxLength: 125 }), { maxLength: 8 });
    assertLaw(
      fc.property(payloads, cuts(), fc.boolean(), (pings, sizes, fromClient) => {
        const pair = openPair({});
        pump(pair, sizes);
        const end = pair[fromClient ? 0 : 1];
        for (const payload of pings) end.connection.ping(payload, 0);
        pump(pair, sizes);
        expect(payloadsOf(end.events, 'pong')).toEqual(pings);
        expect(payloadsOf(pair[fromClient ? 1 : 0].events, 'ping')).toEqual(pings);
      }),
      100,
    );
  });

  it('brings code and reason of a Close frame to the peer, and the code back (§5.5.1)', () => {
    const codes = fc.oneof(fc.integer({ min: 3000, max: 4999 }), fc.constantFrom(1000, 1011));
    const reasons = fc.string({ unit: 'binary', maxLength: 30 });
    assertLaw(
      fc.property(codes, reasons, cuts(), fc.boolean(), (code, reason, sizes, fromClient) => {
        const pair = openPair({});
        pump(pair, sizes);
        const [from, to] = fromClient ? pair : [pair[1], pair[0]];
        from.connection.close(code, reason, 0);
        pump(pair, sizes);
        expect(to.events.at(-1)).toMatchObject({ type: 'close', code, reason, wasClean: true });
        expect(from.events.at(-1)).toMatchObject({ type: 'close', code, wasClean: true });
      }),
      100,
    );
  });
});

function payloadsOf(events: readonly ConnectionEvent[], type: 'ping' | 'pong'): Uint8Array[] {
  return events.flatMap((event) =>
    event.type === type && 'payload' in event ? [event.payload] : [],
  );
}
