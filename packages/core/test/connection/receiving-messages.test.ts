/** Messages that are received (RFC 6455 §5.4, §5.6, §6.2). @module */
import { describe, expect, it } from '@jest/globals';
import { Opcode } from 'sansocket';
import { byteByByte, hex, pattern } from '../support/bytes.ts';
import { frameOf, SAMPLE_MASKING_KEY } from '../support/masked-frames.ts';
import { roles } from '../support/roles.ts';

describe.each(roles)('messages that a $role receives', ({ role, open, received }) => {
  const text = (data: string) => ({ type: 'message', kind: 'text', data });
  const part = (data: string, fin: boolean) => ({ type: 'message-part', kind: 'text', data, fin });

  it('are delivered one event each, in order, with their kind (§6.2)', () => {
    const end = open().receive(received('81 05 48 65 6c 6c 6f 82 02 ff fe 81 00 82 00'));
    expect(end.events()).toEqual([
      text('Hello'),
      { type: 'message', kind: 'binary', data: hex('ff fe') },
      text(''),
      { type: 'message', kind: 'binary', data: hex('') },
    ]);
    expect(end.outputs()).toEqual([]);
  });

  it('are assembled from fragments of any size, however the bytes are cut (§5.4)', () => {
    const frames = received('01 03 48 65 6c 00 00 80 02 6c 6f 02 00 00 01 01 80 00');
    for (const chunks of [[frames], byteByByte(frames)]) {
      const end = open();
      for (const chunk of chunks) end.receive(chunk);
      expect(end.events()).toEqual([
        text('Hello'),
        { type: 'message', kind: 'binary', data: hex('01') },
      ]);
    }
  });

  it('let control frames through between their fragments, at once (§5.4)', () => {
    const end = open().receive(received('01 03 48 65 6c 89 01 70 8a 00'));
    expect(end.events()).toEqual([
      { type: 'ping', payload: hex('70') },
      { type: 'pong', payload: hex(''), latency: undefined },
    ]);
    expect(end.receive(received('80 02 6c 6f')).events()).toEqual([text('Hello')]);
  });

  it('may have a code point cut between two fragments (§5.6)', () => {
    const end = open().receive(received('01 02 f4 8f 00 01 bf 80 01 bf'));
    expect(end.events()).toEqual([text('\u{10ffff}')]);
  });

  it('keep a byte order mark and U+0000 (§5.6, §10.7)', () => {
    const end = open().receive(received('81 05 ef bb bf 00 61'));
    expect(end.events()).toEqual([text('\ufeff\0a')]);
  });

  it('come in parts as they come, with the option messages: parts (§5.4)', () => {
    const end = open({ messages: 'parts' });
    const frames = received('01 03 48 65 6c 80 04 6c 6f c3 a9');
    const payload = role === 'server' ? 6 : 2;
    end.receive(frames.subarray(0, payload + 1));
    expect(end.events()).toEqual([part('H', false)]);
    end.receive(frames.subarray(payload + 1, frames.length - 1));
    expect(end.events()).toEqual([part('el', false), part('lo', false)]);
    end.receive(frames.subarray(-1));
    expect(end.events()).toEqual([part('é', true)]);
  });

  it('have no part for half a code point (§5.6)', () => {
    const end = open({ messages: 'parts' });
    const events = byteByByte(received('81 05 f0 9f 98 80 61')).map((b) => end.receive(b).events());
    expect(events.flat()).toEqual([part('😀', false), part('a', true)]);
  });

  it('have an empty last part when the last fragment is empty (§5.4)', () => {
    const end = open({ messages: 'parts' }).receive(received('01 01 61 80 00 81 00'));
    expect(end.events()).toEqual([part('a', false), part('', true), part('', true)]);
  });

  it('are validated bytes with the option text: bytes, whole and in parts (§5.6)', () => {
    const frames = received('01 03 61 62 c3 80 01 a9');
    const whole = open({ text: 'bytes' }).receive(frames);
    expect(whole.events()).toEqual([{ type: 'message', kind: 'text', data: hex('61 62 c3 a9') }]);
    const parts = open({ text: 'bytes', messages: 'parts' }).receive(frames);
    expect(parts.events()).toEqual([
      { type: 'message-part', kind: 'text', data: hex('61 62'), fin: false },
      { type: 'message-part', kind: 'text', data: hex('c3 a9'), fin: true },
    ]);
    const short = open({ text: 'bytes' }).receive(received('81 01 61'));
    expect(short.events()).toEqual([{ type: 'message', kind: 'text', data: hex('61') }]);
    const invalid = open({ text: 'bytes' }).receive(received('81 01 ff'));
    expect(invalid.events()).toMatchObject([{ type: 'violation', rule: 'text-not-utf8' }]);
  });

  it('take all three forms of the payload length (§5.2)', () => {
    for (const length of [125, 126, 65_535, 65_536]) {
      const payload = pattern(length);
      const end = open().receive(received(frameOf(0x82, payload)));
      expect(end.events()).toEqual([{ type: 'message', kind: 'binary', data: payload }]);
    }
  });

  it('come after an event for each frame header, with the option frames (§5.2)', () => {
    const end = open({ frames: true });
    end.receive(received('01 01 61 89 00 80 01 62'));
    const maskingKey = role === 'server' ? SAMPLE_MASKING_KEY : undefined;
    const header = { fin: true, rsv1: false, rsv2: false, rsv3: false, maskingKey };
    const mask = role === 'server' ? 4 : 0;
    const frame = (
      changes: { payloadLength: number; opcode: number; fin?: boolean },
      offset: number,
    ) => ({
      type: 'frame',
      direction: 'received',
      header: { ...header, ...changes },
      offset: end.base + offset,
      length: 2 + mask + changes.payloadLength,
    });
    const events = end
      .events()
      .filter((event) => !('direction' in event && event.direction === 'sent'));
    expect(events).toEqual([
      frame({ fin: false, opcode: Opcode.text, payloadLength: 1 }, 0),
      frame({ opcode: Opcode.ping, payloadLength: 0 }, 3 + mask),
      { type: 'ping', payload: hex('') },
      frame({ opcode: Opcode.continuation, payloadLength: 1 }, 5 + 2 * mask),
      text('ab'),
    ]);
  });

  it('are known by their header before the payload has come, with the option frames (§5.2)', () => {
    const frame = received('81 01 61');
    const end = open({ frames: true }).receive(frame.subarray(0, -1));
    expect(end.types()).toEqual(['frame']);
    expect(end.receive(frame.subarray(-1)).types()).toEqual(['message']);
  });
});
