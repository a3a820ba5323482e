import { describe, expect, it } from '@jest/globals';
import type { ConnectionEvent, ServerOptions } from 'sansocket';
import { HixieFrameDecoder } from 'sansocket/legacy';
import { byteByByte, concat, everyCut, hex } from '../support/bytes.ts';
import { openHixie } from './support/ends.ts';

/** What a server of hixie-76 tells of frames, in one chunk. */
function told(frames: string | Uint8Array, options: ServerOptions = {}): ConnectionEvent[] {
  return openHixie('hixie-76', options).receive(frames).events();
}

/** The texts of it, and the types of all else. */
function shown(events: readonly ConnectionEvent[]): string[] {
  return events.map((event) => (event.type === 'message' ? `"${String(event.data)}"` : event.type));
}

const VECTORS: readonly (readonly [string, readonly string[]])[] = [
  ['00 48 65 6c 6c 6f ff', ['"Hello"']],
  ['00 48 65 6c 6c 6f ff 00 77 6f ff', ['"Hello"', '"wo"']],
  ['80 02 48 65 00 48 65 6c 6c 6f ff', ['"Hello"']],
  ['66 48 ff 00 41 ff', ['"A"']],
  ['00 41 70 70 6c 65 20 3d 20 ef a3 bf ff', ['"Apple = \uf8ff"']],
  ['ff 00', ['close-received']],
  ['ff 00 00 41 ff', ['close-received']],
  ['ff 02 78 79 00 79 6f ff', ['"yo"']],
  ['ff 80 80 00', ['close-received']],
  ['fe 00 00 41 ff', ['"A"']],
  ['00 80 ff', ['"\ufffd"']],
  ['00 ff', ['""']],
  ['00 00 ff', ['"\0"']],
  ['80 00 ff 00', ['close-received']],
  ['81 81 00', []],
  ['7f 00 80 ff 00 41 ff', ['"A"']],
];

