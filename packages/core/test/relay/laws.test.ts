/** What holds for any traffic through a relay. @module */
import { describe, expect, it } from '@jest/globals';
import { chunking, cutIntoChunks, session, sessionBytes } from '@sansocket/testkit/arbitraries';
import fc from 'fast-check';
import { Opcode } from 'sansocket';
import { FrameDecoder, type FrameHeader } from 'sansocket/framing';
import { pattern } from '../support/bytes.ts';
import { Relayed, type RelayedOptions } from '../support/relayed.ts';
import { runLengths } from '../support/toy-extensions.ts';

type Sent = readonly { readonly header: FrameHeader; readonly payload: string }[];

/** The frames that the relay has written to a side, with their payloads unmasked. */
function framesTo(it: Relayed, side: 'client' | 'server'): Sent {
  const bytes = it.written[side];
  const decoder = new FrameDecoder({ reservedBits: 0x70 });
  const frames: { header: FrameHeader; payload: string }[] = [];
  let payload = '';
  decoder.push(bytes.slice(new TextDecoder('latin1').decode(bytes).indexOf('\r\n\r\n') + 4));
  for (let step; (step = decoder.next()) !== 'need-input'; ) {
    if (step === 'violation') throw new Error(decoder.violation!.detail);
    if (step === 'header') payload = '';
    if (step === 'payload') payload += [...decoder.payload()].join();
    if (step === 'end') frames.push({ header: decoder.header, payload });
  }
  return frames;
}

function withoutKeys(frames: Sent): unknown[] {
  return frames.map(({ header, payload }) => [{ ...header, maskingKey: undefined }, payload]);
}

describe.each([['client'], ['server']] as const)('a session from the %s', (from) => {
  const to = from === 'client' ? 'server' : 'client';
  const receiver = from === 'client' ? 'server' : 'client';

  it.each([['frames'], ['messages']] as const)(
    'is the same however it is cut, in the mode %s',
    (mode) => {
      const run = (chunks: readonly Uint8Array[]) => {
        const it = new Relayed({ relay: { mode } }).run();
        for (const chunk of chunks) {
          it.hop(from)!.side.receive(chunk.slice(), 0);
          it.run();
        }
        const events = to === 'client' ? it.ofClient : it.ofServer;
        // The two sides answer each other: only the order within a side follows from the bytes.
        const told = (side: string) => it.types().filter((type) => type.startsWith(side));
        return { told: [told('client'), told('server')], events, done: it.done };
      };
      fc.assert(
        fc.property(session({ receiver }), chunking(), (its, cuts) => {
          const bytes = sessionBytes(its);
          expect(run(cutIntoChunks(bytes, cuts, []))).toEqual(run([bytes]));
        }),
        { numRuns: 40 },
      );
    },
  );

  it('has the same frames on the other side, except for their keys', () => {
    fc.assert(
      fc.property(session({ receiver, close: 'never' }), chunking(), (its, cuts) => {
        const bytes = sessionBytes(its);
        const it = new Relayed().run();
        for (const chunk of cutIntoChunks(bytes, cuts, [])) {
          it.hop(from)!.side.receive(chunk.slice(), 0);
          it.run();
        }
        const decoder = new FrameDecoder();
        const headers: FrameHeader[] = [];
        decoder.push(bytes);
        for (let step; (step = decoder.next()) !== 'need-input'; )
          if (step === 'header') headers.push({ ...decoder.header, maskingKey: undefined });
        expect(withoutKeys(framesTo(it, to)).map((frame) => (frame as [unknown])[0])).toEqual(
          headers,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('an intermediary may merge and split frames (§5.4)', () => {
  const talk = (relay: RelayedOptions['relay']): Relayed => {
    const it = new Relayed({ relay: { mode: 'messages', ...relay } }).run();
    it.client.send('abc', { fin: false });
    it.client.send('def', { fin: false });
    it.client.send('ghi');
    return it.run();
  };

  it('if it knows all extensions in use: the message is the same in one frame and in many', () => {
    const merged = talk({ edit: ({ data }) => data });
    const split = talk({ edit: ({ data }) => data, limits: { maxFragmentBytes: 2 } });
    expect(merged.messages('server')).toEqual(['abcdefghi']);
    expect(split.messages('server')).toEqual(['abcdefghi']);
    expect(framesTo(merged, 'server').length).toBe(1);
    expect(framesTo(split, 'server').length).toBe(5);
  });

  it('and leaves them alone if it does not know an extension', () => {
    const extensions = [runLengths()];
    const it = new Relayed({ client: { extensions }, server: { extensions } }).run();
    it.client.send('abc', { fin: false });
    it.client.send('def');
    it.run();
    const frames = framesTo(it, 'server').map(({ header }) => [header.opcode, header.rsv1]);
    expect(frames).toEqual([
      [Opcode.text, true],
      [Opcode.continuation, false],
    ]);
  });
});

describe('both ends agree', () => {
  it('on every message, and on a close code, whatever they do', () => {
    const end = fc.constantFrom('client' as const, 'server' as const);
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ by: end, send: fc.nat({ max: 40_000 }) }) },
      { weight: 1, arbitrary: fc.record({ by: end, ping: fc.nat({ max: 125 }) }) },
      { weight: 1, arbitrary: fc.record({ by: end, stuck: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ by: end, close: fc.integer({ min: 3000, max: 4999 }) }) },
    );
    const mode = fc.constantFrom('frames' as const, 'messages' as const);
    fc.assert(
      fc.property(
        mode,
        fc.array(step, { maxLength: 20 }),
        fc.constantFrom(1000, 70_000),
        (of, steps, chunkBytes) => {
          const it = new Relayed({ chunkBytes, relay: { mode: of } }).run();
          const sent = { client: [] as number[], server: [] as number[] };
          for (const one of steps) {
            const by = it[one.by];
            if ('send' in one && by.readyState === 'open') {
              by.send(pattern(one.send));
              sent[one.by].push(one.send);
            } else if ('ping' in one && by.readyState === 'open') by.ping(pattern(one.ping), 0);
            else if ('close' in one) by.close(one.close, 'x', 0);
            else if ('stuck' in one && one.stuck) it.stuck.add(one.by);
            else if ('stuck' in one) it.release(one.by);
            it.run();
          }
          it.release('client');
          it.release('server');
          it.client.close(3000, 'over', 0);
          it.run();
          it.release('client');
          it.release('server');
          const lengths = (of: 'client' | 'server') =>
            it.messages(of).map((data) => (data as Uint8Array).length);
          expect(lengths('server')).toEqual(sent.client.slice(0, lengths('server').length));
          expect(lengths('client')).toEqual(sent.server.slice(0, lengths('client').length));
          expect(it.ofClient.at(-1)).toMatchObject({ type: 'close', wasClean: true });
          expect(it.ofServer.at(-1)).toMatchObject({ type: 'close', wasClean: true });
          expect(it.types().slice(-2).sort()).toEqual(['client close', 'server close']);
        },
      ),
      { numRuns: 60 },
    );
  });
});
