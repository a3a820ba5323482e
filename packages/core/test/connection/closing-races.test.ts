/** The closing handshake when both ends, or the transport, are quicker than it (RFC 6455 §7.1). @module */
import { describe, expect, it } from '@jest/globals';
import type { ConnectionEvent, Role } from 'sansocket';
import { byteByByte, concat, hex } from '../support/bytes.ts';
import type { End } from '../support/end.ts';
import { openClient, openServer, roles } from '../support/roles.ts';

const CLEAN = { type: 'close', code: 1000, reason: '', wasClean: true };
const UNCLEAN = { type: 'close', code: 1006, reason: '', wasClean: false };

describe.each(roles)('races that a $role meets', ({ role, open, sent, received }) => {
  it('simultaneous close: no second Close frame, the code of the peer, clean (§5.5.1, §7.1.5)', () => {
    const end = open();
    end.connection.close(4000, 'mine', 0);
    end.receive(received('88 06 0f a1 79 6f 75 72')).receiveEnd();
    expect(end.events()).toEqual([{ type: 'close-received', code: 4001, reason: 'your' }]);
    expect(end.output()).toEqual([sent('88 06 0f a0 6d 69 6e 65'), 'end']);
    expect(end.credit().events()).toEqual([
      { type: 'close', code: 4001, reason: 'your', wasClean: true, endedBy: 'local' },
    ]);
  });

  it('close() between the Close frame and its event is our own beginning of the handshake', () => {
    const end = open().receive(received('88 02 03 e8'));
    end.connection.close(1001, undefined, 0);
    expect(end.types()).toEqual(['close-received']);
    expect(end.output()).toEqual(
      role === 'server' ? [sent('88 02 03 e9'), 'end'] : [sent('88 02 03 e9')],
    );
    expect(end.credit().receiveEnd().events()).toEqual([{ ...CLEAN, endedBy: 'local' }]);
  });

  it('Close inside a fragmented message: the message is discarded, no rule is broken (§5.4)', () => {
    const end = open().receive(received('01 01 61 88 02 03 e8 80 01 62')).receiveEnd();
    expect(end.events()).toEqual([{ type: 'close-received', code: 1000, reason: '' }]);
    end.outputs();
    expect(end.credit().events()).toEqual([{ ...CLEAN, endedBy: 'peer' }]);
  });

  it.each([
    ['before anything', ''],
    ['inside a header', '81'],
    ['inside a payload', '81 05 48'],
    ['inside a fragmented message', '01 01 61'],
  ])('FIN %s without a Close frame: 1006, unclean (§7.1.5, §7.2.1)', (_, frames) => {
    const end = open()
      .receive(received(frames).subarray(0, hex(frames).length))
      .receiveEnd();
    expect(end.events()).toEqual([{ ...UNCLEAN, endedBy: 'transport' }]);
    expect(end.output()).toEqual(['end']);
    expect(end.connection.readyState).toBe('closed');
  });

  it('FIN instead of the answer to our Close frame: 1006, unclean (§7.1.4)', () => {
    const end = open();
    end.connection.close(1000, undefined, 0);
    end.receiveEnd();
    expect(end.events()).toEqual([{ ...UNCLEAN, endedBy: 'local' }]);
    expect(end.output()).toEqual([sent('88 02 03 e8'), 'end']);
  });

  it('FIN after the messages before it: they come first, and can be answered', () => {
    const end = open().receive(received('81 01 61 81 01 62')).receiveEnd();
    expect(end.connection.nextEvent()).toMatchObject({ data: 'a' });
    expect(end.connection.send('x')).toBe('ok');
    expect(end.events()).toMatchObject([{ data: 'b' }, { ...UNCLEAN, endedBy: 'transport' }]);
    expect(end.output()).toEqual([sent('81 01 78'), 'end']);
    expect(end.connection.send('y')).toBe('closing');
  });

  it('RST: what was queued is dropped, the cause is told (§7.2.1)', () => {
    const cause = new Error('ECONNRESET');
    const end = open();
    end.connection.send('a');
    end.connection.receiveError(cause, 0);
    expect(end.events()).toEqual([{ ...UNCLEAN, endedBy: 'transport', cause }]);
    expect(end.outputs()).toEqual([]);
    expect(end.connection.bufferedAmount).toBe(0);
  });

  it('RST after both Close frames: clean all the same (§7.1.4)', () => {
    const end = open().receive(received('88 02 03 e8'));
    end.events();
    end.outputs();
    end.credit().connection.receiveError('gone', 0);
    expect(end.events()).toEqual([{ ...CLEAN, endedBy: 'peer', cause: 'gone' }]);
    expect(end.outputs()).toEqual([]);
  });

  // Close: the peer's Close frame comes; FIN and RST: the peer's; ours: our Close frame has left.
  it.each([
    ['close, FIN, sent', true],
    ['close, sent, FIN', true],
    ['close, FIN, RST', false],
    ['close, RST', false],
    ['close, FIN, sent, RST', true],
    ['close, sent, RST', true],
    ['close, FIN, time', false],
    ['close, time', false],
    ['close, part sent, FIN, time', false],
    ['FIN', false],
    ['sent, FIN', false],
    ['RST', false],
  ])('is clean after %s: %j, whoever began (§7.1.4)', (order, wasClean) => {
    for (const begins of [true, false]) {
      const end = open();
      const closes: ConnectionEvent[] = [];
      const steps: Readonly<Record<string, () => unknown>> = {
        close: () => end.receive(received('88 02 03 e8')),
        FIN: () => end.receiveEnd(),
        RST: () => end.connection.receiveError('gone', end.now),
        sent: () => end.credit(),
        'part sent': () => end.connection.outputSent(1, end.now),
        time: () => {
          while (end.connection.nextTimeout() !== undefined) end.timeOut();
        },
      };
      if (begins) end.connection.close(1000, undefined, 0);
      for (const step of order.split(', ')) {
        end.outputs();
        steps[step]!();
        closes.push(...end.events().filter(({ type }) => type === 'close'));
      }
      expect(closes).toMatchObject([{ type: 'close', wasClean }]);
    }
  });

  it('RST while our answer has not left: not clean (§7.1.4)', () => {
    const end = open().credit().receive(received('88 02 03 e8'));
    end.events();
    end.outputs();
    end.connection.receiveError('gone', 0);
    expect(end.events()).toEqual([{ ...CLEAN, wasClean: false, endedBy: 'peer', cause: 'gone' }]);
  });

  it('RST before the Close frame was answered: not clean, the code of the peer (§7.1.4, §7.1.5)', () => {
    const end = open().receive(received('88 02 03 e8'));
    end.connection.receiveError('gone', 0);
    const close = { ...CLEAN, wasClean: false, endedBy: 'peer', cause: 'gone' };
    expect(end.events()).toEqual([{ type: 'close-received', code: 1000, reason: '' }, close]);
    expect(end.outputs()).toEqual([]);
  });

  it('a Close frame of our own after the RST goes nowhere: not clean, no output (§7.1.4)', () => {
    const end = open().receive(received('88 02 03 e8'));
    end.connection.receiveError('gone', 0);
    end.connection.close(1001, '', 0);
    expect(end.outputs()).toEqual([]);
    expect(end.events().at(-1)).toMatchObject({ type: 'close', wasClean: false });
    expect(end.connection.bufferedAmount).toBe(0);
  });

  it('RST after FIN, before the events are taken: one close event, of the RST', () => {
    const end = open().receiveEnd();
    end.connection.receiveError('gone', 0);
    expect(end.events()).toEqual([{ ...UNCLEAN, endedBy: 'transport', cause: 'gone' }]);
    expect(end.outputs()).toEqual([]);
  });

  it('FIN after RST, before the events are taken: the RST counts', () => {
    const end = open();
    end.connection.receiveError('gone', 0);
    end.receiveEnd();
    expect(end.events()).toEqual([{ ...UNCLEAN, endedBy: 'transport', cause: 'gone' }]);
    expect(end.outputs()).toEqual([]);
  });

  it('bytes after FIN are not looked at', () => {
    const end = open().receiveEnd().receive(received('81 01 61'));
    expect(end.events()).toEqual([{ ...UNCLEAN, endedBy: 'transport' }]);
  });

  it('a violation while our Close frame waits for its answer: no second one, then the end (§7.1.7)', () => {
    const end = open();
    end.connection.close(1000, undefined, 0);
    end.receive(received('83 00 88 02 03 e8'));
    expect(end.events()).toMatchObject([{ type: 'violation', rule: 'opcode-reserved' }]);
    expect(end.output()).toEqual([sent('88 02 03 e8'), 'end']);
    expect(end.receiveEnd().events()).toEqual([{ ...UNCLEAN, endedBy: 'local' }]);
  });

  it('close() after a violation changes nothing (§7.1.7)', () => {
    const end = open().receive(received('83 00'));
    end.events();
    end.connection.close(1000, undefined, 0);
    end.connection.fail(1011, '', 0);
    expect(end.output()).toEqual([sent('88 02 03 ea'), 'end']);
    expect(end.receiveEnd().events()).toEqual([{ ...UNCLEAN, endedBy: 'violation' }]);
  });
});

