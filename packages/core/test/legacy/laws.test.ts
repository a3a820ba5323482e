import { describe, expect, it } from '@jest/globals';
import { type CheckOptions, checkLaws, type MakeSubject } from '@sansocket/testkit/laws';
import fc from 'fast-check';
import { ClientConnection, type Connection, ServerConnection } from 'sansocket';
import { HixieFrameDecoder, olderVersions } from 'sansocket/legacy';
import { cut, cuts } from '../support/arbitraries/cuts.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { retained } from '../support/memory.ts';
import { hixies, openHixie } from './support/ends.ts';
import { converse } from './support/join.ts';
import { hixieSubjects, hybiSubjects, subjectsOf } from './support/subjects.ts';

const factor = 0.3 * Number(process.env['FUZZ_RUNS'] ?? 1);

function expectLawful(make: MakeSubject, options: CheckOptions): void {
  const { surprises, rows } = checkLaws(make, { print: () => {}, factor, ...options });
  expect(surprises).toEqual([]);
  expect(rows.some(({ verdict }) => verdict === 'agrees')).toBe(true);
}

/** The same, but what it sends is shown to nobody. */
function unjudged(make: MakeSubject): MakeSubject {
  return (limits) => {
    const subject = make(limits);
    const takeOutput = () => {
      subject.takeOutput?.();
      return { bytes: new Uint8Array(0), endings: [] };
    };
    return { ...subject, takeOutput };
  };
}

/** The text, counted and nameless frames of Hixie, and bytes that are nearly such. */
const hixieFrame = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 20 }).map(delimited(0)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }).map(delimited(0x42)) },
  {
    weight: 2,
    arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => {
      const { length } = bytes;
      const digits = length < 128 ? [length] : [0x80 | (length >> 7), length & 0x7f];
      return concat(Uint8Array.of(0x80, ...digits), bytes);
    }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }) },
  { weight: 1, arbitrary: fc.constant(Uint8Array.of(0xff, 0x00)) },
);
const hixieStream = fc.array(hixieFrame, { maxLength: 6 }).map((frames) => concat(...frames));

function delimited(type: number): (bytes: Uint8Array) => Uint8Array {
  return (bytes) =>
    concat(
      Uint8Array.of(type),
      bytes.map((byte) => byte & 0xfe),
      Uint8Array.of(0xff),
    );
}

describe.each(hybiSubjects)('a $role of version $version.name', ({ role, version, make }) => {
  const peer = subjectsOf(version).find((other) => other.role !== role)!.make;

  it('keeps the law: total', () => {
    // The kit's model of RFC 6455 does not know close code 1004.
    expectLawful(unjudged(make), { laws: ['total'] });
  });

  it.each(['chunking', 'scheduling', 'round-trip', 'oracle'] as const)(
    'keeps the law: %s',
    (name) => {
      expectLawful(make, { laws: [name], peer });
    },
  );
});

