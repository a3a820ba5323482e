/** Pings and the pongs that answer them (RFC 6455 §5.5.2, §5.5.3). @module */
import { describe, expect, it } from '@jest/globals';
import { byteByByte, hex, pattern, toHex } from '../support/bytes.ts';
import { frameOf } from '../support/masked-frames.ts';
import { roles } from '../support/roles.ts';

describe.each(roles)('pings that a $role receives', ({ open, sent, received }) => {
  it('are answered with the same payload as soon as the event is taken (§5.5.2, §5.5.3)', () => {
    for (const payload of [hex(''), hex('48 65 6c 6c 6f'), pattern(125)]) {
      const end = open();
      for (const chunk of byteByByte(received(frameOf(0x89, payload)))) {
        expect(end.output()).toEqual([]);
        end.receive(chunk);
      }
      expect(end.events()).toEqual([{ type: 'ping', payload }]);
      expect(end.output()).toEqual([sent(toHex(frameOf(0x8a, payload)))]);
    }
  });

  it('are answered in their order, ahead of what is sent later (§5.5.2)', () => {
    const end = open();
    end.connection.send('a');
    end.receive(received('89 01 01 81 01 78 89 01 02'));
    expect(end.types()).toEqual(['ping', 'message', 'ping']);
    end.connection.send('b');
    expect(end.output()).toEqual([sent('81 01 61 8a 01 01 8a 01 02 81 01 62')]);
  });

  it('are answered once a Close frame is sent, before the answer to it comes (§5.5.2)', () => {
    const end = open();
    end.connection.close(1000, undefined, 0);
    end.receive(received('89 01 01')).events();
    expect(end.output()).toEqual([sent('88 02 03 e8 8a 01 01')]);
  });

  it('are not answered once a Close frame has come (§5.5.2)', () => {
    const end = open().receive(received('88 00 89 01 01')).receive(received('89 01 02'));
    expect(end.types()).toEqual(['close-received']);
    expect(end.output()[0]).toBe(sent('88 00'));
  });

  it('are answered by the latest alone while output is at its high water (§5.5.3)', () => {
    const end = open({ limits: { outputHighWaterBytes: 10 } });
    end.connection.send(pattern(20));
    const written = end.output();
    for (let i = 0; i < 1000; i++) {
      end.receive(received(frameOf(0x89, Uint8Array.of(i >>> 8, i))));
    }
    expect(end.types()).toEqual(Array(1000).fill('ping'));
    expect(end.outputs()).toEqual([]);
    expect(end.connection.bufferedAmount).toBe(hex(written[0]!).length);

    end.credit();
    expect(end.output()).toEqual([sent('8a 02 03 e7')]);
    expect(end.events()).toEqual([{ type: 'drain' }]);
  });

  it('are answered before our Close frame when their pong still waits (§5.5.2)', () => {
    const end = open({ limits: { outputHighWaterBytes: 4 } });
    end.connection.send('abcd');
    end.receive(received('89 01 01')).events();
    end.connection.close(undefined, undefined, 0);
    expect(end.output()).toEqual([sent('81 04 61 62 63 64 8a 01 01 88 00')]);
  });

  it('are forgotten when a Close frame comes while their pong waits (§5.5.2)', () => {
    const end = open({ limits: { outputHighWaterBytes: 4 } });
    end.connection.send('abcd');
    end.receive(received('89 01 01 88 00')).events();
    expect(end.output()[0]).toBe(sent('81 04 61 62 63 64 88 00'));
    expect(end.credit().output()).toEqual([]);
  });

  it('are forgotten when the stream ends while their pong waits (§5.5.2)', () => {
    const end = open({ limits: { outputHighWaterBytes: 4 } });
    end.connection.send('abcd');
    end.receive(received('89 01 01')).receiveEnd();
    expect(end.types()).toEqual(['ping', 'close']);
    expect(end.output()).toEqual([sent('81 04 61 62 63 64'), 'end']);
    expect(end.credit().output()).toEqual([]);
  });

  it('are answered once no more than the high water is unsent (§5.5.3)', () => {
    const end = open({ limits: { outputHighWaterBytes: 4 } });
    end.connection.send('abcdefgh');
    end.receive(received('89 01 01')).events();
    end.outputs();
    const { bufferedAmount } = end.connection;
    expect(end.connection.outputSent(bufferedAmount - 5, 0)).toBe(false);
    expect(end.outputs()).toEqual([]);
    expect(end.connection.outputSent(1, 0)).toBe(true);
    expect(end.output()).toEqual([sent('8a 01 01')]);
  });

  it('are answered even with a high water of 0 (§5.5.2)', () => {
    const end = open({ limits: { outputHighWaterBytes: 0 } });
    end.receive(received('89 01 01')).events();
    expect(end.output()).toEqual([sent('8a 01 01')]);
  });
});

describe.each(roles)('ping() and pong() of a $role', ({ open, sent, received }) => {
  it('send a control frame each, with up to 125 bytes (§5.5.2, §5.5.3)', () => {
    const end = open();
    expect(end.connection.ping(undefined, 0)).toBe('ok');
    expect(end.connection.pong()).toBe('ok');
    end.connection.ping(hex('48 69'), 0);
    end.connection.pong(hex('48 69'));
    expect(end.output()).toEqual([sent('89 00 8a 00 89 02 48 69 8a 02 48 69')]);
    end.connection.ping(pattern(125), 0);
    expect(end.output()).toEqual([sent(toHex(frameOf(0x89, pattern(125))))]);
  });

  it('measure the latency of the ping that was sent last (§5.5.3)', () => {
    const end = open();
    expect(end.connection.latency).toBeUndefined();
    end.connection.ping(hex('01'), 100);
    end.connection.ping(hex('02'), 150);
    end.now = 175;
    end.receive(received('8a 01 01 8a 01 02 8a 01 02'));
    expect(end.events()).toEqual([
      { type: 'pong', payload: hex('01'), latency: undefined },
      { type: 'pong', payload: hex('02'), latency: 25 },
      { type: 'pong', payload: hex('02'), latency: undefined },
    ]);
    expect(end.connection.latency).toBe(25);
    expect(end.outputs()).toHaveLength(1);
  });

  it('have no answer when the pong was not asked for (§5.5.3)', () => {
    const end = open().receive(received('8a 00'));
    expect(end.events()).toEqual([{ type: 'pong', payload: hex(''), latency: undefined }]);
    expect(end.outputs()).toEqual([]);
  });

  it('say closing once the closing handshake has begun (§5.5.2)', () => {
    const end = open();
    end.connection.close(undefined, undefined, 0);
    end.outputs();
    for (const step of [() => {}, () => end.receiveEnd().events()]) {
      step();
      expect(end.connection.ping(undefined, 0)).toBe('closing');
      expect(end.connection.pong()).toBe('closing');
      expect(end.connection.send('a')).toBe('closing');
    }
    expect(end.output()).toEqual(['end']);
  });
});