describe('frames of hixie-76', () => {
  it.each(VECTORS)('%s is told as %j, however it is cut (hybi-00 §5.3)', (frames, expected) => {
    expect(shown(told(frames))).toEqual(expected);
    for (const chunks of everyCut(hex(frames))) {
      const end = openHixie('hixie-76');
      expect(shown(chunks.flatMap((chunk) => end.receive(chunk).events()))).toEqual(expected);
    }
  });

  it('has lengths in base 128', () => {
    for (const [length, digits] of [
      [127, '7f'],
      [128, '81 00'],
      [0x1234, 'a4 34'],
      [2 ** 14, '81 80 00'],
    ] as const) {
      const frames = concat(hex(`80 ${digits}`), new Uint8Array(length), hex('00 41 ff'));
      expect(shown(told(frames))).toEqual(['"A"']);
    }
  });

  it('answers FF 00 once, ends the output and does not look at what follows', () => {
    const end = openHixie('hixie-76');
    expect(end.receive('ff 00').events()).toMatchObject([
      { type: 'close-received', code: 1005, reason: '' },
    ]);
    expect(end.output()).toEqual(['ff 00', 'end']);
    expect(end.credit().receive('00 41 ff ff 00').receiveEnd().events()).toMatchObject([
      { type: 'close', code: 1005, wasClean: true, endedBy: 'peer' },
    ]);
  });

  it('closes with FF 00, waits for its answer and takes what comes before it', () => {
    const end = openHixie('hixie-76');
    end.connection.close(undefined, undefined, 0);
    expect(end.output()).toEqual(['ff 00']);
    expect(end.connection.send('late')).toBe('closing');
    expect(end.receive('00 41 ff ff 00').events()).toMatchObject([
      { type: 'message', data: 'A' },
      { type: 'close-received' },
    ]);
    expect(end.output()).toEqual(['end']);
    expect(end.credit().receiveEnd().events()).toMatchObject([{ code: 1005, wasClean: true }]);
  });

  it('drops who does not answer FF 00', () => {
    const end = openHixie('hixie-76', { timeouts: { closingHandshakeMs: 50 } });
    end.connection.close(undefined, undefined, 0);
    expect(end.connection.nextTimeout()).toEqual({ at: 50, reason: 'closing-handshake' });
    expect(end.timeOut().events()).toMatchObject([
      { type: 'close', code: 1006, wasClean: false, endedBy: 'local' },
    ]);
    expect(end.output().at(-1)).toMatch(/^abort/);
  });

  it('sends no FF 00 when it fails: that would look clean', () => {
    const end = openHixie('hixie-76');
    end.connection.fail(undefined, undefined, 0);
    expect(end.output()).toEqual(['end']);
    expect(end.receiveEnd().events()).toMatchObject([{ code: 1006, wasClean: false }]);
  });

  it('asks for no sign of life, but closes when nothing comes', () => {
    expect(openHixie('hixie-76').connection.nextTimeout()).toBeUndefined();
    const end = openHixie('hixie-76', { timeouts: { idleMs: 70 } });
    end.now = 40;
    end.receive('00 41 ff').events();
    expect(end.connection.nextTimeout()).toEqual({ at: 110, reason: 'idle' });
    end.now = 60;
    expect(end.receive('80 01 41').events()).toEqual([]);
    expect(end.connection.nextTimeout()).toEqual({ at: 110, reason: 'idle' });
    expect(end.timeOut().output()).toEqual(['ff 00']);
    const slow = openHixie('hixie-76', { timeouts: { idleMs: 70 } });
    slow.receive('00 41').events();
    slow.now = 40;
    expect(slow.receive('42').events()).toEqual([]);
    expect(slow.connection.nextTimeout()).toEqual({ at: 110, reason: 'idle' });
    const silent = openHixie('hixie-76', { timeouts: { idleMs: 70 } });
    silent.now = 40;
    expect(silent.receive('80 01 41').events()).toEqual([]);
    expect(silent.connection.nextTimeout()).toEqual({ at: 70, reason: 'idle' });
    const older = openHixie('hixie-75', { timeouts: { idleMs: 70 } });
    expect(older.timeOut().output()).toEqual(['end']);
  });

  it('gives parts as they come, whole code points each', () => {
    const end = openHixie('hixie-76', { messages: 'parts' });
    const parts = byteByByte(hex('00 41 e2 82 ac c3 ff')).map((byte) => {
      return end.receive(byte).events();
    });
    expect(parts.flat()).toEqual([
      { type: 'message-part', kind: 'text', data: 'A', fin: false },
      { type: 'message-part', kind: 'text', data: '€', fin: false },
      { type: 'message-part', kind: 'text', data: '\ufffd', fin: true },
    ]);
    expect(end.receive('00 41 42 ff').events()).toEqual([
      { type: 'message-part', kind: 'text', data: 'AB', fin: true },
    ]);
  });

  it('gives texts as bytes, mended', () => {
    const [event] = told('00 41 80 42 ff', { text: 'bytes' });
    expect(event).toEqual({ type: 'message', kind: 'text', data: hex('41 efbfbd 42') });
  });

  it('leaves a chunk as it is', () => {
    const chunk = hex('00 41 80 42 ff');
    told(chunk, { inPlace: true });
    expect(chunk).toEqual(hex('00 41 80 42 ff'));
  });
});

