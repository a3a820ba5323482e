/** Messages that are compressed once for many connections (RFC 7692 §7.2.3.2). @module */
import { describe, expect, it } from '@jest/globals';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { pakoBackend } from '@sansocket/permessage-deflate/pako';
import fc from 'fast-check';
import {
  ClientConnection,
  type PreparedMessage,
  prepareMessage,
  ServerConnection,
} from 'sansocket';
import type { Extension } from 'sansocket/extensions';

const backends = [
  ['our own compressor', {}],
  ['pako', { backend: pakoBackend() }],
] as const;
const text = (n: number): string =>
  JSON.stringify({ id: n, type: 'trade', symbol: 'ABC' }).repeat(20);

/** A server's connection and its client, both open. */
class Pair {
  readonly #client: ClientConnection;
  readonly #server: ServerConnection;

  constructor(extension: Extension, offers: readonly object[]) {
    this.#server = new ServerConnection({ extensions: [extension] }, 0);
    const extensions = [permessageDeflate({ offers })];
    this.#client = new ClientConnection('ws://host.example/', { extensions }, 0);
    this.#move(this.#client, this.#server);
    this.#server.nextEvent();
    this.#server.accept({}, 0);
    this.#move(this.#server, this.#client);
    this.received();
  }

  /** @returns What was written: one frame for each message. */
  send(message: string | PreparedMessage): Uint8Array {
    this.#server.send(message);
    return this.#move(this.#server, this.#client);
  }

  /** @returns All messages, and whatever else happened but the opening. */
  received(): unknown[] {
    const events: unknown[] = [];
    for (let event; (event = this.#client.nextEvent()) !== undefined; ) {
      if (event.type !== 'open') events.push(event.type === 'message' ? event.data : event);
    }
    return events;
  }

  #move(
    from: ClientConnection | ServerConnection,
    to: ClientConnection | ServerConnection,
  ): Uint8Array {
    let last = new Uint8Array(0);
    for (let output; (output = from.nextOutput()) !== undefined; ) {
      if (output.type !== 'write') continue;
      last = output.bytes as Uint8Array<ArrayBuffer>;
      to.receive(last.slice(), 0);
    }
    return last;
  }
}

describe.each(backends)('a prepared message, with %s', (_, backend) => {
  const extension = (): Extension => permessageDeflate({ ...backend });

  it('is the same compressed frame on all connections, with and without context takeover', () => {
    const deflate = extension();
    const pairs = [{}, { serverNoContextTakeover: true }].map((it) => new Pair(deflate, [it]));
    const message = prepareMessage(text(1));
    const frames = pairs.map((pair) => pair.send(message));
    expect(frames[0]![0]).toBe(0xc1);
    expect(frames[0]!.length).toBeLessThan(text(1).length / 4);
    expect(frames[1]).toBe(frames[0]);
    for (const pair of pairs) expect(pair.received()).toEqual([text(1)]);
  });

  it('is read between messages that the connection has compressed itself', () => {
    const pair = new Pair(extension(), [{}]);
    const message = prepareMessage(text(2));
    const lengths = [text(1), text(1), message, message, text(1), text(1)].map(
      (it) => pair.send(it).length,
    );
    expect(pair.received()).toEqual([text(1), text(1), text(2), text(2), text(1), text(1)]);
    // What follows it starts afresh, and what follows that refers to it.
    expect(lengths[1]).toBeLessThan(lengths[0]!);
    expect(lengths[4]).toBe(lengths[0]);
    expect(lengths[5]).toBe(lengths[1]);
  });

  it('is compressed once for each size of window, and for each extension', () => {
    const deflate = extension();
    const small = { serverMaxWindowBits: 9 };
    const [wide, narrow, narrowToo] = [{}, small, small].map((it) => new Pair(deflate, [it]));
    const other = new Pair(extension(), [{}]);
    const long = `${text(1)}${'x'.repeat(2000)}${text(1)}`;
    const message = prepareMessage(long);
    const frames = [wide!, narrow!, narrowToo!, other].map((pair) => pair.send(message));
    expect(frames[1]).not.toBe(frames[0]);
    expect(frames[2]).toBe(frames[1]);
    expect(frames[3]).not.toBe(frames[0]);
    for (const pair of [wide!, narrow!, narrowToo!, other]) expect(pair.received()).toEqual([long]);
  });

  it('is sent plain where it is short, or would not be shorter', () => {
    const pair = new Pair(extension(), [{}]);
    const noise = Uint8Array.from({ length: 3000 }, (_, i) =>
      Math.floor(Math.abs(Math.sin(i)) * 1e6),
    );
    for (const data of ['Hello', noise]) {
      const message = prepareMessage(data);
      expect(pair.send(message)).toBe(message.frame);
      expect(pair.received()).toEqual([data]);
    }
  });

  it('comes as it was sent in any order with others, on any connections', () => {
    const messages = Array.from({ length: 4 }, (_, i) => text(i));
    const step = fc.record({
      to: fc.integer({ min: 0, max: 2 }),
      which: fc.integer({ min: 0, max: 3 }),
      prepared: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const deflate = extension();
        const offers = [{}, { serverMaxWindowBits: 9 }, { serverNoContextTakeover: true }];
        const pairs = offers.map((offer) => new Pair(deflate, [offer]));
        const prepared = messages.map((it) => prepareMessage(it));
        const sent: string[][] = pairs.map(() => []);
        for (const { to, which, prepared: isPrepared } of steps) {
          pairs[to]!.send(isPrepared ? prepared[which]! : messages[which]!);
          sent[to]!.push(messages[which]!);
        }
        expect(pairs.map((pair) => pair.received())).toEqual(sent);
      }),
      { numRuns: 20 },
    );
  });
});
