import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CloseEvent } from 'sansocket';
import { commands } from '../support/arbitraries/command.ts';
import { wirePlan } from '../support/arbitraries/wire-plan.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';
import { expectLawful } from '../support/expect-lawful.ts';
import { type Answer, type Fault, meet } from '../support/meeting.ts';
import type { WireEnd } from '../support/wire-end.ts';

/** The law for each end: it comes to rest, closed, with one close event as the last. */
function closeOf(end: WireEnd): CloseEvent {
  expectLawful(end.events);
  const last = end.events.at(-1);
  if (last?.type !== 'close') throw new Error(`Last event is ${last?.type}, not close`);
  expect(end.connection.readyState).toBe('closed');
  expect(end.connection.nextEvent()).toBeUndefined();
  expect(end.connection.nextOutput()).toBeUndefined();
  return last;
}

/** Whether a Close frame was written. */
function sentClose({ writes }: WireEnd): boolean {
  const written = concat(...writes);
  const head = String.fromCharCode(...written).indexOf('\r\n\r\n') + 4;
  const { frames } = decodeFrames([written.subarray(head)]);
  return frames.some(({ header }) => header.opcode === 8);
}

function codesOfCloses(end: WireEnd): readonly number[] {
  return end.events.flatMap((event) => (event.type === 'close-received' ? [event.code] : []));
}

describe('agreement of a client and a server', () => {
  const answers: fc.Arbitrary<Answer> = fc.record({
    type: fc.constantFrom('accept', 'accept', 'accept', 'reject', 'nothing'),
    after: fc.constantFrom(0, 50, 5_000),
  });
  const faults: fc.Arbitrary<readonly Fault[]> = fc.array(
    fc.record({
      type: fc.constantFrom('reset', 'silence', 'end'),
      at: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 90_000 })),
      to: fc.constantFrom('client', 'server'),
    }),
    { maxLength: 2 },
  );

  it('is on how it ended, over a wire that only cuts and delays', () => {
    const plan = fc.record({
      wires: fc.tuple(wirePlan(150), wirePlan(150)),
      answer: answers,
      commands: commands('orderly'),
      faults: fc.constant([]),
    });
    assertLaw(
      fc.property(plan, (meeting) => {
        const { client, server, isOver } = meet(meeting);
        expect(isOver).toBe(true);
        const [one, other] = [closeOf(client), closeOf(server)];
        expect(one.wasClean).toBe(other.wasClean);
        const isOpen = server.events.some(({ type }) => type === 'open');
        const isDroppedEarly = !client.events.some(({ type }) => type === 'open');
        expect(one.wasClean).toBe(isOpen && !isDroppedEarly);
      }),
      150,
    );
  });

  it('is reached over a wire that breaks, by two applications that do what they like', () => {
    const plan = fc.record({
      wires: fc.tuple(wirePlan(5_000), wirePlan(5_000)),
      answer: answers,
      commands: commands('all'),
      faults,
    });
    assertLaw(
      fc.property(plan, (meeting) => {
        const { client, server, isOver } = meet(meeting);
        expect(isOver).toBe(true);
        for (const [end, peer] of [
          [client, server],
          [server, client],
        ] as const) {
          const close = closeOf(end);
          const [code] = codesOfCloses(end);
          expect(close.code).toBe(code ?? 1006);
          if (close.wasClean) expect([sentClose(end), sentClose(peer)]).toEqual([true, true]);
          else if (code !== undefined) throw new Error('A Close frame came and none went');
        }
      }),
      150,
    );
  });
});
