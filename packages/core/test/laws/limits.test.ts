import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Limits, ViolationEvent } from 'sansocket';
import { serializeClosePayload } from 'sansocket/framing';
import { bytesOf } from '../handshake/heads.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat } from '../support/bytes.ts';
import { feed } from '../support/feed.ts';
import { Recorder } from '../support/recorder.ts';
import { type Subject, subjects } from '../support/subject.ts';
import { runLengths } from '../support/toy-extensions.ts';
import { type WireFrame, wireBytes } from '../support/wire-frame.ts';

interface Trial {
  readonly limits: Partial<Limits>;
  readonly bytes: Uint8Array;
  readonly withRunLengths?: boolean;
}

function violationOf(subject: Subject, { limits, bytes, withRunLengths = false }: Trial) {
  const connection = { limits, extensions: withRunLengths ? [runLengths()] : [] };
  const { events } = feed(subject, [bytes], { connection });
  return events.find((event): event is ViolationEvent => event.type === 'violation');
}

describe.each(subjects)('limits of what a $role receives', (subject) => {
  const frames = (...list: readonly WireFrame[]): Uint8Array =>
    concat(...list.map((frame) => wireBytes({ ...frame, key: subject.key })));
  const behindHead = (bytes: Uint8Array): Uint8Array => concat(subject.head(), bytes);
  const head = subject.head().length;
  const text = String.fromCharCode(...subject.head());
  const withField = (field: string): Uint8Array => bytesOf(`${text.slice(0, -2)}${field}\r\n\r\n`);

  it('lets a frame of maxFrameBytes pass, and none with one more (§10.4)', () => {
    const landmarks = fc.constantFrom(125, 126, 255, 0xfffe, 0xffff, 0x1_0000, 0x1_00ff);
    const limits = fc.oneof(landmarks, fc.integer({ min: 125, max: 70_000 }));
    assertLaw(
      fc.property(limits, (maxFrameBytes) => {
        const trial = (length: number): Trial => ({
          limits: { maxFrameBytes, maxEarlyBytes: Infinity },
          bytes: behindHead(frames({ opcode: 2, payload: new Uint8Array(length) })),
        });
        expect(violationOf(subject, trial(maxFrameBytes))).toBeUndefined();
        const violation = violationOf(subject, trial(maxFrameBytes + 1));
        expect(violation).toMatchObject({ rule: 'frame-too-long', closeCode: 1009 });
        expect(violation?.offset).toBe(head + lastLengthByte(maxFrameBytes));
      }),
      60,
    );
  });

  it('lets fragments of maxMessageBytes together pass, and none with one more (§10.4)', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
    assertLaw(
      fc.property(sizes, (lengths) => {
        const maxMessageBytes = lengths.reduce((sum, length) => sum + length, 0);
        const fragments = [0, ...lengths].map((length, i) => ({
          opcode: i === 0 ? 2 : 0,
          fin: i === lengths.length,
          payload: new Uint8Array(length),
        }));
        const fits = behindHead(frames(...fragments));
        expect(violationOf(subject, { limits: { maxMessageBytes }, bytes: fits })).toBeUndefined();
        const [last] = lengths.slice(-1);
        const longer = { opcode: 0, payload: new Uint8Array(last! + 1) };
        const before = behindHead(frames(...fragments.slice(0, -1)));
        const bytes = concat(before, frames(longer));
        expect(violationOf(subject, { limits: { maxMessageBytes }, bytes })).toMatchObject({
          rule: 'message-too-long',
          closeCode: 1009,
          offset: before.length + 1,
        });
      }),
      100,
    );
  });

  it('counts a message as an extension delivers it, too (§10.4)', () => {
    assertLaw(
      fc.property(fc.integer({ min: 2, max: 255 }), (maxMessageBytes) => {
        const trial = (length: number): Trial => ({
          limits: { maxMessageBytes },
          withRunLengths: true,
          bytes: concat(
            subject.head('run-lengths'),
            frames({ opcode: 2, reserved: 0x40, payload: Uint8Array.of(length, 7) }),
          ),
        });
        expect(violationOf(subject, trial(maxMessageBytes))).toBeUndefined();
        if (maxMessageBytes === 255) return;
        const violation = violationOf(subject, trial(maxMessageBytes + 1));
        expect(violation).toMatchObject({ rule: 'message-too-long', closeCode: 1009 });
      }),
      100,
    );
  });

  it('lets maxEmptyFragments in a row pass, and not one more (§10.4)', () => {
    assertLaw(
      fc.property(fc.nat({ max: 30 }), (maxEmptyFragments) => {
        const trial = (count: number): Trial => ({
          limits: { maxEmptyFragments },
          bytes: behindHead(
            frames(
              { opcode: 1, fin: false, payload: Uint8Array.of(0x61) },
              ...new Array<WireFrame>(count).fill({
                opcode: 0,
                fin: false,
                payload: new Uint8Array(0),
              }),
            ),
          ),
        });
        expect(violationOf(subject, trial(maxEmptyFragments))).toBeUndefined();
        const one = trial(maxEmptyFragments + 1);
        const frameLength = frames({ opcode: 0, payload: new Uint8Array(0) }).length;
        expect(violationOf(subject, one)).toMatchObject({
          rule: 'too-many-empty-fragments',
          closeCode: 1008,
          offset: one.bytes.length - frameLength + 1,
        });
      }),
      40,
    );
  });

  it('lets a head of maxHandshakeBytes pass, and none with one more (§10.4)', () => {
    assertLaw(
      fc.property(fc.nat({ max: 2_000 }), (size) => {
        const bytes = withField(`x: ${'y'.repeat(size)}`);
        const { length } = bytes;
        const limits = { maxHandshakeBytes: length };
        expect(violationOf(subject, { limits, bytes })).toBeUndefined();
        expect(
          violationOf(subject, { limits: { maxHandshakeBytes: length - 1 }, bytes }),
        ).toMatchObject({ rule: 'head-too-long', closeCode: 1006, offset: length - 1 });
      }),
      40,
    );
  });

  it('lets a line of maxHandshakeLineBytes pass, and none with one more (§10.4)', () => {
    assertLaw(
      fc.property(fc.integer({ min: 100, max: 2_000 }), (size) => {
        const field = `x: ${'y'.repeat(size)}`;
        const bytes = withField(field);
        const lineBytes = field.length + 2;
        const end = bytes.length - 2;
        const limits = { maxHandshakeLineBytes: lineBytes };
        expect(violationOf(subject, { limits, bytes })).toBeUndefined();
        expect(
          violationOf(subject, { limits: { maxHandshakeLineBytes: lineBytes - 1 }, bytes }),
        ).toMatchObject({ rule: 'head-line-too-long', closeCode: 1006, offset: end - 1 });
      }),
      40,
    );
  });

  it('lets maxHandshakeFields fields pass, and not one more (§10.4)', () => {
    assertLaw(
      fc.property(fc.nat({ max: 50 }), (more) => {
        const fields = text.split('\r\n').length - 3 + more + 1;
        const bytes = withField(['x: y', ...new Array<string>(more).fill('x: y')].join('\r\n'));
        const limits = { maxHandshakeFields: fields };
        expect(violationOf(subject, { limits, bytes })).toBeUndefined();
        expect(
          violationOf(subject, { limits: { maxHandshakeFields: fields - 1 }, bytes }),
        ).toMatchObject({
          rule: 'too-many-fields',
          closeCode: 1006,
          offset: bytes.length - 'x: y\r\n\r\n'.length,
        });
      }),
      40,
    );
  });

  it('lets a control frame of 125 bytes pass, and none with one more (§5.5)', () => {
    const trial = (opcode: number, payload: Uint8Array): Trial => ({
      limits: {},
      bytes: behindHead(frames({ opcode, payload })),
    });
    for (const opcode of [9, 10]) {
      expect(violationOf(subject, trial(opcode, new Uint8Array(125)))).toBeUndefined();
      expect(violationOf(subject, trial(opcode, new Uint8Array(126)))).toMatchObject({
        rule: 'control-frame-too-long',
        offset: head + 1,
      });
    }
    const reason = serializeClosePayload(1000, 'x'.repeat(123));
    expect(violationOf(subject, trial(8, reason))).toBeUndefined();
    expect(violationOf(subject, trial(8, concat(reason, Uint8Array.of(0x78))))).toMatchObject({
      rule: 'control-frame-too-long',
      offset: head + 1,
    });
  });
});

