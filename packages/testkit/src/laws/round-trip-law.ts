/**
 * The sixth law: data that one end sends is delivered by the other, both ways, in any parts and with control frames
 * between them. The other end is the reference model, and another implementation if there is one.
 *
 * @module
 */

import fc from 'fast-check';
import { decodeUtf8 as textOf } from 'sansocket/bytes';
import {
  type Chunking,
  chunking,
  invalidUtf8,
  type Message,
  message,
  utf8Text,
} from '../arbitraries/index.ts';
import { concat, utf8 } from '../wire/index.ts';
import { assert, assertSame } from './describe.ts';
import { type Joined, join, pump } from './joined.ts';
import { noteCuts, noteMessage } from './labels.ts';
import { type LawCase, type LawOptions, lawCase } from './law.ts';
import { sentFrames } from './sent-frames.ts';
import type { MakeSubject, Subject } from './subject.ts';
import { toldBy, toldOf } from './told.ts';
import { Tracer } from './trace.ts';
import { textEnding } from './valid-ending.ts';

/** Makes the cases of the law for an implementation. */
export function roundTripLaw(make: MakeSubject, { peer }: LawOptions = {}): readonly LawCase[] {
  const toModel = [messagesToModel(make), partsToModel(make), textsAsBytes(make)];
  const ends: Ends = {
    subject: make(),
    missing: peer === undefined ? ['peer'] : [],
    joined: (cuts) => join(make(), (peer ?? make)(), cuts),
  };
  return [...toModel, messagesBothWays(ends), pingsAndBack(ends), closingHandshakes(ends)];
}

function messagesToModel(make: MakeSubject): LawCase {
  return lawCase('round-trip', make(), {
    label: 'messages, as the model reads them',
    needs: ['send', 'takeOutput'],
    runs: 80,
    values: fc.array(message({ maxLength: 70_000 }), { maxLength: 4 }),
    check: (messages, note) => {
      for (const { data } of messages) noteMessage(note, data);
      const subject = make();
      const told = toldAfter(subject, () => {
        for (const { data } of messages) subject.send?.(data);
      });
      assertSame(told, messages.map(toldOf), 'Message');
    },
  });
}

/** A message sent in parts, cut at these places, with or without pings between them. */
interface Sending {
  readonly message: Message;
  readonly cuts: readonly number[];
  readonly pings: boolean;
}

function partsToModel(make: MakeSubject): LawCase {
  const sending = fc.record({
    message: fc.oneof(
      { weight: 19, arbitrary: message({ maxLength: 300 }) },
      { weight: 1, arbitrary: message({ maxLength: 140_000 }) },
    ),
    cuts: fc.array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 140_000 })), { maxLength: 4 }),
    pings: fc.boolean(),
  });
  return lawCase('round-trip', make(), {
    label: 'messages in parts, as the model reads them',
    needs: ['sendPart', 'takeOutput'],
    runs: 100,
    values: fc.array(sending, { maxLength: 4 }),
    check: (sendings, note) => {
      for (const one of sendings) noteMessage(note, one.message.data);
      const subject = make();
      const told = toldAfter(subject, () => {
        for (const one of sendings) sendInParts(subject, one);
      });
      const messages = told.filter(({ type }) => type === 'message');
      assertSame(
        messages,
        sendings.map((one) => toldOf(one.message)),
        'Message',
      );
    },
  });
}

function sendInParts(subject: Subject, { message: { data }, cuts, pings }: Sending): void {
  // Where a character may not be cut by the application, it may still be cut on the wire.
  const lettersOf = (text: string): string[] =>
    subject.takesHalves === true ? text.split('') : Array.from(text);
  const items = typeof data === 'string' ? lettersOf(data) : data;
  const ends = cuts.map((cut) => cut % (items.length + 1)).sort((a, b) => a - b);
  for (const [i, end] of [...ends, items.length].entries()) {
    const part = items.slice(ends[i - 1] ?? 0, end);
    subject.sendPart?.(part instanceof Uint8Array ? part : part.join(''), i === ends.length);
    if (pings) subject.ping?.(Uint8Array.of(i));
  }
}

/** A text as bytes, and the places of its cuts; `offset`: where it stops being UTF-8. */
interface Utf8Sending {
  readonly bytes: Uint8Array;
  readonly offset: number | undefined;
  readonly cuts: readonly number[];
}

/** A part that makes the text invalid UTF-8 is refused; the parts before it are then completed by another ending. */
function textsAsBytes(make: MakeSubject): LawCase {
  const cuts = fc.array(fc.nat({ max: 60 }), { maxLength: 4 });
  const legal = utf8Text({ maxLength: 10 }).map((text) => ({
    bytes: utf8(text),
    offset: undefined,
  }));
  const broken = invalidUtf8(5).map(({ label, bytes, offset }) => ({
    bytes,
    // An incomplete code point may still be completed until the text ends.
    offset: label === 'cut-off' ? bytes.length : offset,
  }));
  return lawCase('round-trip', make(), {
    label: 'texts in parts, as bytes',
    needs: ['sendTextPart', 'takeOutput'],
    runs: 150,
    values: fc
      .tuple(fc.oneof(legal, { weight: 3, arbitrary: broken }), cuts)
      .map(([text, at]): Utf8Sending => ({ ...text, cuts: at })),
    check: (sending, note) => {
      note(`text: ${sending.offset === undefined ? 'legal' : 'refused'}`);
      const subject = make();
      let sent: Uint8Array = new Uint8Array(0);
      const told = toldAfter(subject, () => {
        sent = sendAsBytes(subject, sending);
      });
      assertSame(told, [toldOf({ kind: 'text', data: textOf(sent) })], 'Message');
    },
  });
}

