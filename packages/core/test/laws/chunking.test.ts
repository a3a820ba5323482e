import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connection, ConnectionEvent } from 'sansocket';
import { cut, cuts } from '../support/arbitraries/cuts.ts';
import { mutated } from '../support/arbitraries/mutated.ts';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import { byteByByte, concat, inTwo } from '../support/bytes.ts';
import { corpus } from '../support/corpus.ts';
import { type FeedOptions, feed } from '../support/feed.ts';
import { joinParts } from '../support/join-parts.ts';
import { acceptRequest } from '../support/recorder.ts';
import { type Subject, subjects } from '../support/subject.ts';
import { runLengths } from '../support/toy-extensions.ts';

/** The law: however the bytes are cut, the same events with the same offsets, and the same output. */
function expectSameHoweverCut(
  subject: Subject,
  bytes: Uint8Array,
  chunks: readonly Uint8Array[],
  options?: FeedOptions,
): void {
  expect(joinParts(feed(subject, chunks, options))).toEqual(
    joinParts(feed(subject, [bytes], options)),
  );
}

/** An application that answers: its answers go between the machine's own as the bytes came. */
function echo(connection: Connection, event: ConnectionEvent): void {
  acceptRequest(connection, event);
  if (event.type === 'message') connection.send(event.data);
}

describe.each(subjects)('chunking of what a $role receives', (subject) => {
  const { key } = subject;
  const opened = (frames: Uint8Array): Uint8Array => concat(subject.head(), frames);

  describe.each(corpus(key))('$name', ({ bytes }) => {
    const whole = opened(bytes);

    it('makes no difference at any cut in two', () => {
      for (const chunks of inTwo(whole)) expectSameHoweverCut(subject, whole, chunks);
    });

    it('makes no difference byte by byte, whatever the options', () => {
      for (const connection of [
        {},
        { frames: true },
        { copy: true },
        { inPlace: true },
        { text: 'bytes' },
      ] as const) {
        expectSameHoweverCut(subject, whole, byteByByte(whole), { connection });
      }
    });
  });

  it('makes no difference for any stream', () => {
    assertLaw(
      fc.property(wire(key), cuts(), (frames, sizes) => {
        const bytes = opened(frames);
        const options: FeedOptions = { connection: { frames: true } };
        expectSameHoweverCut(subject, bytes, cut(bytes, sizes), options);
        expectSameHoweverCut(subject, bytes, byteByByte(bytes), options);
      }),
      80,
    );
  });

  it('makes no difference to the answers of an application that echoes', () => {
    assertLaw(
      fc.property(wire(key), cuts(), (frames, sizes) => {
        const bytes = opened(frames);
        expectSameHoweverCut(subject, bytes, cut(bytes, sizes), { application: echo });
      }),
      80,
    );
  });

  it('makes no difference for opening handshakes with defects', () => {
    const heads = mutated(fc.constant(subject.head()));
    assertLaw(
      fc.property(heads, cuts(), (bytes, sizes) => {
        expectSameHoweverCut(subject, bytes, cut(bytes, sizes));
        expectSameHoweverCut(subject, bytes, byteByByte(bytes));
      }),
      80,
    );
  });

  it('makes no difference in parts, once adjacent parts are joined', () => {
    const options: FeedOptions = { connection: { messages: 'parts' } };
    assertLaw(
      fc.property(wire(key), cuts(), (frames, sizes) => {
        const bytes = opened(frames);
        expectSameHoweverCut(subject, bytes, cut(bytes, sizes), options);
        expectSameHoweverCut(subject, bytes, byteByByte(bytes), options);
      }),
      80,
    );
  });

  it('makes no difference with an extension (§9)', () => {
    const options: FeedOptions = { connection: { extensions: [runLengths()] } };
    assertLaw(
      fc.property(wire(key), cuts(), (frames, sizes) => {
        const bytes = concat(subject.head('run-lengths'), frames);
        expectSameHoweverCut(subject, bytes, cut(bytes, sizes), options);
      }),
      80,
    );
  });
});
