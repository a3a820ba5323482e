/** Who may change which bytes, and until when. @module */
import { describe, expect, it } from '@jest/globals';
import { concat, hex, pattern, toHex } from '../support/bytes.ts';
import { frameOf } from '../support/masked-frames.ts';
import { openClient, openServer, roles } from '../support/roles.ts';

describe.each(roles)('bytes that a $role takes', ({ open, received }) => {
  it('are not changed, whatever they hold', () => {
    for (const length of [1, 100, 70_000]) {
      const chunk = received(frameOf(0x82, pattern(length)));
      const before = chunk.slice();
      for (const options of [{}, { copy: false, inPlace: false }]) {
        open(options).receive(chunk).events();
        expect(chunk).toEqual(before);
      }
    }
  });

  it('may be reused at once with the option copy', () => {
    const payload = pattern(300);
    const chunk = received(frameOf(0x82, payload));
    const before = chunk.slice();
    const end = open({ copy: true }).receive(chunk);
    expect(chunk).toEqual(before);
    chunk.fill(0);
    expect(end.events()).toEqual([{ type: 'message', kind: 'binary', data: payload }]);
  });

  it('may be reused as soon as the message has been copied out of them with the option copy', () => {
    const payload = pattern(300);
    const frame = received(frameOf(0x82, payload));
    const end = open({ copy: true });
    const buffer = new Uint8Array(64);
    for (let at = 0; at < frame.length; at += buffer.length) {
      const piece = frame.subarray(at, at + buffer.length);
      buffer.set(piece);
      end.receive(buffer.subarray(0, piece.length));
      buffer.fill(0xff);
    }
    expect(end.events()).toEqual([{ type: 'message', kind: 'binary', data: payload }]);
  });

  it('may come in a Buffer or at any place of a larger array', () => {
    const frame = received(frameOf(0x82, pattern(100)));
    const padded = Buffer.concat([Buffer.of(1, 2, 3), frame, Buffer.of(4)]);
    const end = open().receive(padded.subarray(3, -1));
    const [event] = end.events();
    expect(event).toEqual({ type: 'message', kind: 'binary', data: pattern(100) });
    expect(event?.type === 'message' && event.data.constructor).toBe(Uint8Array);
  });

  it('stay valid in messages when more comes', () => {
    const end = open();
    const [first] = end.receive(received(frameOf(0x82, pattern(200)))).events();
    const [ping] = end.receive(received('89 02 01 02')).events();
    for (let i = 0; i < 50; i++) end.receive(received(frameOf(0x82, new Uint8Array(200)))).events();
    end.receive(received('89 02 00 00')).events();
    expect(first).toEqual({ type: 'message', kind: 'binary', data: pattern(200) });
    expect(ping).toEqual({ type: 'ping', payload: hex('01 02') });
  });
});

describe('views and copies', () => {
  it('hands out a view of the chunk for a message that fills it', () => {
    const chunk = frameOf(0x82, pattern(200));
    const [event] = openClient().receive(chunk).events();
    expect(event?.type === 'message' && event.data).toBeInstanceOf(Uint8Array);
    const data = event?.type === 'message' ? (event.data as Uint8Array) : hex('');
    expect(data.buffer).toBe(chunk.buffer);
  });

  it('hands out a copy of a small message, so that it does not keep a large chunk alive', () => {
    const chunk = new Uint8Array(10_000);
    chunk.set(frameOf(0x82, pattern(200)));
    const [event] = openClient()
      .receive(chunk.subarray(0, 203 + 1))
      .events();
    const data = event?.type === 'message' ? (event.data as Uint8Array) : hex('');
    expect(data).toEqual(pattern(200));
    expect(data.buffer.byteLength).toBeLessThanOrEqual(400);
  });

  it('unmasks in the chunk itself with the option inPlace (§5.3)', () => {
    const payload = pattern(200);
    const chunk = received(payload);
    const [event] = openServer({ inPlace: true }).receive(chunk).events();
    expect(event).toEqual({ type: 'message', kind: 'binary', data: payload });
    expect(toHex(chunk.subarray(8))).toBe(toHex(payload));
  });

  function received(payload: Uint8Array): Uint8Array {
    return roles[0]!.received(frameOf(0x82, payload));
  }
});

describe.each(roles)('bytes that a $role is given to send', ({ role, open }) => {
  it.each([10, 20_000])('are not changed: %d bytes (§10.3)', (length) => {
    const data = pattern(length);
    const end = open();
    end.connection.send(data);
    end.connection.ping(data.subarray(0, 10), 0);
    end.connection.pong(data.subarray(0, 10));
    end.outputs();
    expect(data).toEqual(pattern(length));
  });

  it('are copied while they are short, and by a client always (§10.3)', () => {
    for (const length of role === 'client' ? [10, 20_000] : [10, 16_383]) {
      const [one, other] = [open(), open()];
      const data = pattern(length);
      one.connection.send(data);
      other.connection.send(pattern(length));
      data.fill(0);
      expect(one.output()).toEqual(other.output());
    }
  });

  it('are copied for a ping and a pong (§10.3)', () => {
    const end = open();
    const data = hex('01 02');
    end.connection.ping(data, 0);
    end.connection.pong(data);
    data.fill(0);
    const other = open();
    other.connection.ping(hex('01 02'), 0);
    other.connection.pong(hex('01 02'));
    expect(end.output()).toEqual(other.output());
  });
});

describe.each(roles)('bytes that a $role gives its transport', ({ open }) => {
  it('are in an array that nothing more is written to', () => {
    const end = open();
    const buffers = ['a', 'b'].map((data) => {
      end.connection.send(data);
      const [output] = end.outputs();
      return output?.type === 'write' ? output.bytes.buffer : undefined;
    });
    expect(buffers[0]).toBeDefined();
    expect(buffers[1]).not.toBe(buffers[0]);
  });
});

describe('bytes from 16 KiB on that a server is given to send', () => {
  it('are passed on as a write of their own between the frames around them', () => {
    const end = openServer();
    const data = pattern(16_384);
    end.connection.send('a');
    end.connection.send(data);
    end.connection.send('b');
    const writes = end.outputs().map((o) => (o.type === 'write' ? o.bytes : undefined));
    expect(writes).toEqual([hex('81 01 61 82 7e 40 00'), data, hex('81 01 62')]);
    expect(writes[1]?.buffer).toBe(data.buffer);
    expect(end.connection.bufferedAmount).toBe(7 + 16_384 + 3);
  });

  it('are followed by nothing that was written before them, wherever they stand in its array', () => {
    for (let length = 0; length <= 125; length++) {
      const end = openServer();
      end.connection.send('a'.repeat(14));
      end.connection.send(pattern(16_384));
      end.connection.send(pattern(length));
      const bytes = concat(Uint8Array.of(0x82, length), pattern(length));
      expect(end.outputs().at(-1)).toEqual({ type: 'write', bytes });
    }
  });

  it('need no entropy: a server never asks for any (§5.1)', () => {
    let asked = 0;
    const fillRandom = () => {
      asked++;
    };
    const end = openServer({ fillRandom });
    end.connection.send('a');
    end.connection.ping(undefined, 0);
    end.connection.close(1000, 'bye', 0);
    expect(end.output()).toEqual(['81 01 61 89 00 88 05 03 e8 62 79 65']);
    expect(asked).toBe(0);
  });
});
