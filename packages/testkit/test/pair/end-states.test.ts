import { describe, expect, it } from '@jest/globals';
import { createEnd, type EndInput, EndStates, type PairEnd } from '@sansocket/testkit/pair';
import { concat, latin1, serializeFrame } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import type { Output } from 'sansocket';

const REQUEST = latin1(
  [
    'GET / HTTP/1.1',
    'Host: example.com',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n'),
);

const maskingKey = new Uint8Array(4);
const FRAMES = [
  serializeFrame({ opcode: 1, payload: latin1('a'), maskingKey }),
  serializeFrame({ opcode: 8, payload: Uint8Array.of(0x03, 0xe8), maskingKey }),
  serializeFrame({ opcode: 8, payload: new Uint8Array(0), maskingKey }),
  serializeFrame({ opcode: 3, payload: new Uint8Array(0), maskingKey }),
];

const ANSWERED: readonly EndInput[] = [
  { type: 'receive', bytes: REQUEST },
  { type: 'take' },
  { type: 'call', call: { type: 'accept' } },
];

const OTHERS: readonly EndInput[] = [
  { type: 'take', events: 1 },
  { type: 'take', events: 1 },
  { type: 'wake' },
  { type: 'end' },
  { type: 'reset', cause: 'reset' },
  { type: 'call', call: { type: 'send', data: 'b' } },
  { type: 'call', call: { type: 'close', code: 1000, reason: '' } },
  { type: 'call', call: { type: 'fail', code: 1002, reason: '' } },
];

function server(): PairEnd {
  const timeouts = { keepalivePingMs: Infinity };
  return createEnd('server', { server: { timeouts }, onEvent: () => {} });
}

/** What a peer sends, in chunks of a few bytes, and what else happens in between. */
function inputs(): fc.Arbitrary<EndInput[]> {
  const stream = fc.array(fc.constantFrom(...FRAMES), { maxLength: 3 });
  const other = fc.option(fc.constantFrom(...OTHERS), { freq: 1 });
  return fc
    .tuple(stream, fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), other), { maxLength: 12 }))
    .map(([frames, steps]) => {
      const bytes = concat(...frames);
      let at = 0;
      return steps.flatMap(([size, input]): EndInput[] => {
        if (input !== null) return [input];
        const chunk = bytes.slice(at, at + size);
        at += size;
        return chunk.length > 0 ? [{ type: 'receive', bytes: chunk }] : [];
      });
    });
}

/** Writes in a row as one. */
function written(outputs: readonly Output[] | undefined): unknown {
  const bytes = outputs?.flatMap((output) => (output.type === 'write' ? [...output.bytes] : []));
  return { bytes, others: outputs?.filter(({ type }) => type !== 'write') };
}

describe('EndStates', () => {
  it('has one state for two ways that lead to the same', () => {
    const states = new EndStates(server);
    const start = states.start().to;
    const whole = states.after(start, { type: 'receive', bytes: REQUEST });
    const first = states.after(start, { type: 'receive', bytes: REQUEST.slice(0, 9) });
    const second = states.after(first!.to, { type: 'receive', bytes: REQUEST.slice(9) });

    expect(second!.to).toBe(whole!.to);
    expect(states.count).toBe(3);
    expect(states.after(start, { type: 'call', call: { type: 'accept' } })).toBeUndefined();
  });

  it('behaves as the machine that goes the whole way by itself', () => {
    const states = new EndStates(server);
    fc.assert(
      fc.property(inputs(), (rest) => {
        const machine = server();
        let state = states.start().to;
        for (const input of [...ANSWERED, ...rest]) {
          const outputs = machine.perform(input);
          const move = states.after(state, input);
          expect(written(move?.outputs)).toEqual(written(outputs));
          state = move?.to ?? state;
          expect(state.end.events).toEqual(machine.events);
          expect(state.isReading).toBe(machine.connection.wantsInput && !machine.isCut);
          expect(state.end.dueIn).toBe(machine.dueIn);
        }
      }),
      { numRuns: 300 },
    );
    // Most steps were taken by a machine that came another way.
    expect(states.count).toBeLessThan(1500);
  });
});
