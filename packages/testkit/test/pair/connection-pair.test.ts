import { describe, expect, it } from '@jest/globals';
import { ConnectionPair, type PairOptions, type PairStep } from '@sansocket/testkit/pair';
import type { ConnectionEvent, Role } from 'sansocket';
import { faulty } from './support/faulty.ts';

function openPair(options: PairOptions = {}): ConnectionPair {
  const pair = new ConnectionPair(options);
  pair.open();
  return pair;
}

function send(by: Role, data: string): PairStep {
  return { type: 'call', by, call: { type: 'send', data } };
}

function close(by: Role): PairStep {
  return { type: 'call', by, call: { type: 'close', code: 1000, reason: '' } };
}

function typesOf(events: readonly ConnectionEvent[]): string[] {
  return events.map(({ type }) => type);
}

describe('ConnectionPair', () => {
  it('opens, once the application of the server accepts', () => {
    const { client, server } = openPair({ server: { subprotocols: ['chat'] } });

    expect(typesOf(server.events)).toEqual(['handshake-request', 'open']);
    expect(typesOf(client.events)).toEqual(['open']);
  });

  it('hands over so many bytes as a step says', () => {
    const pair = openPair();
    pair.step(send('server', 'Hello'));

    expect(pair.step({ type: 'deliver', to: 'client', bytes: 6 })).toBe(true);
    expect(typesOf(pair.client.events)).toEqual(['open']);
    expect(pair.linkTo('client').inFlight).toBe(1);
    pair.step({ type: 'deliver', to: 'client' });
    expect(pair.client.events.at(-1)).toMatchObject({ type: 'message', data: 'Hello' });
    expect(pair.step({ type: 'deliver', to: 'client' })).toBe(false);
  });

  it('hands nothing to an end that does not want input', () => {
    const pair = openPair();
    pair.run([{ type: 'call', by: 'client', call: { type: 'pause' } }, send('server', 'a')]);

    expect(pair.step({ type: 'deliver', to: 'client' })).toBe(false);
    pair.step({ type: 'call', by: 'client', call: { type: 'resume' } });
    expect(pair.step({ type: 'deliver', to: 'client' })).toBe(true);
  });

  it('lets applications take events with steps of their own, when they are not prompt', () => {
    const pair = openPair({ prompt: false });
    pair.run([send('server', 'a'), send('server', 'b'), { type: 'deliver', to: 'client' }]);

    expect(typesOf(pair.client.events)).toEqual(['open']);
    pair.step({ type: 'take', by: 'client', events: 1 });
    expect(typesOf(pair.client.events)).toEqual(['open', 'message']);
    pair.step({ type: 'take', by: 'client' });
    expect(typesOf(pair.client.events)).toEqual(['open', 'message', 'message']);
  });

  it('counts bytes as sent once they are written, or once they have arrived', () => {
    for (const [credit, amount] of [
      ['written', 0],
      ['delivered', 3],
    ] as const) {
      const pair = openPair({ credit });
      pair.step(send('server', 'a'));
      expect(pair.server.connection.bufferedAmount).toBe(amount);
      pair.step({ type: 'deliver', to: 'client' });
      expect(pair.server.connection.bufferedAmount).toBe(0);
    }
  });

  it('tells what was refused, and goes on', () => {
    const pair = new ConnectionPair();

    expect(pair.step(send('server', 'too early'))).toBe(false);
    expect(pair.step({ type: 'call', by: 'client', call: { type: 'accept' } })).toBe(false);
    expect(pair.server.refusals).toEqual([
      'StateError: Cannot send: the connection is not open yet',
    ]);
    expect(pair.client.refusals).toHaveLength(1);
  });
});

