/** Messages that are sent compressed (RFC 7692 §6.1, §7.2.1). @module */
import { describe, expect, it } from '@jest/globals';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { pakoBackend } from '@sansocket/permessage-deflate/pako';
import { inflate } from '@sansocket/testkit/model';
import { concat, hex, utf8 } from '@sansocket/testkit/wire';
import { DeflateEnd, type EndOptions, roles } from './support/deflate-end.ts';

const json = (n: number) =>
  JSON.stringify({ id: n, type: 'trade', symbol: 'ABC', price: 12.5 + n });
const noise = Uint8Array.from({ length: 500 }, (_, i) => Math.floor(Math.abs(Math.sin(i)) * 1e6));
const backends = [
  ['our own compressor', {}],
  ['pako', { backend: pakoBackend() }],
] as const;

/** What the frames come to, each message after the other, by the reference model. */
function inflated(
  frames: readonly { byte0: number; payload: Uint8Array }[],
  { takeover = true, windowBits = 15 } = {},
): Uint8Array[] {
  const messages: Uint8Array[] = [];
  let history: Uint8Array = new Uint8Array(0);
  let parts: Uint8Array[] = [];
  let compressed = false;
  for (const { byte0, payload } of frames) {
    if ((byte0 & 15) > 7) continue;
    if ((byte0 & 15) > 0) compressed = (byte0 & 0x40) !== 0;
    else expect(byte0 & 0x70).toBe(0);
    parts.push(payload);
    if ((byte0 & 0x80) === 0) continue;
    const whole = concat(...parts);
    parts = [];
    if (!compressed) {
      messages.push(whole);
      continue;
    }
    const { data, state } = inflate(whole, { isLast: true, history, windowBits });
    expect(state).toBe('whole');
    if (takeover) history = concat(history, data);
    messages.push(data);
  }
  return messages;
}

describe.each(backends)('with %s', (_, backend) => {
  const open = (role: 'server' | 'client', { deflate = {}, ...rest }: EndOptions = {}) =>
    new DeflateEnd(role, { deflate: { ...backend, ...deflate } as object, ...rest });

  describe.each(roles)('a %s', (role) => {
    it('sends the bytes of §7.2.3.1 for "Hello", twice smaller with what came before (§7.2.3.2)', () => {
      const end = open(role, { deflate: { threshold: 0 } });
      end.connection.send('Hello'.repeat(4));
      end.connection.send('Hello'.repeat(4));
      const frames = end.sentFrames();
      expect(frames.map(({ byte0 }) => byte0)).toEqual([0xc1, 0xc1]);
      expect(frames[1]!.payload.length).toBeLessThan(frames[0]!.payload.length);
      expect(inflated(frames)).toEqual([utf8('Hello'.repeat(4)), utf8('Hello'.repeat(4))]);
    });

    it('starts each message anew without context takeover (§7.2.1)', () => {
      const field = `permessage-deflate; ${role}_no_context_takeover`;
      const end = open(role, { field });
      end.connection.send(json(1).repeat(2));
      end.connection.send(json(1).repeat(2));
      const [first, second] = end.sentFrames();
      expect(second).toEqual(first);
      expect(inflated([first!, second!], { takeover: false })).toHaveLength(2);
    });

    it('sends what is short, empty or told to be sent as it is (§6.1)', () => {
      const end = open(role, { deflate: { threshold: 10 } });
      end.connection.send('aaaaaaaaa');
      end.connection.send('aaaaaaaaaa');
      end.connection.send('');
      end.connection.send('aaaaaaaaaaaaaaaaaaa', { compress: false });
      end.connection.send('aaaaaaa', { compress: true });
      const frames = end.sentFrames();
      expect(frames.map(({ byte0 }) => byte0)).toEqual([0x81, 0xc1, 0x81, 0x81, 0xc1]);
      expect(inflated(frames).map((bytes) => bytes.length)).toEqual([9, 10, 0, 19, 7]);
    });

    it('sends what does not get smaller as it is, and never refers to it', () => {
      const end = open(role);
      const like = (n: number) => utf8(json(n).repeat(2));
      const messages = [like(1), noise, like(2), noise, noise, like(1)];
      for (const message of messages) end.connection.send(message);
      const frames = end.sentFrames();
      expect(frames.map(({ byte0 }) => byte0)).toEqual([0xc2, 0x82, 0xc2, 0x82, 0x82, 0xc2]);
      expect(inflated(frames)).toEqual(messages);
    });

    it('lets the first messages grow by three bytes at most: those after them refer to them', () => {
      const end = open(role, { deflate: { threshold: 0 } });
      const short = 'abcdefghijklmnopqrst';
      for (let i = 0; i < 3; i++) end.connection.send(short);
      const [first, second, third] = end.sentFrames();
      expect([first, second, third].map((frame) => frame!.byte0)).toEqual([0xc1, 0xc1, 0xc1]);
      expect(first!.payload.length).toBeLessThanOrEqual(short.length + 3);
      expect(third!.payload.length).toBeLessThan(8);
      // Once there is enough to refer to, it has to get shorter.
      end.connection.send(json(1).repeat(20));
      end.connection.send('zyxwvutsrqponmlkj');
      expect(end.sentFrames().at(-1)!.byte0).toBe(0x81);
      // Where nothing is referred to, always.
      const field = `permessage-deflate; ${role}_no_context_takeover`;
      const forgetting = open(role, { deflate: { threshold: 0 }, field });
      forgetting.connection.send(short);
      expect(forgetting.sentFrames()[0]!.byte0).toBe(0x81);
    });

    it('fragments what is compressed, with the bit on the first frame alone (§6.1)', () => {
      const end = open(role, { limits: { maxFragmentBytes: 10 } });
      const message = utf8(json(1) + json(2));
      end.connection.send(message);
      const frames = end.sentFrames();
      expect(frames.length).toBeGreaterThan(3);
      expect(frames[0]!.byte0).toBe(0x42);
      expect(inflated(frames)).toEqual([message]);
    });

    it('compresses messages in parts, control frames in between (§6.1, RFC 6455 §5.4)', () => {
      const end = open(role);
      const parts = [json(1), '', json(2).repeat(30), json(3)];
      for (const [i, part] of parts.entries()) {
        end.connection.send(part, { fin: i === parts.length - 1 });
        end.connection.ping(hex('01'), 0);
      }
      end.connection.send(json(4));
      const frames = end.sentFrames();
      expect(frames.filter(({ byte0 }) => byte0 === 0x89)).toHaveLength(4);
      expect(inflated(frames)).toEqual([utf8(parts.join('')), utf8(json(4))]);
    });

    it('sends a message in parts that comes to nothing as the one byte 00 (§7.2.3.6)', () => {
      const end = open(role);
      end.connection.send('', { fin: false });
      end.connection.send('');
      expect(end.sentFrames().at(-1)).toEqual({ byte0: 0x80, payload: hex('00') });
    });

    it('keeps to the window that was agreed on (§7.2.1)', () => {
      const bits = 9;
      const field =
        role === 'server'
          ? `permessage-deflate; server_max_window_bits=${bits}`
          : `permessage-deflate; client_max_window_bits=${bits}`;
      const end = open(role, { field });
      const far = utf8(json(1).repeat(3));
      const messages = [far, utf8('x'.repeat(600)), concat(far, noise.slice(0, 40), far)];
      for (const message of messages) end.connection.send(message);
      expect(inflated(end.sentFrames(), { windowBits: bits })).toEqual(messages);
    });
  });
});