describe.each(hixieSubjects)('a $role of $version.name', ({ make }) => {
  it.each(['chunking', 'scheduling', 'oracle'] as const)('keeps the law: %s', (name) => {
    expectLawful(make, { laws: [name] });
  });

  it('keeps the law: total', () => {
    expectLawful(unjudged(make), { laws: ['total'] });
  });

  it('tells and sends the same however its frames are cut', () => {
    assertLaw(
      fc.property(hixieStream, cuts(), (stream, sizes) => {
        const trace = (chunks: readonly Uint8Array[]) => {
          const subject = make({ maxFrameBytes: 125, maxMessageBytes: 60 });
          const events: unknown[] = [];
          const take = () =>
            subject.takeEvents((event) => {
              events.push(event);
              if (event.type === 'handshake-request') subject.accept?.();
              if (event.type === 'message') subject.send?.(event.data);
            });
          const pieces: Uint8Array[] = [];
          for (const chunk of [subject.opening!, ...chunks]) {
            subject.receive(chunk.slice());
            take();
            pieces.push(subject.takeOutput!().bytes);
          }
          return { events, output: concat(...pieces) };
        };
        expect(trace(cut(stream, sizes))).toEqual(trace([stream]));
      }),
      300,
    );
  });

  it('fails at the earliest byte: without it, something valid can follow', () => {
    const limits = { maxFrameBytes: 125, maxMessageBytes: 60 };
    const offsetOf = (stream: Uint8Array): number | undefined => {
      const subject = make(limits);
      let offset: number | undefined;
      for (const chunk of [subject.opening!, stream]) {
        subject.receive(chunk.slice());
        subject.takeEvents((event) => {
          if (event.type === 'handshake-request') subject.accept?.();
          if (event.type === 'violation') offset = event.offset! - subject.opening!.length;
        });
      }
      return offset;
    };
    const long = fc.uint8Array({ minLength: 50, maxLength: 130 }).map(delimited(0));
    const stream = fc.tuple(hixieStream, long, hixieStream).map((pieces) => concat(...pieces));
    assertLaw(
      fc.property(stream, (bytes) => {
        const offset = offsetOf(bytes);
        if (offset === undefined) return;
        expect(offsetOf(bytes.slice(0, offset + 1))).toBe(offset);
        const before = bytes.slice(0, offset);
        // The least that can follow: the end of a frame without a length, or of a length.
        const endings = [Uint8Array.of(0xff), Uint8Array.of(0x00), new Uint8Array(0)];
        expect(endings.some((end) => offsetOf(concat(before, end)) === undefined)).toBe(true);
      }),
      300,
    );
  });
});

describe.each(hixies)('a pair in $name', (version) => {
  it('delivers what is sent, in both directions', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    assertLaw(
      fc.property(
        fc.array(text, { maxLength: 5 }),
        fc.array(text, { maxLength: 5 }),
        (up, down) => {
          const server = new End(new ServerConnection({ versions: olderVersions }, 0));
          const options = { version, origin: 'http://a' };
          const client = new End(new ClientConnection('ws://a/', options, 0));
          const heard = new Map<Connection, unknown[]>([
            [server.connection, []],
            [client.connection, []],
          ]);
          converse(client, server, (event, connection) => {
            if (event.type === 'message') heard.get(connection)!.push(event.data);
            if (event.type === 'handshake-request') server.connection.accept({}, 0);
            if (event.type !== 'open') return;
            for (const data of connection === client.connection ? up : down) connection.send(data);
          });
          expect(heard.get(server.connection)).toEqual(up);
          expect(heard.get(client.connection)).toEqual(down);
        },
      ),
      100,
    );
  });
});

describe('memory of a connection of hixie-76', () => {
  const MIB = 2 ** 20;
  const limits = { maxFrameBytes: 64 * MIB, maxMessageBytes: 64 * MIB };

  /** What is kept after a frame of that type has gone on for so many bytes, in small chunks. */
  function kept(begin: readonly number[], size: number): number {
    const chunk = new Uint8Array(4_096).fill(0x61);
    return retained(() => {
      const end = openHixie('hixie-76', { limits });
      end.receive(Uint8Array.from(begin));
      for (let left = size; left > 0; left -= chunk.length) end.receive(chunk.slice()).events();
      return end;
    }).buffers;
  }

  it('does not grow while a frame that is discarded goes on', () => {
    expect(kept([0x01], 8 * MIB)).toBeLessThan(MIB / 4);
    expect(kept([0x80, 0x84, 0x80, 0x80, 0x00], 8 * MIB)).toBeLessThan(MIB / 4);
  });

  it('is at most twice the text that has come', () => {
    expect(kept([0x00], 8 * MIB)).toBeLessThan(2 * 8 * MIB + MIB / 4);
  });

  it('does not grow with lengths that are announced', () => {
    expect(kept([0x80, 0x9f, 0xff, 0xff, 0x7f], 0)).toBeLessThan(MIB / 4);
  });

  it('takes work that is linear in the bytes', () => {
    const decoder = new HixieFrameDecoder();
    const chunk = new Uint8Array(1);
    for (let i = 0; i < 200_000; i++) {
      decoder.push(chunk);
      while (decoder.next() !== 'need-input');
    }
    expect(decoder.offset).toBe(200_000);
  });
});
