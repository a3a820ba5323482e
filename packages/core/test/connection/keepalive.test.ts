/** Signs of life and their absence: keepalive and the idle timeout. @module */
import { describe, expect, it } from '@jest/globals';
import { SharedMemory, type TimeoutReason } from 'sansocket';
import { byteByByte, hex } from '../support/bytes.ts';
import { roles } from '../support/roles.ts';

const KEEPALIVE = { keepalivePingMs: 100, keepalivePongMs: 50 };
const OFF = { keepalivePingMs: Infinity };

const due = (at: number, reason: TimeoutReason) => ({ at, reason });

describe.each(roles)('keepalive of a $role', ({ open, sent, received }) => {
  it('sends a ping after keepalivePingMs of silence, not a millisecond earlier', () => {
    const end = open({ timeouts: KEEPALIVE });
    expect(end.connection.nextTimeout()).toEqual(due(100, 'keepalive-ping'));
    end.connection.handleTimeout(99.9);
    expect(end.outputs()).toEqual([]);
    expect(end.connection.nextTimeout()).toEqual(due(100, 'keepalive-ping'));

    end.connection.handleTimeout(100);
    expect(end.output()).toEqual([sent('89 04 00 00 00 00')]);
    expect(end.connection.nextTimeout()).toEqual(due(150, 'keepalive-pong'));
  });

  it('takes any byte for a sign of life, half a header too', () => {
    const end = open({ timeouts: KEEPALIVE });
    const frame = received('81 01 61');
    end.now = 60;
    end.receive(frame.subarray(0, 1)).events();
    expect(end.connection.nextTimeout()).toEqual(due(160, 'keepalive-ping'));
    end.timeOut();
    expect(end.connection.nextTimeout()).toEqual(due(210, 'keepalive-pong'));
    end.now = 209;
    end.receive(frame.subarray(1)).events();
    expect(end.connection.nextTimeout()).toEqual(due(309, 'keepalive-ping'));
  });

  it('does not take an empty chunk for a sign of life', () => {
    const end = open({ timeouts: KEEPALIVE });
    end.now = 60;
    end.receive(hex(''));
    expect(end.connection.nextTimeout()).toEqual(due(100, 'keepalive-ping'));
  });

  it('tells the latency of its own pings, which all differ', () => {
    const end = open({ timeouts: KEEPALIVE });
    end.timeOut();
    end.now = 107;
    end.receive(received('8a 04 00 00 00 00'));
    expect(end.events()).toEqual([{ type: 'pong', payload: hex('00 00 00 00'), latency: 7 }]);
    expect(end.connection.latency).toBe(7);
    end.timeOut();
    expect(end.output()).toEqual([sent('89 04 00 00 00 00 89 04 00 00 00 01')]);
  });

  it('fails with 1011 after keepalivePongMs without an answer (§7.4.1)', () => {
    const end = open({ timeouts: KEEPALIVE }).timeOut();
    end.outputs();
    end.connection.handleTimeout(149);
    expect(end.outputs()).toEqual([]);
    end.timeOut();
    expect(end.now).toBe(150);
    const reason = '6b 65 65 70 61 6c 69 76 65 20 74 69 6d 65 6f 75 74';
    expect(end.output()).toEqual([sent(`88 13 03 f3 ${reason}`), 'end']);
    expect(end.connection.readyState).toBe('closing');
    expect(end.receiveEnd().events()).toEqual([
      { type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'timeout' },
    ]);
  });

  it('does not blame the peer while the application reads nothing', () => {
    const end = open({ timeouts: KEEPALIVE });
    end.connection.pauseReceiving();
    end.timeOut().timeOut();
    expect(end.output()).toEqual([sent('89 04 00 00 00 00')]);
    expect(end.connection.readyState).toBe('open');
    expect(end.connection.nextTimeout()).toEqual(due(200, 'keepalive-pong'));
    end.connection.resumeReceiving();
    end.timeOut();
    expect(end.connection.readyState).toBe('closing');
  });

  it('catches up when it is called late, one ping and not several', () => {
    const end = open({ timeouts: KEEPALIVE });
    end.connection.handleTimeout(1000);
    expect(end.output()).toEqual([sent('89 04 00 00 00 00')]);
    expect(end.connection.nextTimeout()).toEqual(due(1050, 'keepalive-pong'));
  });

  it('goes on with pings when their answers may take for ever', () => {
    const end = open({ timeouts: { keepalivePingMs: 100, keepalivePongMs: Infinity } });
    for (const at of [100, 200]) {
      expect(end.connection.nextTimeout()).toEqual(due(at, 'keepalive-ping'));
      end.timeOut();
      expect(end.outputs()).toHaveLength(1);
    }
  });

  it('is over once the closing handshake has begun, whatever comes', () => {
    const end = open({ timeouts: { keepalivePingMs: 100, idleMs: 100 } });
    end.connection.close(1000, undefined, 0);
    end.now = 10;
    end.receive(received('81 01 61')).events();
    expect(end.connection.nextTimeout()).toEqual(due(10_000, 'closing-handshake'));
  });

  it('can be turned off', () => {
    const end = open({ timeouts: OFF });
    expect(end.connection.nextTimeout()).toBeUndefined();
    end.connection.handleTimeout(1e9);
    expect(end.outputs()).toEqual([]);
  });

  it('is on after 30 s and 20 s unless told otherwise', () => {
    const end = open();
    expect(end.connection.nextTimeout()).toEqual(due(30_000, 'keepalive-ping'));
    end.timeOut();
    expect(end.connection.nextTimeout()).toEqual(due(50_000, 'keepalive-pong'));
  });
});