describe('the time of a ConnectionPair', () => {
  it('does what is due when its time comes', () => {
    const pair = openPair();
    pair.step({ type: 'wait', ms: 52_500 });

    // A ping after 30 s, no pong for 20 s, no end for 2 s.
    expect(pair.client.events.at(-1)).toMatchObject({ type: 'close', endedBy: 'timeout' });
    expect(pair.client.now).toBe(52_500);
    expect(pair.client.history.map((item) => item.type === 'timeout' && item.reason)).toEqual(
      expect.arrayContaining(['keepalive-ping', 'keepalive-pong', 'linger']),
    );
  });

  it('does it all at the end, if late', () => {
    const pair = openPair();
    pair.step({ type: 'wait', ms: 52_500, late: true });

    expect(pair.client.history.filter(({ type }) => type === 'timeout')).toHaveLength(1);
    expect(pair.client.connection.nextTimeout()).toEqual({ at: 72_500, reason: 'keepalive-pong' });
  });

  it('goes on for one end alone with a step that wakes it', () => {
    const pair = openPair();
    pair.step({ type: 'wake', end: 'server' });

    expect([pair.client.now, pair.server.now]).toEqual([0, 30_000]);
    expect(pair.linkTo('client').inFlight).toBe(6);
  });

  it('does not stand still: a timeout that stays due is an error', () => {
    const pair = openPair({ factory: faulty.timeless });

    expect(() => pair.step({ type: 'wait', ms: 30_000 })).toThrow(
      'Timeout keepalive-ping stays due when it is handled',
    );
  });
});

describe('the wire of a ConnectionPair', () => {
  it('ends a stream before its end when it is cut', () => {
    const pair = openPair();
    pair.run([close('client'), { type: 'cut', to: 'server' }]);

    expect(pair.settle()).toBe(true);
    expect(pair.server.events.at(-1)).toMatchObject({ code: 1006, endedBy: 'transport' });
    expect(pair.client.events.at(-1)).toMatchObject({ code: 1006, endedBy: 'local' });
  });

  it('breaks at one end, and tells the other behind what is under way', () => {
    const pair = openPair();
    pair.run([send('client', 'last words'), { type: 'reset', to: 'client' }]);
    expect(pair.client.events.at(-1)).toMatchObject({ type: 'close', cause: 'The wire was reset' });

    pair.step({ type: 'deliver', to: 'server' });
    expect(pair.server.events.at(-1)).toMatchObject({ type: 'message', data: 'last words' });
    pair.step({ type: 'deliver', to: 'server' });
    expect(pair.server.events.at(-1)).toMatchObject({ cause: 'The peer reset the wire' });
  });

  it('lets a reset overtake what is under way', () => {
    const pair = openPair();
    pair.run([send('client', 'last words'), { type: 'reset', to: 'client' }]);
    pair.step({ type: 'overtake', to: 'server' });

    expect(typesOf(pair.server.events)).toEqual(['handshake-request', 'open', 'close']);
  });

  it('falls silent, and only keepalive tells', () => {
    const pair = openPair();
    pair.run([{ type: 'silence', to: 'server' }, send('client', 'a')]);

    expect(pair.settle()).toBe(true);
    expect(pair.server.events.at(-1)).toMatchObject({ type: 'close', endedBy: 'timeout' });
  });
});

describe('settle()', () => {
  it('leads to the end of both', () => {
    const pair = openPair();
    pair.step(close('server'));

    expect(pair.settle()).toBe(true);
    expect(pair.isOver).toBe(true);
    for (const { events } of [pair.client, pair.server]) {
      expect(events.at(-1)).toMatchObject({ type: 'close', code: 1000, wasClean: true });
    }
  });

  it('says when nothing happens any more', () => {
    const timeouts = { keepalivePingMs: Infinity };
    const pair = openPair({ client: { timeouts }, server: { timeouts } });

    expect(pair.settle()).toBe(false);
    expect(pair.client.connection.readyState).toBe('open');
  });

  it('throws when it never ends', () => {
    expect(() => openPair({ factory: faulty.restless }).settle()).toThrow('did not come to rest');
  });
});