describe('limits of hixie-76', () => {
  const limits = { maxFrameBytes: 300, maxMessageBytes: 200 };
  const unlimited = { maxFrameBytes: Infinity, maxMessageBytes: Infinity };

  it.each([
    ['00', 200, 'delimited-frame-too-long'],
    ['01', 300, 'delimited-frame-too-long'],
  ])('let a frame of type %s have %i bytes and no more', (type, most, rule) => {
    const frame = concat(hex(type), new Uint8Array(most).fill(0x61), hex('ff'));
    expect(told(frame, { limits }).map((event) => event.type)).not.toContain('violation');
    for (const feed of [(bytes: Uint8Array) => [bytes], byteByByte]) {
      const end = openHixie('hixie-76', { limits });
      const longer = concat(frame.slice(0, -1), hex('61 61 ff'));
      const events = feed(longer).flatMap((chunk) => end.receive(chunk).events());
      expect(events).toMatchObject([
        { type: 'violation', rule, closeCode: 1006, offset: end.base + most + 1 },
      ]);
      expect(end.output()).toEqual(['end']);
      expect(end.receiveEnd().events()).toMatchObject([
        { type: 'close', code: 1006, wasClean: false, endedBy: 'violation' },
      ]);
    }
  });

  it('let a text have what both limits allow', () => {
    const small = { maxFrameBytes: 125, maxMessageBytes: 1_000 };
    const frame = (length: number) =>
      concat(hex('00'), new Uint8Array(length).fill(0x61), hex('ff'));
    expect(shown(told(frame(125), { limits: small }))).toHaveLength(1);
    expect(shown(told(frame(126), { limits: small }))).toEqual(['violation']);
  });

  it('judge a length at the byte that makes it too long', () => {
    const exactly = concat(hex('80 82 2c'), new Uint8Array(300), hex('00 41 ff'));
    expect(shown(told(exactly, { limits }))).toEqual(['"A"']);
    for (const [bytes, index] of [
      ['80 82 2d', 2],
      ['80 83 00', 1],
      ['80 ff', 1],
      ['80 81 80', 2],
      ['80 80 80 ff', 3],
    ] as const) {
      const end = openHixie('hixie-76', { limits });
      expect(end.receive(bytes).events()).toMatchObject([
        { type: 'violation', rule: 'counted-frame-too-long', offset: end.base + index },
      ]);
    }
  });

  it('let a length have 53 bits and no more', () => {
    const stream = (digits: string) => openHixie('hixie-76', { limits: unlimited }).receive(digits);
    expect(stream('80 8f ff ff ff ff ff ff 7f').types()).toEqual([]);
    expect(stream('80 90 80 80 80 80 80 80 00').events()).toMatchObject([
      { rule: 'counted-frame-too-long' },
    ]);
  });

  it('judge a length of zeros that goes on, at its tenth byte', () => {
    const nine = hex('80 80 80 80 80 80 80 80 80');
    expect(shown(told(concat(hex('ff'), nine, hex('00'))))).toEqual(['close-received']);
    const end = openHixie('hixie-76');
    expect(end.receive(concat(hex('ff'), nine, hex('80'))).events()).toMatchObject([
      { rule: 'frame-length-too-long', offset: end.base + 10 },
    ]);
  });

  it('judge sixteen FF behind the handshake as a length', () => {
    expect(shown(told(new Uint8Array(16).fill(0xff)))).toEqual(['violation']);
    expect(shown(told(new Uint8Array(16).fill(0xff), { limits: unlimited }))).toEqual([
      'violation',
    ]);
  });

  it('deliver the part of a text that came before it was too long', () => {
    const frame = concat(hex('00'), new Uint8Array(201).fill(0x61));
    const events = told(frame, { limits, messages: 'parts' });
    expect(events.map((event) => event.type)).toEqual(['message-part', 'violation']);
    expect(events[0]).toMatchObject({ data: 'a'.repeat(200), fin: false });
  });
});

describe('HixieFrameDecoder', () => {
  it('gives the pieces of a text as views, and tells where it is', () => {
    const decoder = new HixieFrameDecoder();
    const chunk = hex('00 48 69');
    decoder.push(chunk);
    expect(decoder.next()).toBe('begin');
    expect(decoder.unread).toBe(2);
    expect(decoder.next()).toBe('text');
    expect(decoder.piece).toEqual(hex('48 69'));
    expect(decoder.piece.buffer).toBe(chunk.buffer);
    expect(decoder.next()).toBe('need-input');
    expect(decoder.offset).toBe(3);
    decoder.push(hex('ff ff 00 41'));
    expect([decoder.next(), decoder.next(), decoder.next()]).toEqual([
      'end',
      'closing',
      'need-input',
    ]);
    expect(decoder.violation).toBeUndefined();
    decoder.push(hex('00'));
    expect(decoder.next()).toBe('need-input');
  });

  it('stays with its violation', () => {
    const decoder = new HixieFrameDecoder({ maxTextBytes: 1 });
    decoder.push(hex('00 41 41 ff'));
    expect([decoder.next(), decoder.next(), decoder.next(), decoder.next()]).toEqual([
      'begin',
      'text',
      'violation',
      'violation',
    ]);
    expect(decoder.violation).toMatchObject({ rule: 'delimited-frame-too-long', offset: 2 });
    decoder.push(hex('00'));
    expect(decoder.next()).toBe('violation');
  });
});