describe.each(roles)('latency of a $role', ({ open, received }) => {
  it.each(['61 62 63', '61', '61 78', '78 62', ''])(
    'is not told by a pong with the bytes %j, which answers another ping (§5.5.3)',
    (payload) => {
      const end = open();
      end.connection.ping(hex('61 62'), 0);
      end.now = 5;
      end.receive(received(`8a ${String(hex(payload).length).padStart(2, '0')} ${payload}`));
      expect(end.events()).toEqual([{ type: 'pong', payload: hex(payload), latency: undefined }]);
      end.receive(received('8a 02 61 62'));
      expect(end.events()).toMatchObject([{ latency: 5 }]);
      expect(end.connection.latency).toBe(5);
    },
  );
});

describe.each(roles)('idle timeout of a $role', ({ open, sent, received }) => {
  const timeouts = { ...OFF, idleMs: 100, closingHandshakeMs: 10 };

  it('closes with 1001 after idleMs without a data frame, not a millisecond earlier (§7.4.1)', () => {
    const end = open({ timeouts });
    end.now = 40;
    end.receive(received('81 01 61')).events();
    end.now = 60;
    end.receive(received('89 00')).events();
    end.outputs();
    expect(end.connection.nextTimeout()).toEqual(due(140, 'idle'));
    end.connection.handleTimeout(139);
    expect(end.outputs()).toEqual([]);
    end.timeOut();
    expect(end.output()).toEqual([sent('88 06 03 e9 69 64 6c 65')]);
    expect(end.connection.nextTimeout()).toEqual(due(150, 'closing-handshake'));
  });

  it('still closes cleanly when the peer answers', () => {
    const end = open({ timeouts }).timeOut();
    end.outputs();
    end.credit().receive(received('88 02 03 e9')).receiveEnd();
    expect(end.events()).toEqual([
      { type: 'close-received', code: 1001, reason: '' },
      { type: 'close', code: 1001, reason: '', wasClean: true, endedBy: 'timeout' },
    ]);
  });

  it.each([['whole' as const], ['parts' as const]])(
    'begins anew with every data frame, a fragment or an empty one too (messages: %s)',
    (messages) => {
      const end = open({ timeouts, messages });
      for (const [now, frame] of [
        [50, '01 01 61'],
        [100, '00 00'],
        [150, '80 00'],
        [200, '01 08 61 61 61 61 61 61 61 61'],
        [250, '00 08 61 61 61 61 61 61 61 61'],
      ] as const) {
        end.now = now;
        end.receive(received(frame)).events();
        expect(end.connection.nextTimeout()).toEqual(due(now + 100, 'idle'));
      }
    },
  );

  it.each([
    ['81', 'whole'],
    ['82', 'whole'],
    ['01', 'whole'],
    ['81', 'parts'],
    ['82', 'parts'],
  ] as const)('begins anew with each byte of a frame (%s, messages: %s)', (byte0, messages) => {
    const end = open({ timeouts, messages });
    for (const chunk of byteByByte(received(`${byte0} 03 61 62 63`))) {
      end.now += 60;
      end.receive(chunk).events();
    }
    expect(end.connection.readyState).toBe('open');
    expect(end.connection.nextTimeout()).toEqual(due(end.now + 100, 'idle'));
  });

  it('begins with the establishment, whenever events are taken', () => {
    const end = open({ timeouts });
    end.now = 40;
    end.credit().events();
    expect(end.connection.nextTimeout()).toEqual(due(100, 'idle'));
  });

  it('is not put off by a ping of the peer, also with shared memory', () => {
    for (const memory of [undefined, new SharedMemory()]) {
      const end = open({ timeouts, memory });
      end.now = 50;
      expect(end.receive(received('89 00')).types()).toEqual(['ping']);
      expect(end.connection.nextTimeout()).toEqual(due(100, 'idle'));
    }
  });

  it('comes before or after the keepalive ping, whichever is due first', () => {
    const both = (keepalivePingMs: number, idleMs: number) =>
      open({ timeouts: { keepalivePingMs, idleMs } }).connection.nextTimeout();
    expect(both(50, 100)).toEqual(due(50, 'keepalive-ping'));
    expect(both(100, 50)).toEqual(due(50, 'idle'));
    expect(both(50, 50)).toEqual(due(50, 'keepalive-ping'));
  });

  it('is not put off by what we send', () => {
    const end = open({ timeouts });
    end.now = 50;
    end.connection.send('a');
    end.connection.ping(undefined, 50);
    expect(end.connection.nextTimeout()).toEqual(due(100, 'idle'));
  });
});
