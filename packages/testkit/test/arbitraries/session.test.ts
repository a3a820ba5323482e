import { describe, expect, it } from '@jest/globals';
import {
  chunking,
  cutIntoChunks,
  fragmentation,
  interleaving,
  type Message,
  messageBytes,
  session,
  sessionBytes,
  sessionFrames,
} from '@sansocket/testkit/arbitraries';
import { concat, hex, landmarksOf, utf8, type WireFrame } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { receive } from '../support/receive.ts';
import { sample, share, smallest } from '../support/smallest.ts';

const text: Message = { kind: 'text', data: 'aé€\u{1f30d}' };

describe('fragmentation()', () => {
  const samples = sample(fragmentation(text), 1000);

  it('yields fragments that make up the message (§5.4)', () => {
    for (const frames of samples) {
      expect(concat(...frames.map(({ payload }) => payload))).toEqual(messageBytes(text));
      expect(frames.map(({ opcode }) => opcode)).toEqual(frames.map((_, i) => (i === 0 ? 1 : 0)));
      expect(frames.map(({ fin }) => fin)).toEqual(frames.map((_, i) => i === frames.length - 1));
    }
  });

  it('yields empty fragments at both ends and between, and cuts inside of characters', () => {
    const isEmptyAt = (at: number): number =>
      share(samples, (frames) => frames.length > 2 && frames.at(at)!.payload.length === 0);
    const cutsCharacter = share(samples, (frames) =>
      frames.some(({ payload }) => (payload[0]! & 0xc0) === 0x80),
    );

    for (const at of [0, 1, -1]) expect(isEmptyAt(at)).toBeGreaterThan(0.05);
    expect(cutsCharacter).toBeGreaterThan(0.3);
    expect(Math.max(...samples.map(({ length }) => length))).toBe(16);
  });

  it('yields empty fragments in runs', () => {
    const longestRun = (frames: readonly WireFrame[]): number => {
      let [run, longest] = [0, 0];
      for (const { payload } of frames) {
        run = payload.length === 0 ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      return longest;
    };
    const runs = samples.map(longestRun);
    expect(share(runs, (length) => length > 5)).toBeGreaterThan(0.02);
    expect(Math.max(...runs)).toBe(15);
  });

  it('shrinks to one frame', () => {
    expect(smallest(fragmentation(text))).toHaveLength(1);
    expect(smallest(fragmentation(text), (frames) => frames.length > 2)).toHaveLength(3);
  });
});

describe('interleaving()', () => {
  const messages: Message[] = [text, { kind: 'binary', data: hex('01 02') }];

  it('yields the messages in order, with pings and pongs anywhere', () => {
    const samples = sample(interleaving(messages));

    for (const steps of samples) {
      const seen = steps.flatMap((step) => step.seen ?? []);
      expect(seen.filter(({ type }) => type === 'message')).toEqual(
        messages.map((message) => ({ type: 'message', ...message })),
      );
    }
    expect(share(samples, (steps) => steps[0]!.frame.opcode > 8)).toBeGreaterThan(0.2);
    expect(share(samples, (steps) => steps.at(-1)!.frame.opcode > 8)).toBeGreaterThan(0.2);
  });

  it('shrinks to a frame for each message', () => {
    expect(smallest(interleaving(messages)).map(({ frame }) => frame.opcode)).toEqual([1, 2]);
  });
});

describe.each(['server', 'client'] as const)('session() to a %s', (receiver) => {
  it('is seen as it says, however it is cut', () => {
    fc.assert(
      fc.property(session({ receiver }), chunking(), (its, cuts) => {
        const chunks = cutIntoChunks(sessionBytes(its), cuts, landmarksOf(sessionFrames(its)));
        const seen = its.steps.flatMap((step) => step.seen ?? []);
        expect(receive(receiver, chunks)).toEqual({ seen, violation: undefined });
      }),
      { numRuns: 300 },
    );
  });

  it('is seen as it says with payloads of every length form', () => {
    const options = { receiver, maxMessages: 2, maxLength: 65_538, close: 'always' } as const;
    fc.assert(
      fc.property(session(options), (its) => {
        const seen = its.steps.flatMap((step) => step.seen ?? []);
        expect(receive(receiver, [sessionBytes(its)])).toEqual({ seen, violation: undefined });
        expect(seen.at(-1)!.type).toBe('close-received');
      }),
      { numRuns: 50 },
    );
  });

  it('shrinks to no frame, or to what is needed', () => {
    const key = receiver === 'server' ? { maskingKey: hex('00 00 00 00') } : {};
    const frames = smallest(session({ receiver }), ({ steps }) => steps.length > 1);

    expect(smallest(session({ receiver })).steps).toEqual([]);
    expect(sessionFrames(smallest(session({ receiver, close: 'always' })))).toEqual([
      { opcode: 8, payload: hex(''), ...key },
    ]);
    expect(sessionFrames(frames)).toHaveLength(2);
    expect(concat(...sessionFrames(frames).map(({ payload }) => payload))).toEqual(utf8(''));
  });
});
