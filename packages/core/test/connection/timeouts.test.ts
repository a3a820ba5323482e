/** Time: an argument of every input, and the timeouts that hang on it. @module */
import { describe, expect, it } from '@jest/globals';
import { defaultTimeouts } from 'sansocket/connection';
import { bytesOf, requestText } from '../handshake/heads.ts';
import { hex } from '../support/bytes.ts';
import type { End } from '../support/end.ts';
import { roles } from '../support/roles.ts';

const ABORTED = { type: 'close', code: 1006, reason: '', wasClean: false };

describe('opening timeout', () => {
  it.each(roles)('of a $role ends at exactly openingHandshakeMs', ({ role, connecting }) => {
    const end = connecting({ timeouts: { openingHandshakeMs: 100 } });
    expect(end.connection.nextTimeout()).toEqual({ at: 100, reason: 'opening-handshake' });
    end.connection.handleTimeout(99);
    expect(end.outputs()).toEqual([]);
    expect(end.connection.readyState).toBe('connecting');

    end.timeOut();
    if (role === 'client') {
      expect(end.events()).toEqual([{ ...ABORTED, endedBy: 'timeout' }]);
      expect(end.output()).toEqual(['abort: the opening handshake took too long']);
      expect(end.connection.nextTimeout()).toBeUndefined();
    } else {
      expect(end.text()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      expect(end.connection.nextTimeout()).toEqual({ at: 2100, reason: 'linger' });
      expect(end.receiveEnd().events()).toEqual([{ ...ABORTED, endedBy: 'timeout' }]);
    }
  });

  it('of a server is answered with 503 when it was the application that took too long', () => {
    const end = roles[0]!.connecting();
    end.receive(bytesOf(requestText())).events();
    expect(end.timeOut().text()).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  });

  it.each(roles)('of a $role is over once the connection is open', ({ open }) => {
    const end = open({ timeouts: { openingHandshakeMs: 100, keepalivePingMs: Infinity } });
    expect(end.connection.nextTimeout()).toBeUndefined();
    end.connection.handleTimeout(1000);
    expect(end.connection.readyState).toBe('open');
  });
});

describe.each(roles)('linger timeout of a $role', ({ open, sent }) => {
  it('bounds the time for a last byte that the peer does not take', () => {
    const end = open();
    end.connection.send('a');
    const [line = ''] = end.output();
    expect(line).toBe(sent('81 01 61'));
    const bytes = line.split(' ').length;
    end.connection.outputSent(bytes - 1, 0);
    end.receiveEnd();
    expect(end.types()).toEqual(['close']);
    expect(end.connection.nextTimeout()).toEqual({ at: 2000, reason: 'linger' });
    end.connection.outputSent(1, 0);
  });
});

describe.each(roles)('closing timeout of a $role', ({ role, open, sent, received }) => {
  it('drops the transport at exactly closingHandshakeMs (§7.1.1)', () => {
    const end = open();
    end.connection.close(1000, undefined, 500);
    expect(end.connection.nextTimeout()).toEqual({ at: 10_500, reason: 'closing-handshake' });
    expect(end.output()).toEqual([sent('88 02 03 e8')]);
    end.connection.handleTimeout(10_499);
    expect(end.events()).toEqual([]);
    end.timeOut();
    expect(end.events()).toEqual([{ ...ABORTED, endedBy: 'local' }]);
    expect(end.output()).toEqual(['abort: the peer did not answer the Close frame']);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });

  it('does not drop the transport while something waits here that may be the answer', () => {
    const end = open();
    end.connection.pauseReceiving();
    end.connection.close(1000, undefined, 0);
    expect(end.output()).toEqual([sent('88 02 03 e8')]);
    end.receive(received('88 02 03 e8'));
    end.timeOut();
    expect(end.outputs()).toEqual([]);
    expect(end.connection.readyState).toBe('closing');
    end.connection.resumeReceiving();
    expect(end.types()).toEqual(['close-received']);
  });

  it('is not put off by what the peer sends', () => {
    const end = open();
    end.connection.close(1000, undefined, 0);
    end.now = 9000;
    end.receive(received('81 01 61 89 00')).events();
    expect(end.connection.nextTimeout()).toEqual({ at: 10_000, reason: 'closing-handshake' });
  });

  it('drops what is queued when it drops the transport', () => {
    const end = open();
    end.connection.close(1000, undefined, 0);
    end.connection.handleTimeout(10_000);
    expect(end.output()).toEqual(['abort: the peer did not answer the Close frame']);
    expect(end.connection.bufferedAmount).toBe(0);
  });

  it('lets the transport linger for lingerMs after our end of it, then drops it (§7.1.1)', () => {
    const end = open({ timeouts: { lingerMs: 70 } }).receive(received('88 00'));
    end.events();
    expect(end.output()).toEqual(role === 'server' ? [sent('88 00'), 'end'] : [sent('88 00')]);
    end.credit();
    if (role === 'client') {
      expect(end.connection.nextTimeout()).toEqual({ at: 10_000, reason: 'closing-handshake' });
      expect(end.timeOut().output()).toEqual(['end']);
    }
    expect(end.connection.nextTimeout()).toEqual({ at: end.now + 70, reason: 'linger' });
    end.connection.handleTimeout(end.now + 69);
    expect(end.outputs()).toEqual([]);
    end.timeOut();
    expect(end.output()).toEqual(['abort: the peer did not close the transport']);
    expect(end.events()).toEqual([
      { type: 'close', code: 1005, reason: '', wasClean: true, endedBy: 'peer' },
    ]);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });

  it('bounds how long unsent bytes keep the transport once the peer has ended it', () => {
    const end = open();
    end.connection.send('a');
    end.receiveEnd();
    expect(end.types()).toEqual(['close']);
    expect(end.output()).toEqual([sent('81 01 61'), 'end']);
    expect(end.connection.nextTimeout()).toEqual({ at: 2000, reason: 'linger' });
    end.timeOut();
    expect(end.output()).toEqual(['abort: the peer did not close the transport']);
    expect(end.events()).toEqual([]);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });

  it('forgets the transport once the last byte is sent after the peer has ended it', () => {
    const end = open();
    end.connection.send('a');
    end.receiveEnd().events();
    end.outputs();
    end.credit();
    expect(end.connection.nextTimeout()).toBeUndefined();
  });
});

describe.each(roles)('the end of a $role with bytes unsent', ({ open }) => {
  it('waits for the transport until the last of them, or until it is reset', () => {
    const end = open();
    end.connection.send('abc');
    const [close] = end.receiveEnd().events();
    expect(close).not.toHaveProperty('cause');
    end.outputs();
    const linger = { at: 2000, reason: 'linger' };
    end.receiveEnd();
    end.connection.outputSent(end.connection.bufferedAmount - 1, 0);
    expect(end.connection.nextTimeout()).toEqual(linger);
    expect(end.connection.outputSent(1, 0)).toBe(true);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });

  it('comes when its event is taken, and until then all timeouts stay', () => {
    const end = open();
    end.connection.receiveError(new Error('reset'), 0);
    expect(end.connection.nextTimeout()).toEqual({ at: 30_000, reason: 'keepalive-ping' });
    expect(end.types()).toEqual(['close']);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });
});

describe.each(roles)('linger of a $role', ({ open }) => {
  it('is over when the transport is reset while bytes are unsent', () => {
    const end = open();
    end.connection.send('a');
    end.receiveEnd().events();
    end.connection.receiveError('gone', 0);
    expect(end.events()).toEqual([]);
    expect(end.connection.bufferedAmount).toBe(0);
    expect(end.outputs()).toEqual([]);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });
});

describe.each(roles)('handleTimeout() of a $role', (role) => {
  const states: Record<string, () => End> = {
    connecting: () => role.connecting(),
    open: () => role.open({ timeouts: { idleMs: 45_000 } }),
    'close-sent': () => {
      const end = role.open();
      end.connection.close(1000, undefined, 0);
      return end;
    },
    ending: () => {
      const end = role.open();
      end.connection.fail(1002, '', 0);
      return end;
    },
    closed: () => {
      const end = role.open().receiveEnd();
      end.events();
      return end;
    },
  };

  it.each(Object.keys(states))('does nothing when it comes early: %s', (state) => {
    const end = states[state]!();
    end.outputs();
    const before = end.connection.nextTimeout();
    for (let now = 0; now < (before?.at ?? 100_000); now += 500) end.connection.handleTimeout(now);
    expect(end.connection.nextTimeout()).toEqual(before);
    expect(end.events()).toEqual([]);
    expect(end.outputs()).toEqual([]);
  });

  it.each(Object.keys(states))('always gets on, and to the end: %s', (state) => {
    const end = states[state]!();
    for (let i = 0; i < 10 && end.connection.nextTimeout() !== undefined; i++) {
      end.timeOut();
      expect(end.connection.nextTimeout()?.at ?? Infinity).toBeGreaterThan(end.now);
    }
    expect(end.connection.readyState).toBe('closed');
    const closes = end.types().filter((type) => type === 'close');
    expect(closes).toHaveLength(state === 'closed' ? 0 : 1);
  });

  it('acts on all that is due when it comes very late', () => {
    const end = role.open({ timeouts: { keepalivePingMs: 10, keepalivePongMs: 5, idleMs: 12 } });
    end.connection.handleTimeout(1_000_000);
    expect(end.connection.nextTimeout()?.at).toBeGreaterThan(1_000_000);
  });

  it('takes a clock that goes backwards for one that stands still', () => {
    const end = role.open({ timeouts: { keepalivePingMs: 100 } });
    end.now = 1000;
    end.receive(role.received('89 00')).events();
    end.now = 10;
    end.receive(role.received('89 00')).events();
    expect(end.connection.nextTimeout()).toEqual({ at: 1100, reason: 'keepalive-ping' });
    end.connection.handleTimeout(500);
    end.connection.ping(hex('01'), 5);
    end.receive(role.received('8a 01 01'));
    expect(end.events()).toMatchObject([{ type: 'pong', latency: 0 }]);
    end.connection.close(1000, undefined, 3);
    expect(end.connection.nextTimeout()).toEqual({ at: 11_000, reason: 'closing-handshake' });
  });

  it('has nothing to do when every timeout is off', () => {
    const off = Object.fromEntries(Object.keys(defaultTimeouts).map((name) => [name, Infinity]));
    const end = role.open({ timeouts: off });
    expect(end.connection.nextTimeout()).toBeUndefined();
    end.connection.close(1000, undefined, 0);
    end.receive(role.received('88 00')).events();
    expect(end.connection.nextTimeout()).toBeUndefined();
    end.connection.handleTimeout(1e12);
    expect(end.connection.readyState).toBe('closing');
  });
});
