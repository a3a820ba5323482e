/**
 * The frames that a connection tells as sent are the frames in the bytes that it writes, as the model reads them
 * (RFC 6455 §5.2).
 */
import { describe, expect, it } from '@jest/globals';
import { type Message, message } from '@sansocket/testkit/arbitraries';
import { judgeFrames, type ModelRole } from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import type { Connection, ConnectionEvent } from 'sansocket';
import { frameOf, openEnd } from '../support/open-end.ts';

const roles: readonly ModelRole[] = ['server', 'client'];

type Step =
  | { readonly type: 'send' | 'part'; readonly message: Message }
  | { readonly type: 'ping' | 'pong' | 'receivePing' | 'credit' | 'close' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('send' as const), message: message({ maxLength: 300 }) }),
  fc.record({ type: fc.constant('send' as const), message: message({ maxLength: 20_000 }) }),
  fc.record({ type: fc.constant('part' as const), message: message({ maxLength: 200 }) }),
  fc.record({ type: fc.constantFrom('ping', 'pong', 'receivePing', 'credit') }),
  fc.record({ type: fc.constant('close' as const) }),
);

describe.each(roles)('the frames that a %s tells as sent', (role) => {
  it.each([
    ['whole', {}],
    ['fragmented', { limits: { maxFragmentBytes: 9_000 } }],
    ['with shared memory', { memory: true }],
  ])('are those that it writes: %s', (_, options) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const { connection, sent } = openEnd(role, { ...options, frames: true });
        const events: ConnectionEvent[] = [];
        const written: Uint8Array[] = [];
        for (const one of steps) {
          perform(connection, one, role, events);
          // Looking seldom leaves several drafts in one write.
          if (one.type === 'credit') takeAll(connection, events, written);
        }
        takeAll(connection, events, written);
        const bytes = concat(...written);
        const told = events.flatMap((event) =>
          event.type === 'frame' && event.direction === 'sent' ? [event] : [],
        );
        const model = judgeFrames(bytes, { role: role === 'server' ? 'client' : 'server' });
        const frames = model.events.flatMap((event) => (event.type === 'frame' ? [event] : []));
        expect(told.map(({ header, offset }) => ({ header, offset }))).toEqual(
          frames.map(({ header, offset }) => ({ header, offset: offset + sent })),
        );
        const ends = told.map(({ offset, length }) => offset + length - sent);
        expect(ends).toEqual(
          [...frames.slice(1).map(({ offset }) => offset), bytes.length].slice(0, frames.length),
        );
      }),
      { numRuns: 25 },
    );
  });
});

function perform(
  connection: Connection,
  one: Step,
  role: ModelRole,
  events: ConnectionEvent[],
): void {
  switch (one.type) {
    case 'send':
    case 'part':
      try {
        connection.send(one.message.data, { fin: one.type === 'send' });
      } catch {
        // A text and bytes in one message are refused.
      }
      break;
    case 'ping':
      connection.ping(Uint8Array.of(1, 2), 0);
      break;
    case 'pong':
      connection.pong();
      break;
    case 'receivePing':
      // The model reads no pong behind a Close frame.
      if (connection.readyState !== 'open') break;
      connection.receive(frameOf(0x89, Uint8Array.of(7), role), 0);
      takeEvents(connection, events);
      break;
    case 'close':
      connection.close(1000, 'bye', 0);
      break;
    default:
  }
}

function takeEvents(connection: Connection, events: ConnectionEvent[]): void {
  for (let event; (event = connection.nextEvent()) !== undefined; ) events.push(event);
}

function takeAll(connection: Connection, events: ConnectionEvent[], written: Uint8Array[]): void {
  takeEvents(connection, events);
  for (let output; (output = connection.nextOutput()) !== undefined; ) {
    if (output.type !== 'write') continue;
    written.push(output.bytes.slice());
    connection.outputSent(output.bytes.length, 0);
  }
}
