/** Calls of the application that throw have changed nothing. @module */
import { describe, expect, it } from '@jest/globals';
import { type Connection, prepareMessage, StateError } from 'sansocket';
import { hex } from '../support/bytes.ts';
import type { End } from '../support/end.ts';
import { openServer, type RoleCase, roles } from '../support/roles.ts';

type Misuse = readonly [
  string,
  (connection: Connection) => unknown,
  new (message: string) => Error,
  string,
];

const long = new Uint8Array(126);

/** Wrong in every state. */
const arguments_: readonly Misuse[] = [
  [
    'send(42)',
    (c) => c.send(42 as never),
    TypeError,
    'data must be a string or a Uint8Array, got 42',
  ],
  [
    'send(null)',
    (c) => c.send(null as never),
    TypeError,
    'data must be a string or a Uint8Array, got null',
  ],
  [
    'send([1])',
    (c) => c.send([1] as never),
    TypeError,
    'data must be a string or a Uint8Array, got an array with 1',
  ],
  [
    'ping(126 bytes)',
    (c) => c.ping(long, 0),
    RangeError,
    'Payload has 126 bytes, more than 125 (RFC 6455 §5.5)',
  ],
  [
    'ping("a")',
    (c) => c.ping('a' as never, 0),
    TypeError,
    'payload must be a Uint8Array, got a string',
  ],
  [
    'ping at NaN',
    (c) => c.ping(undefined, Number.NaN),
    TypeError,
    'now must be a finite number of milliseconds, got NaN',
  ],
  [
    'pong(126 bytes)',
    (c) => c.pong(long),
    RangeError,
    'Payload has 126 bytes, more than 125 (RFC 6455 §5.5)',
  ],
  [
    'close(1005)',
    (c) => c.close(1005, '', 0),
    RangeError,
    'Close code must be 1000 to 1003, 1007 to 1014 or 3000 to 4999, got 1005 (RFC 6455 §7.4)',
  ],
  ['close(1000.5)', (c) => c.close(1000.5, '', 0), RangeError, 'got 1000.5'],
  ['close("1000")', (c) => c.close('1000' as never, '', 0), TypeError, 'got a string'],
  [
    'close(1000, 124 bytes)',
    (c) => c.close(1000, 'é'.repeat(62), 0),
    RangeError,
    'Close reason has 124 bytes, more than 123 (RFC 6455 §5.5.1)',
  ],
  [
    'close(undefined, "a")',
    (c) => c.close(undefined, 'a', 0),
    TypeError,
    'A close reason needs a close code (RFC 6455 §5.5.1)',
  ],
  ['close at undefined', (c) => c.close(1000, '', undefined as never), TypeError, 'got undefined'],
  ['fail(1006)', (c) => c.fail(1006, '', 0), RangeError, 'got 1006'],
  ['fail at Infinity', (c) => c.fail(1002, '', Infinity), TypeError, 'got Infinity'],
  [
    'receive("a")',
    (c) => c.receive('a' as never, 0),
    TypeError,
    'chunk must be a Uint8Array, got a string',
  ],
  ['receive at NaN', (c) => c.receive(hex('89 00'), Number.NaN), TypeError, 'got NaN'],
  ['receiveEnd at NaN', (c) => c.receiveEnd(Number.NaN), TypeError, 'got NaN'],
  ['receiveError at NaN', (c) => c.receiveError(undefined, Number.NaN), TypeError, 'got NaN'],
  ['handleTimeout at NaN', (c) => c.handleTimeout(Number.NaN), TypeError, 'got NaN'],
  [
    'outputSent(-1)',
    (c) => c.outputSent(-1, 0),
    RangeError,
    'bytes must be a whole number from 0 up, got -1',
  ],
  ['outputSent(NaN)', (c) => c.outputSent(Number.NaN, 0), RangeError, 'got NaN'],
  ['outputSent at NaN', (c) => c.outputSent(1, Number.NaN), TypeError, 'got NaN'],
];

/** Wrong while data may be sent. */
const data: readonly Misuse[] = [
  [
    'send of a string as binary',
    (c) => c.send('a', { kind: 'binary' }),
    TypeError,
    'Cannot send a string as binary: encode it first',
  ],
  [
    'send as something else',
    (c) => c.send('a', { kind: 'blob' as never }),
    TypeError,
    "kind must be 'text' or 'binary', got 'blob'",
  ],
  [
    'send of text that is not UTF-8',
    (c) => c.send(hex('ff'), { kind: 'text' }),
    RangeError,
    'not UTF-8 at byte 0',
  ],
];

