/** Pings and Close frames that the application answers: the option `answers` (RFC 6455 §5.5.1, §5.5.2). @module */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connection, ConnectionEvent } from 'sansocket';
import { concat, hex } from '../support/bytes.ts';
import type { End } from '../support/end.ts';
import { frameOf } from '../support/masked-frames.ts';
import { roles } from '../support/roles.ts';

describe.each(roles)("a $role with answers: 'manual'", ({ role, open, sent, received }) => {
  const manual = (options = {}) => open({ ...options, answers: 'manual' });

  it('tells pings and leaves the pong to the application', () => {
    const end = manual().receive(received('89 01 61'));
    expect(end.events()).toEqual([{ type: 'ping', payload: hex('61') }]);
    expect(end.output()).toEqual([]);
    expect(end.connection.pong(hex('62'))).toBe('ok');
    expect(end.output()).toEqual([sent('8a 01 62')]);
  });

  it('tells a Close frame and sends ours with another code, later', () => {
    const end = manual().receive(received('88 05 03 e8 62 79 65'));
    expect(end.events()).toEqual([{ type: 'close-received', code: 1000, reason: 'bye' }]);
    expect(end.connection.readyState).toBe('closing');
    expect(end.output()).toEqual([]);
    end.now = 5000;
    end.connection.close(4001, 'x', end.now);
    expect(end.output()).toEqual([sent('88 03 0f a1 78'), ...(role === 'server' ? ['end'] : [])]);
    end.connection.close(4002, 'again', end.now);
    expect(end.output()).toEqual([]);
    expect(end.credit().receiveEnd().events()).toEqual([
      { type: 'close', code: 1000, reason: 'bye', wasClean: true, endedBy: 'peer' },
    ]);
  });

  it('sends messages between the two Close frames, with backpressure (§5.5.1)', () => {
    const end = manual({ limits: { outputHighWaterBytes: 8 } });
    end.receive(received('88 02 03 e8')).events();
    expect(end.connection.send('a')).toBe('ok');
    expect(end.connection.send('bcdefghi')).toBe('high-water');
    end.outputs();
    expect(end.credit().events()).toEqual([{ type: 'drain' }]);
    end.connection.close(1000, undefined, 0);
    expect(end.connection.send('c')).toBe('closing');
    expect(end.output()[0]).toMatch(/88/);
  });

  it('ends without a Close frame when the application does not answer in time', () => {
    const end = manual().receive(received('88 02 03 e8'));
    end.events();
    expect(end.connection.nextTimeout()).toEqual({ at: 10_000, reason: 'closing-handshake' });
    end.timeOut();
    expect(end.output()).toEqual(['end']);
    expect(end.connection.nextTimeout()).toEqual({ at: 12_000, reason: 'linger' });
    expect(end.receiveEnd().events()).toEqual([
      { type: 'close', code: 1000, reason: '', wasClean: false, endedBy: 'peer' },
    ]);
  });

  it('is dropped after slowPeerMs however steadily it sends without answering', () => {
    const end = manual({ timeouts: { slowPeerMs: 25_000 } }).receive(received('88 02 03 e8'));
    end.events();
    for (let steps = 0; steps < 5; steps++) {
      end.now += 5_000;
      end.connection.send('a');
      end.outputs();
      end.credit();
      end.connection.handleTimeout(end.now);
    }
    expect(end.types()).toEqual(['close']);
    expect(end.output()).toEqual(['abort: the peer took too long to take what was sent']);
  });

  it('waits for the answer when the peer has ended its half behind its Close frame', () => {
    const end = manual().receive(received('88 02 03 e8')).receiveEnd();
    expect(end.types()).toEqual(['close-received']);
    end.connection.close(1000, undefined, 0);
    expect(end.events()).toEqual([]);
    expect(end.output()[0]).toBe(sent('88 02 03 e8'));
    expect(end.credit().events()).toMatchObject([{ type: 'close', wasClean: true }]);
  });

  it('ends at once when the transport fails before the answer', () => {
    const end = manual().receive(received('88 02 03 e8'));
    end.events();
    end.connection.receiveError('reset', 0);
    expect(end.events()).toMatchObject([{ type: 'close', wasClean: false, cause: 'reset' }]);
    expect(end.outputs()).toEqual([]);
  });

  it('fails with a Close frame instead of an answer', () => {
    const end = manual().receive(received('88 02 03 e8'));
    end.events();
    end.connection.fail(1011, undefined, 0);
    expect(end.output()).toEqual([sent('88 02 03 f3'), 'end']);
  });

  it('takes pongs until the Close frame of the peer, and no longer (§5.5.2)', () => {
    const end = manual();
    end.connection.close(1000, undefined, 0);
    end.receive(received('89 01 61')).events();
    expect(end.connection.ping(hex('62'), 0)).toBe('closing');
    expect(end.connection.pong(hex('61'))).toBe('ok');
    end.receive(received('88 00')).events();
    expect(end.connection.pong(hex('61'))).toBe('closing');
    expect(end.output()[0]).toBe(sent('88 02 03 e8 8a 01 61'));
  });

  it('drops a connection whose pongs the peer does not read', () => {
    const end = manual({ limits: { maxBufferedBytes: 20 } });
    end.connection.close(1000, undefined, 0);
    for (let pongs = 0; pongs < 10; pongs++) end.connection.pong(hex('61 62 63'));
    expect(end.events()).toMatchObject([{ type: 'close', endedBy: 'local' }]);
  });

  it('gives what the automatic answers give, if the application answers as core would', () => {
    const frames = fc.array(
      fc.oneof(
        fc.constant('81 01 61'),
        fc.constantFrom('89 00', '89 01 61').map((text) => text),
        fc.constantFrom('8a 00', '01 01 61', '80 01 62', '83 00'),
        { arbitrary: fc.constantFrom('88 00', '88 02 03 e8', '88 03 0f a0 61'), weight: 1 },
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(frames, fc.nat({ max: 12 }), (list, closesAt) => {
        const run = (end: End, answer: (event: ConnectionEvent, end: End) => void): unknown => {
          const seen: unknown[] = [];
          for (const [i, frame] of list.entries()) {
            if (i === closesAt) end.connection.close(1001, 'mine', end.now);
            end.receive(received(frame));
            for (let event; (event = end.connection.nextEvent()) !== undefined; ) {
              answer(event, end);
              seen.push(event, end.connection.nextTimeout());
            }
            seen.push(end.output());
            end.credit();
            end.now += 10;
          }
          end.receiveEnd();
          return [seen, end.events(), end.output(), end.connection.readyState];
        };
        expect(run(manual(), answerAsCore)).toEqual(run(open(), () => {}));
      }),
    );
  });

  it('survives a snapshot, which says nothing of pings that were told', () => {
    const end = manual().receive(concat(received(frameOf(0x89, hex('61')))));
    end.events();
    expect(end.connection.snapshot().pendingPing).toBeUndefined();
  });
});

/** The answers of RFC 6455 §5.5.1 and §5.5.2. */
function answerAsCore(
  event: ConnectionEvent,
  { connection, now }: { connection: Connection; now: number },
): void {
  if (event.type === 'ping') connection.pong(event.payload);
  if (event.type === 'close-received')
    connection.close(event.code === 1005 ? undefined : event.code, undefined, now);
}