describe.each(subjects)('limits of what a $role sends', (subject) => {
  function openConnection(limits: Partial<Limits>): Recorder {
    const recorder = new Recorder(subject.connect({ limits }));
    recorder.connection.receive(subject.head(), 0);
    recorder.takeAll();
    recorder.connection.outputSent(recorder.written.length, 0);
    return recorder;
  }

  it('takes a reason of 123 bytes, and none with one more (§5.5)', () => {
    const { connection } = openConnection({});
    const longest = 'ü'.repeat(61);
    expect(() => connection.close(1000, `${longest}xy`, 0)).toThrow(RangeError);
    expect(connection.readyState).toBe('open');
    connection.close(1000, `${longest}x`, 0);
    expect(connection.readyState).toBe('closing');
  });

  it('says high-water with the first byte over outputHighWaterBytes', () => {
    assertLaw(
      fc.property(fc.integer({ min: 2, max: 100 }), (length) => {
        const overhead = subject.role === 'client' ? 6 : 2;
        const send = (outputHighWaterBytes: number): string =>
          openConnection({ outputHighWaterBytes }).connection.send(new Uint8Array(length));
        expect(send(length + overhead)).toBe('ok');
        expect(send(length + overhead - 1)).toBe('high-water');
      }),
      50,
    );
  });
});

