/** What a connection takes for a sign of life, and how long it waits for a peer that is slow. @module */
import { describe, expect, it } from '@jest/globals';
import type { End } from '../support/end.ts';
import { roles } from '../support/roles.ts';

/** More than the output may hold without high water. */
const LONG = new Uint8Array(100_000);

const TIMEOUTS = {
  keepalivePingMs: 100,
  keepalivePongMs: 50,
  closingHandshakeMs: 40,
  lingerMs: 30,
  slowPeerMs: 1000,
};

/** Takes all output, and reports so many of its bytes sent. */
function send(end: End, bytes: number): void {
  end.outputs();
  end.connection.outputSent(bytes, end.now);
}

function wait(end: End, ms: number): void {
  end.now += ms;
  end.connection.handleTimeout(end.now);
}

describe.each(roles)('progress of a $role', ({ role, open, received, sent }) => {
  const close = (wasClean: boolean, code: number, endedBy: string) => ({
    type: 'close',
    code,
    reason: '',
    wasClean,
    endedBy,
  });

  it('waits for a pong from when the ping has left (§5.5.2)', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send('behind this');
    wait(end, 100);
    end.outputs();
    wait(end, 40);
    end.credit();
    expect(end.connection.nextTimeout()).toEqual({ at: 190, reason: 'keepalive-pong' });
  });

  it('does not let what is sent behind a ping put off the pong', () => {
    const end = open({ timeouts: TIMEOUTS });
    wait(end, 100);
    end.outputs();
    end.credit();
    end.now += 20;
    end.connection.send('more');
    end.outputs();
    end.credit();
    expect(end.connection.nextTimeout()).toEqual({ at: 150, reason: 'keepalive-pong' });
  });

  it('takes nothing for progress where no byte has left', () => {
    const pinging = open({ timeouts: TIMEOUTS });
    wait(pinging, 100);
    wait(pinging, 20);
    send(pinging, 0);
    expect(pinging.connection.nextTimeout()).toEqual({ at: 150, reason: 'keepalive-pong' });

    const full = open({ timeouts: TIMEOUTS });
    full.connection.send(LONG);
    full.now += 20;
    send(full, 0);
    expect(full.connection.nextTimeout()).toEqual({ at: 100, reason: 'keepalive-ping' });

    const closing = open({ timeouts: TIMEOUTS });
    closing.connection.close(1000, '', 0);
    closing.now += 20;
    send(closing, 0);
    expect(closing.connection.nextTimeout()).toEqual({ at: 40, reason: 'closing-handshake' });
  });

  it('tells the transport that a timeout has come nearer because bytes have left', () => {
    const end = open({ timeouts: { keepalivePingMs: 50, keepalivePongMs: 100 } });
    end.connection.send(LONG);
    wait(end, 50);
    end.outputs();
    expect(end.connection.nextTimeout()).toEqual({ at: 150, reason: 'keepalive-pong' });
    expect(end.connection.outputSent(1, 60)).toBe(true);
    expect(end.connection.nextTimeout()).toEqual({ at: 110, reason: 'keepalive-ping' });
    expect(end.connection.outputSent(1, 70)).toBe(false);
  });

  it('does not drop a peer that reads slowly and says nothing', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send(LONG);
    for (let i = 0; i < 40; i++) {
      wait(end, 20);
      send(end, 1000);
    }
    expect(end.types()).toEqual([]);
    expect(end.connection.readyState).toBe('open');
  });

  it('drops a peer that takes nothing, whose ping has not left', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send(LONG);
    end.outputs();
    wait(end, 100);
    wait(end, 50);
    wait(end, 30);
    expect(end.output()).toEqual(['abort: the peer did not close the transport']);
    expect(end.events()).toEqual([close(false, 1006, 'timeout')]);
  });

  it('bounds how long an open connection waits for output to leave', () => {
    const end = open({ timeouts: { ...TIMEOUTS, keepalivePingMs: Infinity } });
    end.connection.send(LONG);
    while (end.now < 2000) {
      send(end, 1);
      wait(end, 10);
    }
    expect(end.output()).toEqual(['abort: the peer took too long to take what was sent']);
    expect(end.events()).toEqual([close(false, 1006, 'timeout')]);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });

  it('does not drop who takes all that is sent, however long that goes on', () => {
    const end = open({ timeouts: { ...TIMEOUTS, keepalivePingMs: Infinity } });
    for (let i = 0; i < 100; i++) {
      end.connection.send(LONG);
      wait(end, 100);
      send(end, LONG.length);
    }
    expect(end.connection.bufferedAmount).toBeGreaterThan(0);
    expect(end.connection.readyState).toBe('open');
  });

  it('waits for the answer to its Close frame from when that has left (§7.1.2)', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send(LONG);
    end.connection.close(1000, undefined, 0);
    for (let i = 0; i < 10; i++) {
      wait(end, 39);
      send(end, 5000);
    }
    send(end, 100_000);
    expect(end.connection.nextTimeout()).toEqual({ at: 2 * 390, reason: 'closing-handshake' });
    end.receive(received('88 02 03 e8')).receiveEnd();
    expect(end.events()).toContainEqual(close(true, 1000, 'local'));
  });

  it('lets the answer to a Close frame arrive behind a backlog (§5.5.1)', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send(LONG);
    end.receive(received('88 02 03 e8'));
    if (role === 'server') end.receiveEnd();
    expect(end.types()).toEqual(['close-received']);
    for (let i = 0; i < 10; i++) {
      wait(end, 29);
      send(end, 5000);
    }
    expect(end.types()).toEqual([]);
    send(end, 100_000);
    if (role === 'client') end.receiveEnd();
    expect(end.events()).toEqual([close(true, 1000, 'peer')]);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });

  it('is not clean when its own Close frame has not left (§7.1.4)', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send(LONG);
    end.receive(received('88 02 03 e8')).receiveEnd().events();
    end.outputs();
    while (end.connection.nextTimeout() !== undefined) end.timeOut();
    expect(end.events()).toEqual([close(false, 1000, 'peer')]);
  });

  it('bounds the whole end, however steadily bytes leave', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send(LONG);
    end.connection.close(1000, undefined, 0);
    while (end.now < 1000) {
      send(end, 1);
      wait(end, 10);
    }
    expect(end.output()).toEqual(['abort: the peer took too long to take what was sent']);
    expect(end.events()).toEqual([close(false, 1006, 'local')]);
    expect(end.connection.nextTimeout()).toBeUndefined();
  });

  it('reads on after close, though it is paused', () => {
    const end = open();
    end.connection.pauseReceiving();
    expect(end.connection.wantsInput).toBe(false);
    end.connection.close(1000, undefined, 0);
    expect(end.connection.wantsInput).toBe(true);
    end.outputs();
    end.credit().receive(received('88 02 03 e8')).receiveEnd();
    expect(end.events()).toContainEqual(close(true, 1000, 'local'));
  });

  it('reads on after fail, though it is paused', () => {
    const end = open();
    end.connection.pauseReceiving();
    end.connection.fail(1011, undefined, 0);
    expect(end.connection.wantsInput).toBe(true);
  });

  it('while paused, reads a chunk before it calls the peer silent', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.pauseReceiving();
    wait(end, 100);
    expect(end.connection.wantsInput).toBe(false);
    wait(end, 50);
    expect(end.connection.wantsInput).toBe(true);
    end.receive(received('8a 00'));
    expect(end.connection.wantsInput).toBe(false);
    expect(end.types()).toEqual(['pong']);
    expect(end.connection.nextTimeout()).toEqual({ at: 250, reason: 'keepalive-ping' });
  });

  it('while paused, ends when nothing is there to read', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send(LONG);
    end.connection.pauseReceiving();
    while (end.connection.nextTimeout() !== undefined) {
      end.outputs();
      end.timeOut();
    }
    expect(end.now).toBe(100 + 50 + 50 + 30);
    expect(end.events()).toEqual([close(false, 1006, 'timeout')]);
  });

  it('while paused, calls nobody idle', () => {
    const end = open({ timeouts: { keepalivePingMs: Infinity, idleMs: 100 } });
    end.connection.pauseReceiving();
    wait(end, 100);
    expect(end.connection.readyState).toBe('open');
    end.connection.resumeReceiving();
    wait(end, 100);
    expect(end.output()).toEqual([sent('88 06 03 e9 69 64 6c 65')]);
  });

  it('drops the connection when more is sent while maxBufferedBytes wait', () => {
    const end = open({ limits: { maxBufferedBytes: 150_000 } });
    expect(end.connection.send(LONG)).toBe('high-water');
    expect(end.connection.send(LONG)).toBe('high-water');
    expect(end.connection.send('one more')).toBe('closing');
    expect(end.output()).toEqual([
      'abort: More than 150000 bytes wait to be sent (maxBufferedBytes)',
    ]);
    expect(end.connection.bufferedAmount).toBe(0);
    expect(end.events()).toEqual([
      { ...close(false, 1006, 'local'), cause: expect.any(RangeError) },
    ]);
  });

  it('holds maxBufferedBytes below the high water of the output, too', () => {
    const end = open({ limits: { maxBufferedBytes: 1000 } });
    expect(end.connection.send(new Uint8Array(1001))).toBe('ok');
    expect(end.connection.send('one more')).toBe('closing');
    expect(end.types()).toEqual(['close']);
  });

  it('takes no report of 0 bytes for a sign of life', () => {
    const end = open({ timeouts: TIMEOUTS });
    end.connection.send(LONG);
    wait(end, 50);
    send(end, 0);
    expect(end.connection.nextTimeout()).toEqual({ at: 100, reason: 'keepalive-ping' });
    wait(end, 50);
    send(end, 0);
    expect(end.connection.nextTimeout()).toEqual({ at: 150, reason: 'keepalive-pong' });
  });

  it('looks for a silent peer although events wait to be taken, and then judges it', () => {
    const end = open({ limits: { inputHighWaterBytes: 4 }, timeouts: TIMEOUTS });
    end.receive(received('81 03 61 62 63 81 03 61 62 63'));
    expect(end.connection.wantsInput).toBe(false);
    wait(end, 100);
    wait(end, 50);
    expect(end.connection.wantsInput).toBe(true);
    wait(end, 50);
    expect(end.connection.readyState).toBe('closing');
  });

  it('sends a single message that is longer than maxBufferedBytes', () => {
    const end = open({ limits: { maxBufferedBytes: 1000 } });
    expect(end.connection.send(LONG)).toBe('high-water');
    send(end, 100_100);
    expect(end.connection.send(LONG)).toBe('high-water');
    expect(end.connection.readyState).toBe('open');
  });
});