describe('our own compressor', () => {
  it('sends the very bytes of §7.2.3.1', () => {
    const whole = new DeflateEnd('server', { deflate: { threshold: 0 } });
    whole.connection.send('Hello');
    expect(whole.sent()).toEqual(hex('c1 07 f2 48 cd c9 c9 07 00'));
    const end = new DeflateEnd('server', { deflate: { threshold: 0 } });
    end.connection.send('Hello', { fin: false });
    end.connection.send('');
    expect(end.sentFrames().map(({ payload }) => payload)).toEqual([
      hex('f2 48 cd c9 c9 07'),
      hex('00'),
    ]);
  });

  it('keeps to a window of 256 bytes (§7.1.2)', () => {
    const field = 'permessage-deflate; server_max_window_bits=8';
    const end = new DeflateEnd('server', { field });
    const messages = Array.from({ length: 20 }, (_, i) => utf8(json(i % 3).repeat(1 + (i % 9))));
    for (const message of messages) end.connection.send(message);
    expect(inflated(end.sentFrames(), { windowBits: 8 })).toEqual(messages);
  });

  it('remembers what the peer has when a message was taken back', () => {
    const end = new DeflateEnd('server');
    end.connection.send(json(1).repeat(4));
    end.connection.send(noise);
    end.connection.send(json(1).repeat(4));
    const [, , last] = end.sentFrames();
    expect(last!.payload.length).toBeLessThan(12);
  });
});

describe('a client that is held to a window that its compressor is too coarse for', () => {
  it('sends everything as it is, and takes what is compressed (§7.1.2.2)', () => {
    const deflate = { backend: pakoBackend() };
    const field = 'permessage-deflate; client_max_window_bits=8';
    const end = new DeflateEnd('client', { deflate, field });
    end.connection.send('a'.repeat(100), { compress: true });
    expect(end.sentFrames()).toEqual([{ byte0: 0x81, payload: utf8('a'.repeat(100)) }]);
    end.receive([{ opcode: 1, reservedBits: 0x40, payload: hex('f2 48 cd c9 c9 07 00') }]);
    expect(end.messages()).toEqual(['Hello']);
  });
});

describe('shedIdle()', () => {
  it('frees compressors that were not used since the last call, and peers notice nothing', () => {
    const deflate = permessageDeflate();
    const busy = new DeflateEnd('server', { deflate });
    const idle = new DeflateEnd('server', { deflate });
    const inside = new DeflateEnd('server', { deflate });
    for (const end of [busy, idle]) end.connection.send(json(1).repeat(2));
    inside.connection.send(json(1), { fin: false });
    expect(deflate.shedIdle()).toBe(0);
    busy.connection.send(json(2).repeat(2));
    expect(deflate.shedIdle()).toBe(8192);
    expect(deflate.shedIdle()).toBe(8192);
    expect(deflate.shedIdle()).toBe(0);
    inside.connection.send(json(1));
    for (const end of [busy, idle]) {
      end.connection.send(json(1).repeat(2));
      expect(inflated(end.sentFrames()).at(-1)).toEqual(utf8(json(1).repeat(2)));
    }
    expect(inflated(inside.sentFrames())).toEqual([utf8(json(1) + json(1))]);
  });

  it('has nothing to free before a connection has compressed something', () => {
    const deflate = permessageDeflate();
    const end = new DeflateEnd('server', { deflate });
    end.connection.send(json(1), { compress: false });
    deflate.shedIdle();
    expect(deflate.shedIdle()).toBe(0);
  });

  it('has nothing to free of a connection that is over', () => {
    const deflate = permessageDeflate();
    const end = new DeflateEnd('server', { deflate });
    end.connection.send(json(1));
    end.connection.receiveError(new Error('reset'), 0);
    end.events();
    deflate.shedIdle();
    expect(deflate.shedIdle()).toBe(0);
  });
});