describe('limits of what waits for the answer to a handshake', () => {
  const [server, client] = subjects;

  it('lets maxEarlyBytes wait, and not one more (§10.4)', () => {
    assertLaw(
      fc.property(fc.nat({ max: 300 }), (maxEarlyBytes) => {
        const trial = (length: number) => {
          const connection = server!.connect({ limits: { maxEarlyBytes } });
          const recorder = new Recorder(connection, () => {});
          const early = new Uint8Array(length);
          connection.receive(concat(server!.head(), early), 0);
          recorder.takeEvents();
          return recorder.events.map((event) => ('rule' in event ? event : event.type));
        };
        expect(trial(maxEarlyBytes)).toEqual(['handshake-request']);
        expect(trial(maxEarlyBytes + 1)).toMatchObject([
          'handshake-request',
          { rule: 'too-many-early-bytes', offset: server!.head().length + maxEarlyBytes },
        ]);
      }),
      50,
    );
  });

  it('keeps maxRejectedBodyBytes of a body, and not one more', () => {
    assertLaw(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (maxRejectedBodyBytes, length) => {
        const body = new Uint8Array(length).fill(7);
        const response = concat(bytesOf('HTTP/1.1 403 Forbidden\r\n\r\n'), body);
        const { events } = feed(client!, [response], {
          connection: { limits: { maxRejectedBodyBytes } },
        });
        expect(events.find(({ type }) => type === 'handshake-rejected')).toMatchObject({
          status: 403,
          body: body.slice(0, maxRejectedBodyBytes),
        });
      }),
      50,
    );
  });
});

/** Index in an unmasked frame of the byte that shows that its payload is longer than the limit. */
function lastLengthByte(maxFrameBytes: number): number {
  if (maxFrameBytes === 125 || maxFrameBytes === 0xffff) return 1;
  const size = maxFrameBytes < 0xffff ? 2 : 8;
  // With a low byte of ff the byte before it has grown already.
  let tail = 0;
  for (let limit = maxFrameBytes; limit % 256 === 255; limit = Math.floor(limit / 256)) tail++;
  return 1 + size - tail;
}
