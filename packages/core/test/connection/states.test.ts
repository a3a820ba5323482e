/** The table of states, and a connection in every state under every input (RFC 6455 §7.1). @module */
import { describe, expect, it } from '@jest/globals';
import { type Input, type ReadyState, type State, transitions } from 'sansocket/connection';
import { readyStates } from '../../src/connection/index.ts';
import type { End } from '../support/end.ts';
import { type RoleCase, roles } from '../support/roles.ts';

describe('transitions', () => {
  const inputs: readonly Input[] = [
    'establish',
    'send-close',
    'receive-close',
    'fail',
    'end-output',
    'transport-closed',
  ];
  const _ = undefined;
  const table: Readonly<Record<State, readonly (State | undefined)[]>> = {
    connecting: ['open', _, _, 'ending', _, 'closed'],
    open: [_, 'close-sent', 'close-received', 'ending', _, 'closed'],
    'close-sent': [_, _, 'closing', 'ending', _, 'closed'],
    'close-received': [_, 'closing', _, 'ending', _, 'closed'],
    closing: [_, _, _, 'ending', 'ending', 'closed'],
    ending: [_, _, _, _, _, 'closed'],
    closed: [_, _, _, _, _, _],
  };

  it.each(Object.keys(table) as State[])('leads from %s where RFC 6455 §7.1 says', (state) => {
    expect(inputs.map((input) => transitions[state][input])).toEqual(table[state]);
    expect(Object.keys(transitions[state]).every((name) => inputs.includes(name as Input))).toBe(
      true,
    );
  });

  it('maps to the four states of the WebSocket API', () => {
    expect(readyStates).toEqual({
      connecting: 'connecting',
      open: 'open',
      'close-sent': 'closing',
      'close-received': 'closing',
      closing: 'closing',
      ending: 'closing',
      closed: 'closed',
    });
  });
});

describe('a row that is missing', () => {
  it.each(roles)('is an error of a $role, whose state stays', ({ open }) => {
    const rows = transitions.open as { fail?: State };
    const { fail } = rows;
    const end = open();
    delete rows.fail;
    try {
      expect(() => end.connection.fail(1011, '', 0)).toThrow('No transition from open by fail');
      expect(end.connection.readyState).toBe('open');
    } finally {
      rows.fail = fail!;
    }
  });
});

/** What an input leads to: state, output, types of events. */
type Outcome = readonly [ReadyState, readonly string[], readonly string[]];

const inputs: Readonly<Record<string, (end: End, role: RoleCase) => unknown>> = {
  'a message': (end, { received }) => end.receive(received('81 01 61')),
  'a ping': (end, { received }) => end.receive(received('89 00')),
  'a Close frame': (end, { received }) => end.receive(received('88 02 03 e8')),
  'a violation': (end, { received }) => end.receive(received('83 00')),
  FIN: (end) => end.receiveEnd(),
  RST: (end) => end.connection.receiveError('gone', end.now),
  'close()': (end) => end.connection.close(1001, undefined, end.now),
  'fail()': (end) => end.connection.fail(1008, '', end.now),
  'its timeout': (end) => end.timeOut(),
};

const C1000 = '88 02 03 e8';

/** Rows are the states that last, columns the inputs in their order. */
function outcomesOf({ role }: RoleCase): Readonly<Record<string, readonly Outcome[]>> {
  const isServer = role === 'server';
  const nothing = (state: ReadyState): Outcome => [state, [], []];
  const abort = (reason: string): Outcome => ['closed', [`abort: ${reason}`], ['close']];
  const closed: Outcome = ['closed', [], ['close']];
  return {
    open: [
      ['open', [], ['message']],
      ['open', ['8a 00'], ['ping']],
      ['closing', isServer ? [C1000, 'end'] : [C1000], ['close-received']],
      ['closing', ['88 02 03 ea', 'end'], ['violation']],
      ['closed', ['end'], ['close']],
      closed,
      ['closing', ['88 02 03 e9'], []],
      ['closing', ['88 02 03 f0', 'end'], []],
      ['open', ['89 04 00 00 00 00'], []],
    ],
    'close-sent': [
      ['closing', [], ['message']],
      ['closing', ['8a 00'], ['ping']],
      ['closing', isServer ? ['end'] : [], ['close-received']],
      ['closing', ['end'], ['violation']],
      ['closed', ['end'], ['close']],
      closed,
      nothing('closing'),
      ['closing', ['end'], []],
      abort('the peer did not answer the Close frame'),
    ],
    // A server is not to be met in this state: it ends its output at once.
    closing: [
      ...Array<Outcome>(4).fill(nothing('closing')),
      ['closed', isServer ? [] : ['end'], ['close']],
      closed,
      nothing('closing'),
      isServer ? nothing('closing') : ['closing', ['end'], []],
      isServer ? abort('the peer did not close the transport') : ['closing', ['end'], []],
    ],
    ending: [
      ...Array<Outcome>(4).fill(nothing('closing')),
      closed,
      closed,
      nothing('closing'),
      nothing('closing'),
      abort('the peer did not close the transport'),
    ],
    closed: Array<Outcome>(9).fill(nothing('closed')),
  };
}

const makers: Readonly<Record<string, (role: RoleCase) => End>> = {
  open: ({ open }) => open(),
  'close-sent': ({ open }) => {
    const end = open();
    end.connection.close(1000, undefined, 0);
    return end;
  },
  closing: ({ open, received }) => open().receive(received('88 00')),
  ending: ({ open, received }) => open().receive(received('83 00')),
  closed: ({ open }) => open().receiveEnd(),
};

describe.each(roles)('a $role', (role) => {
  for (const [state, outcomes] of Object.entries(outcomesOf(role))) {
    const cases = Object.keys(inputs).map((input, i) => [input, outcomes[i]!] as const);
    it.each(cases)(`that is ${state} takes %s (§7.1)`, (input, [readyState, output, types]) => {
      const end = makers[state]!(role);
      end.events();
      end.outputs();
      end.credit();
      inputs[input]!(end, role);
      expect(end.types()).toEqual(types);
      const isFrames = (line: string) => /^[0-9a-f]{2}( |$)/.test(line);
      expect(end.output()).toEqual(output.map((o) => (isFrames(o) ? role.sent(o) : o)));
      expect(end.connection.readyState).toBe(readyState);
    });
  }
});
