/** Flow control, both ways: high water, drain, pause and resume. @module */
import { describe, expect, it } from '@jest/globals';
import { hex, pattern } from '../support/bytes.ts';
import { roles } from '../support/roles.ts';

describe.each(roles)('output of a $role', ({ role, open, received }) => {
  /** Bytes of a frame with this payload, up to 125 bytes of it. */
  const frameLength = (payload: number) => payload + (role === 'server' ? 2 : 6);

  it('counts as buffered until the transport reports it sent', () => {
    const end = open();
    expect(end.connection.bufferedAmount).toBe(0);
    end.connection.send('abc');
    expect(end.connection.bufferedAmount).toBe(frameLength(3));
    end.outputs();
    expect(end.connection.bufferedAmount).toBe(frameLength(3));
    end.connection.outputSent(2, 0);
    expect(end.connection.bufferedAmount).toBe(frameLength(3) - 2);
    end.connection.outputSent(frameLength(3) - 2, 0);
    expect(end.connection.bufferedAmount).toBe(0);
    end.connection.outputSent(1000, 0);
    expect(end.connection.bufferedAmount).toBe(0);
  });

  it('is beyond its high water with one byte more than it; the data is queued all the same', () => {
    const end = open({ limits: { outputHighWaterBytes: frameLength(10) } });
    expect(end.connection.send(pattern(10))).toBe('ok');
    expect(end.connection.send('')).toBe('high-water');
    expect(end.connection.bufferedAmount).toBe(frameLength(10) + frameLength(0));
    end.outputs();
    end.credit();
    expect(end.connection.send('a')).toBe('ok');
  });

  it('says high-water for a ping and a pong too', () => {
    const end = open({ limits: { outputHighWaterBytes: frameLength(0) } });
    expect(end.connection.ping(undefined, 0)).toBe('ok');
    expect(end.connection.pong()).toBe('high-water');
    expect(end.connection.ping(undefined, 0)).toBe('high-water');
  });

  it('drains once, at half of the high water', () => {
    const end = open({ limits: { outputHighWaterBytes: 100 } });
    for (let i = 0; i < 10; i++) end.connection.send(pattern(100));
    end.outputs();
    const { bufferedAmount } = end.connection;
    expect(end.connection.outputSent(bufferedAmount - 51, 0)).toBe(false);
    expect(end.events()).toEqual([]);
    expect(end.connection.outputSent(1, 0)).toBe(true);
    expect(end.events()).toEqual([{ type: 'drain' }]);
    expect(end.connection.outputSent(50, 0)).toBe(false);
    expect(end.events()).toEqual([]);
  });

  it('keeps one drain for who does not take its events, however often it was full', () => {
    const end = open({ limits: { outputHighWaterBytes: 100 } });
    for (let i = 0; i < 10; i++) {
      expect(end.connection.send(pattern(100))).toBe('high-water');
      end.outputs();
      end.credit();
    }
    expect(end.events()).toEqual([{ type: 'drain' }]);
  });

  it('does not drain when it was not full', () => {
    const end = open();
    end.connection.send('a');
    end.outputs();
    expect(end.credit().events()).toEqual([]);
  });

  it('drains again when it was full again', () => {
    const end = open({ limits: { outputHighWaterBytes: 5 } });
    for (let i = 0; i < 3; i++) {
      expect(end.connection.send('abcdef')).toBe('high-water');
      end.outputs();
      expect(end.credit().types()).toEqual(['drain']);
    }
  });

  it('does not drain once the closing handshake has begun', () => {
    const end = open({ limits: { outputHighWaterBytes: 5 } });
    end.connection.send('abcdef');
    end.connection.close(1000, undefined, 0);
    end.outputs();
    expect(end.credit().events()).toEqual([]);
  });

  it('is full from 64 KiB unless told otherwise', () => {
    const end = open();
    expect(end.connection.send(pattern(60_000))).toBe('ok');
    expect(end.connection.send(pattern(6000))).toBe('high-water');
  });

  it('has room for the Close frame always (§5.5.1)', () => {
    const end = open({ limits: { outputHighWaterBytes: 5 } });
    end.connection.send('abcdef');
    end.receive(received('88 00')).events();
    const bytes = end.outputs().flatMap((o) => (o.type === 'write' ? [o.bytes] : []));
    expect(bytes.at(-1)!.length).toBe(frameLength(6) + frameLength(0));
  });
});

describe.each(roles)('input of a $role', ({ open, connecting, received }) => {
  it('is wanted until the application pauses', () => {
    const end = open();
    expect(end.connection.wantsInput).toBe(true);
    end.connection.pauseReceiving();
    expect(end.connection.wantsInput).toBe(false);
    end.connection.pauseReceiving();
    end.connection.resumeReceiving();
    expect(end.connection.wantsInput).toBe(true);
  });

  it('is delivered all the same when it comes during a pause', () => {
    const end = open();
    end.connection.pauseReceiving();
    expect(end.receive(received('81 01 61')).types()).toEqual(['message']);
  });

  it('is wanted no more beyond inputHighWaterBytes that wait, until events are taken', () => {
    const frames = received('81 01 61 81 01 62');
    const end = open({ limits: { inputHighWaterBytes: frames.length - 1 } });
    end.receive(frames.subarray(0, -1));
    expect(end.connection.wantsInput).toBe(true);
    end.receive(frames.subarray(-1));
    expect(end.connection.wantsInput).toBe(false);
    end.connection.nextEvent();
    expect(end.connection.wantsInput).toBe(true);
    expect(end.events()).toMatchObject([{ data: 'b' }]);
  });

  it('waits in order, however many chunks it comes in', () => {
    const end = open();
    for (let i = 0; i < 100; i++) {
      const frame = received(Uint8Array.of(0x82, 1, i));
      end.receive(frame.subarray(0, 1)).receive(frame.subarray(1));
    }
    const received_ = end.events().map((e) => (e.type === 'message' ? e.data : undefined));
    expect(received_).toEqual(Array.from({ length: 100 }, (_, i) => Uint8Array.of(i)));
  });

  it('waits unchanged when the chunks are ours to change (inPlace)', () => {
    const end = open({ inPlace: true });
    end.receive(received('81 01 61 01 01 62')).receive(received('80 01 63 82 02 01 02'));
    expect(end.events()).toMatchObject([{ data: 'a' }, { data: 'bc' }, { data: hex('01 02') }]);
  });

  it('is wanted while it is connecting, and not at the end', () => {
    expect(connecting().connection.wantsInput).toBe(true);
    const end = open().receiveEnd();
    end.events();
    expect(end.connection.wantsInput).toBe(false);
  });

  it('is wanted once the Close frames are exchanged, paused or not (§7.1.1)', () => {
    const end = open();
    end.connection.pauseReceiving();
    end.receive(received('88 00')).events();
    expect(end.connection.wantsInput).toBe(true);
  });

  it('is wanted at the end of a failed connection, so that its end is seen, paused or not (§7.1.1)', () => {
    const end = open();
    end.connection.pauseReceiving();
    end.receive(received('83 00')).events();
    expect(end.connection.wantsInput).toBe(true);
  });
});
