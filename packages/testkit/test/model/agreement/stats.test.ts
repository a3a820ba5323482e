/** The counts of a connection are those of a model that counts the bytes of both directions by itself. */
import { describe, expect, it } from '@jest/globals';
import { type Message, message } from '@sansocket/testkit/arbitraries';
import { judgeFrames, type ModelEvent, type ModelRole } from '@sansocket/testkit/model';
import { concat, utf8 } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { frameOf, openEnd } from '../support/open-end.ts';

const roles: readonly ModelRole[] = ['server', 'client'];

/** What goes one way: a message in fragments, a ping or a pong. */
type Item = { readonly message: Message; readonly cut: number } | { readonly byte0: 0x89 | 0x8a };

const item: fc.Arbitrary<Item> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ message: message({ maxLength: 300 }), cut: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ byte0: fc.constantFrom(0x89 as const, 0x8a as const) }) },
);

describe.each(roles)('the stats of a %s', (role) => {
  it.each([
    ['as usual', {}],
    ['that tells frames', { frames: true }],
    ['that gives parts', { messages: 'parts' as const }],
    ['that gives bytes', { text: 'bytes' as const, memory: true }],
  ])('%s are those of the model', (_, options) => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), fc.array(item), fc.nat(), (ins, outs, cut) => {
        const { connection } = openEnd(role, options);
        const input = concat(...ins.flatMap((one) => framesOf(one, role)));
        const middle = cut % (input.length + 1);
        const written: Uint8Array[] = [];
        const turn = (now: number): void => {
          while (connection.nextEvent() !== undefined);
          for (let output; (output = connection.nextOutput()) !== undefined; ) {
            if (output.type === 'write') written.push(output.bytes.slice());
            if (output.type === 'write') connection.outputSent(output.bytes.length, now);
          }
        };
        connection.receive(input.slice(0, middle), 3);
        turn(4);
        for (const one of outs) {
          if (!('message' in one)) {
            if (one.byte0 === 0x89) connection.ping(undefined, 5);
            else connection.pong();
          } else if (one.cut === 0) connection.send(one.message.data);
          else {
            const { data } = one.message;
            const at = data.length >> 1;
            connection.send(data.slice(0, at), { fin: false });
            connection.send(data.slice(at));
          }
        }
        connection.receive(input.slice(middle), 7);
        turn(9);
        connection.outputSent(0, 9);
        const sent = concat(...written);
        const received = counted(input, role);
        const given = counted(sent, role === 'server' ? 'client' : 'server');
        expect(connection.stats).toEqual({
          bytesReceived: input.length,
          bytesSent: sent.length,
          framesReceived: received.frames,
          framesSent: given.frames,
          messagesReceived: received.messages,
          messagesSent: given.messages,
          payloadBytesReceived: received.payload,
          payloadBytesSent: given.payload,
          messageBytesReceived: received.bytes,
          messageBytesSent: given.bytes,
          pingsReceived: received.pings,
          pingsSent: given.pings,
          violations: 0,
          openMs: 9,
        });
      }),
    );
  });
});

function framesOf(one: Item, role: ModelRole): Uint8Array[] {
  if (!('message' in one)) return [frameOf(one.byte0, Uint8Array.of(1, 2, 3), role)];
  const { data, kind } = one.message;
  const bytes = typeof data === 'string' ? utf8(data) : data;
  const opcode = kind === 'text' ? 1 : 2;
  if (one.cut === 0) return [frameOf(0x80 | opcode, bytes, role)];
  const at = bytes.length >> 1;
  return [frameOf(opcode, bytes.slice(0, at), role), frameOf(0x80, bytes.slice(at), role)];
}

/** Counts what the model reads. */
function counted(bytes: Uint8Array, role: ModelRole) {
  const { events } = judgeFrames(bytes, { role });
  const of = (type: ModelEvent['type']): ModelEvent[] => events.filter((one) => one.type === type);
  const headers = events.flatMap((one) => (one.type === 'frame' ? [one.header] : []));
  const data = headers.filter(({ opcode }) => opcode < 8);
  const messages = events.flatMap((one) => (one.type === 'message' ? [one.data] : []));
  return {
    frames: headers.length,
    messages: messages.length,
    payload: sum(data.map(({ payloadLength }) => payloadLength)),
    bytes: sum(messages.map((one) => (typeof one === 'string' ? utf8(one) : one).length)),
    pings: of('ping').length,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