/** @returns The text sent: all, or the part before the refused bytes and the shortest ending for it. */
function sendAsBytes(subject: Subject, { bytes, offset, cuts }: Utf8Sending): Uint8Array {
  const ends = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  let start = 0;
  for (const [i, end] of [...ends, bytes.length].entries()) {
    const isLast = i === ends.length;
    const isLegal = offset === undefined || (offset >= end && !(isLast && offset === end));
    if (isLegal) subject.sendTextPart?.(bytes.slice(start, end), isLast);
    else {
      assertRefused(subject, () => subject.sendTextPart?.(bytes.slice(start, end), isLast));
      const before = bytes.slice(0, start);
      const ending = Uint8Array.from(textEnding(before) ?? []);
      subject.sendTextPart?.(ending, true);
      return concat(before, ending);
    }
    start = end;
  }
  return bytes;
}

function assertRefused(subject: Subject, act: () => void): void {
  let isRefused = false;
  try {
    act();
  } catch (error) {
    if (subject.isRefusal?.(error) === false) throw error;
    isRefused = true;
  }
  assert(isRefused, 'What is no UTF-8 is sent as a text');
}

/** The model's reading of an open subject's output when the application does this. */
function toldAfter(subject: Subject, act: () => void): ReturnType<typeof toldBy> {
  const tracer = new Tracer(subject);
  if (subject.opening !== undefined) subject.receive(subject.opening.slice());
  tracer.takeAll();
  act();
  tracer.takeAll();
  return toldBy(sentFrames(subject, tracer.trace.output));
}

/** Two implementations, joined. */
interface Ends {
  readonly subject: Subject;
  readonly missing: readonly string[];
  readonly joined: (cuts: Chunking) => Joined;
}

function messagesBothWays({ subject, missing, joined }: Ends): LawCase {
  const sendings = fc.array(
    fc.tuple(fc.constantFrom(0 as const, 1 as const), message({ maxLength: 300 })),
    { maxLength: 6 },
  );
  return lawCase('round-trip', subject, {
    label: 'messages to the other end and from it',
    needs: ['send', 'takeOutput'],
    missing,
    runs: 100,
    values: fc.tuple(sendings, chunking()),
    check: ([script, cuts], note) => {
      noteCuts(note, cuts);
      for (const [, { data }] of script) noteMessage(note, data);
      const ends = joined(cuts);
      for (const [from, { data }] of script) {
        ends[from].subject.send?.(data);
        if (data.length % 2 === 0) pump(ends, cuts);
      }
      pump(ends, cuts);
      for (const to of [0, 1] as const) {
        const sent = script.filter(([from]) => from !== to).map(([, one]) => toldOf(one));
        assertSame(toldBy(ends[to].events), sent, 'Message');
      }
    },
  });
}

function pingsAndBack({ subject, missing, joined }: Ends): LawCase {
  const payloads = fc.array(fc.uint8Array({ maxLength: 125 }), { maxLength: 8 });
  return lawCase('round-trip', subject, {
    label: 'pings to the other end, and back as pongs',
    needs: ['ping', 'takeOutput'],
    missing,
    runs: 60,
    values: fc.tuple(payloads, chunking()),
    check: ([pings, cuts]) => {
      const ends = joined(cuts);
      for (const payload of pings) ends[0].subject.ping?.(payload);
      pump(ends, cuts);
      const expected = (type: 'ping' | 'pong'): readonly unknown[] =>
        pings.map((payload) => ({ type, payload }));
      assertSame(toldBy(ends[1].events), expected('ping'), 'Ping');
      assertSame(toldBy(ends[0].events), expected('pong'), 'Pong');
    },
  });
}

function closingHandshakes({ subject, missing, joined }: Ends): LawCase {
  const code = fc.oneof(fc.constantFrom(1000, 1011), fc.integer({ min: 3000, max: 4999 }));
  const reason = utf8Text({ maxLength: 30 });
  return lawCase('round-trip', subject, {
    label: 'a closing handshake with the other end',
    needs: ['close', 'takeOutput'],
    missing,
    runs: 60,
    values: fc.tuple(code, reason, chunking()),
    check: ([its, why, cuts]) => {
      const ends = joined(cuts);
      ends[0].subject.close?.(its, why);
      pump(ends, cuts);
      const sent = { type: 'close-received', code: its, reason: why };
      assertSame(toldBy(ends[1].events), [sent], 'What the other end was told, item');
      const answer = toldBy(ends[0].events).map((event) => 'code' in event && event.code);
      assertSame(answer, [its], 'Code of the answer,');
    },
  });
}