/** Too early. */
const early: readonly Misuse[] = [
  ['send', (c) => c.send('a'), StateError, 'Cannot send: the connection is not open yet'],
  [
    'send of a prepared message',
    (c) => c.send(prepareMessage('a')),
    StateError,
    'Cannot send: the connection is not open yet',
  ],
  [
    'send of a prepared message with options',
    (c) => c.send(prepareMessage('a'), { fin: true }),
    StateError,
    'Cannot send: the connection is not open yet',
  ],
  ['ping', (c) => c.ping(undefined, 0), StateError, 'Cannot ping: the connection is not open yet'],
  ['pong', (c) => c.pong(), StateError, 'Cannot pong: the connection is not open yet'],
];

/** All that an end shows, with a session that goes on. */
function rest(end: End, { received }: RoleCase): unknown {
  const { connection } = end;
  const before = [end.events(), end.output(), connection.nextTimeout(), connection.readyState];
  if (connection.readyState === 'open') {
    connection.send('b', { fin: false });
    connection.send('c');
    end.receive(received('89 01 70 01 01 61 80 01 62'));
  }
  const during = [end.events(), end.output(), connection.bufferedAmount, connection.latency];
  connection.close(1000, 'bye', 7);
  end.receiveEnd();
  return [...before, ...during, end.events(), end.output(), connection.nextTimeout()];
}

const states: readonly (readonly [string, (role: RoleCase) => End, readonly Misuse[]])[] = [
  ['connecting', ({ connecting }) => connecting(), [...arguments_, ...early]],
  ['open', ({ open }) => open(), [...arguments_, ...data]],
  ['open with output and events that wait', waiting, [...arguments_, ...data]],
  ['closing', ({ open }) => closing(open()), arguments_],
  ['closed', ({ open }) => open().receiveEnd(), arguments_],
];

function waiting({ open, received }: RoleCase): End {
  const end = open().receive(received('89 01 78 81 01 61 01 01 62 80 00'));
  end.connection.send('a');
  return end;
}

function closing(end: End): End {
  end.connection.close(4000, 'x', 0);
  return end;
}

describe.each(roles)('misuse of a $role', (role) => {
  for (const [state, make, misuses] of states) {
    it.each(misuses)(
      `that is ${state} throws and changes nothing: %s`,
      (_, call, error, message) => {
        const end = make(role);
        const thrown = caught(() => call(end.connection));
        expect(thrown).toBeInstanceOf(error);
        expect(thrown).toHaveProperty('message', expect.stringContaining(message));
        expect(rest(end, role)).toEqual(rest(make(role), role));
      },
    );
  }
});

describe('misuse of a server', () => {
  it('refuses 1010, which is for clients only (§7.4.1)', () => {
    const end = openServer();
    expect(() => end.connection.close(1010, '', 0)).toThrow(
      'Close code 1010 is for clients only (RFC 6455 §7.4.1)',
    );
    expect(() => end.connection.fail(1010, '', 0)).toThrow(RangeError);
    expect(end.outputs()).toEqual([]);
  });
});

describe('options', () => {
  it.each([
    [
      { limits: { maxFrameBytes: 124 } },
      RangeError,
      'limits.maxFrameBytes must be a whole number from 125 up, got 124',
    ],
    [
      { limits: { maxMessageBytes: -1 } },
      RangeError,
      'limits.maxMessageBytes must be a whole number from 0 up, got -1',
    ],
    [
      { limits: { maxFragmentBytes: 0 } },
      RangeError,
      'limits.maxFragmentBytes must be a whole number from 1 up, got 0',
    ],
    [{ limits: { maxEarlyBytes: 1.5 } }, RangeError, 'got 1.5'],
    [{ limits: { maxMessage: 1 } as never }, TypeError, 'There is no option limits.maxMessage'],
    [{ timeouts: { idleMs: 0 } }, RangeError, 'timeouts.idleMs must be more than 0 ms, got 0'],
    [{ timeouts: { lingerMs: Number.NaN } }, RangeError, 'got NaN'],
    [{ timeouts: { idle: 1 } as never }, TypeError, 'There is no option timeouts.idle'],
  ])('%j throw when the connection is made', (options, error, message) => {
    for (const { connecting } of roles) {
      const thrown = caught(() => connecting(options));
      expect(thrown).toBeInstanceOf(error);
      expect(thrown).toHaveProperty('message', expect.stringContaining(message));
    }
  });

  it('take undefined for a default', () => {
    const limits = { maxFrameBytes: undefined, maxEarlyBytes: Infinity };
    for (const { open } of roles) {
      const end = open({ limits: limits as never, timeouts: { idleMs: undefined } as never });
      expect(end.connection.readyState).toBe('open');
    }
  });
});

function caught(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