describe('two ends joined', () => {
  const starts: readonly (readonly [Role[]])[] = [
    [['client']],
    [['server']],
    [['client', 'server']],
  ];

  it.each(starts)(
    'agree on a clean close, the server ends the transport first (§7.1.1): %j',
    (starters) => {
      const ends = { client: openClient(), server: openServer() };
      for (const starter of starters) ends[starter].connection.close(3000, starter, 0);
      const closes = { client: [] as ConnectionEvent[], server: [] as ConnectionEvent[] };
      const ended: Role[] = [];
      for (let round = 0; round < 4; round++) {
        for (const [from, to] of [
          ['client', 'server'],
          ['server', 'client'],
        ] as const) {
          move(ends[from], ends[to], () => ended.push(from));
          closes[to].push(...ends[to].events());
        }
      }
      for (const role of ['client', 'server'] as const) {
        const other = role === 'client' ? 'server' : 'client';
        const reason = starters.includes(other) ? other : '';
        expect(closes[role]).toEqual([
          { type: 'close-received', code: 3000, reason },
          {
            type: 'close',
            code: 3000,
            reason,
            wasClean: true,
            endedBy: starters.includes(role) ? 'local' : 'peer',
          },
        ]);
      }
      expect(ended).toEqual(['server', 'client']);
    },
  );

  /** Moves all output of one end to the other, a byte at a time. */
  function move(from: End, to: End, onEnd: () => void): void {
    const outputs = from.outputs();
    from.credit();
    const bytes = concat(...outputs.flatMap((o) => (o.type === 'write' ? [o.bytes] : [])));
    for (const byte of byteByByte(bytes)) to.receive(byte);
    if (outputs.every(({ type }) => type !== 'end')) return;
    onEnd();
    to.receiveEnd();
  }
});
