/** Frames through a relay: unchanged except for masking keys (RFC 6455 §5.3, §5.4). @module */
import { describe, expect, it } from '@jest/globals';
import { Opcode } from 'sansocket';
import { FrameDecoder, type FrameHeader } from 'sansocket/framing';
import { concat, hex, pattern } from '../support/bytes.ts';
import { Relayed } from '../support/relayed.ts';
import { runLengths } from '../support/toy-extensions.ts';

const extensions = [runLengths()];

/** The headers and payloads of frames. */
function framesOf(bytes: Uint8Array): [FrameHeader, Uint8Array][] {
  const decoder = new FrameDecoder({ reservedBits: 0x70 });
  const frames: [FrameHeader, Uint8Array][] = [];
  let payload: Uint8Array = new Uint8Array(0);
  decoder.push(bytes);
  for (let step; (step = decoder.next()) !== 'need-input'; ) {
    if (step === 'violation') throw new Error(decoder.violation!.detail);
    if (step === 'header') payload = new Uint8Array(0);
    if (step === 'payload') payload = concat(payload, decoder.payload());
    if (step === 'end') frames.push([decoder.header, payload]);
  }
  return frames;
}

/** The frames after the head that the relay has written. */
function framesTo(it: Relayed, side: 'client' | 'server'): [FrameHeader, Uint8Array][] {
  const bytes = it.written[side];
  const end = new TextDecoder('latin1').decode(bytes).indexOf('\r\n\r\n') + 4;
  return framesOf(bytes.slice(end));
}

/** The length of a pattern, which is compared faster than an array; anything else as it is. */
function same(data: unknown): unknown {
  const isPattern =
    data instanceof Uint8Array && data.every((byte, i) => byte === (7 * i + 3) % 251);
  return isPattern ? data.length : data;
}

describe.each([[1], [2], [7], [100_000]])('frames in chunks of %i bytes', (chunkBytes) => {
  it('pass on messages both ways, of each length form and kind', () => {
    const it = new Relayed({ chunkBytes }).run();
    const sizes = [0, 1, 125, 126, 65_535, 65_536].filter((n) => chunkBytes > 1 || n < 1000);
    for (const size of sizes) {
      it.client.send(pattern(size));
      it.server.send(pattern(size));
    }
    it.client.send('Grüße');
    it.server.send('');
    it.run();
    expect(it.messages('server').map(same)).toEqual([...sizes, 'Grüße']);
    expect(it.messages('client').map(same)).toEqual([...sizes, '']);
  });

  it('keep reserved bits, fragments and compressed payloads, whose extension only the ends know', () => {
    const it = new Relayed({ chunkBytes, client: { extensions }, server: { extensions } }).run();
    expect(it.client.extensions).toBe('run-lengths');
    expect(it.server.extensions).toBe('run-lengths');
    expect(it.relay.client.extensions).toBe('run-lengths');
    it.client.send('abc', { fin: false });
    it.client.send('de', { fin: false });
    it.client.send('', { fin: true });
    it.server.send('xy');
    it.run();
    expect(it.messages('server')).toEqual(['abcde']);
    expect(it.messages('client')).toEqual(['xy']);
    const sent = framesTo(it, 'server').map(([header, payload]) => [
      header.fin,
      header.rsv1,
      header.opcode,
      [...payload],
    ]);
    expect(sent).toEqual([
      [false, true, Opcode.text, [1, 97, 1, 98, 1, 99]],
      [false, false, Opcode.continuation, [1, 100, 1, 101]],
      [true, false, Opcode.continuation, []],
    ]);
  });

  it('pass on pings and pongs, and answer none themselves', () => {
    const it = new Relayed({ chunkBytes }).run();
    it.client.ping(hex('01 02'), 0);
    it.server.ping(hex('03'), 0);
    it.run();
    expect(it.ofServer).toContainEqual({ type: 'ping', payload: hex('01 02') });
    expect(it.ofClient).toContainEqual({ type: 'ping', payload: hex('03') });
    expect(it.ofClient).toContainEqual({ type: 'pong', payload: hex('01 02'), latency: 0 });
    expect(it.ofServer).toContainEqual({ type: 'pong', payload: hex('03'), latency: 0 });
    expect(it.types()).toEqual(['client handshake-request', 'server open', 'client open']);
    expect(it.relay.client.nextTimeout()).toBeUndefined();
  });

  it('with controls: answer, answer pings at each side, and pass no pong on', () => {
    const it = new Relayed({ chunkBytes, relay: { controls: 'answer' } }).run();
    it.client.ping(hex('01 02'), 0);
    it.client.send('behind it');
    it.run();
    expect(it.messages('server')).toEqual(['behind it']);
    expect(it.ofServer.some(({ type }) => type === 'ping')).toBe(false);
    expect(it.ofClient).toContainEqual({ type: 'pong', payload: hex('01 02'), latency: 0 });
    expect(it.relay.client.nextTimeout()?.reason).toBe('keepalive-ping');
    expect(it.types()).toContain('client ping');
  });

  it('with frames: true, tell each frame and its payload, unmasked', () => {
    const it = new Relayed({ chunkBytes, relay: { frames: true } }).run();
    it.client.send('abcdefgh');
    it.run();
    const events = it.told.slice(3);
    expect(events[0]).toMatchObject({
      from: 'client',
      event: { type: 'frame', header: { fin: true, opcode: 1, payloadLength: 8 } },
    });
    const pieces = events.slice(1).map(({ event }) => {
      if (event.type !== 'frame-payload') throw new Error(event.type);
      return event.data;
    });
    expect(new TextDecoder().decode(concat(...pieces))).toBe('abcdefgh');
    expect(it.messages('server')).toEqual(['abcdefgh']);
  });
});

describe('masking', () => {
  it('towards the server is anew, with another key for each frame; towards the client is none', () => {
    const it = new Relayed().run();
    for (let i = 0; i < 3; i++) it.client.send(pattern(20));
    it.server.send('a');
    it.run();
    const keys = framesTo(it, 'server').map(([{ maskingKey }]) => maskingKey!.join());
    expect(new Set(keys).size).toBe(3);
    expect(framesTo(it, 'client')[0]![0].maskingKey).toBeUndefined();
  });

  it('leaves a chunk as it is, unless it may be changed', () => {
    for (const inPlace of [false, true]) {
      const it = new Relayed({ relay: { inPlace } }).run();
      it.client.send('Hello');
      const output = it.client.nextOutput();
      if (output?.type !== 'write') throw new Error('No bytes');
      const before = output.bytes.slice();
      it.relay.client.receive(output.bytes, 0);
      it.run();
      expect(it.messages('server')).toEqual(['Hello']);
      expect(output.bytes.every((byte, i) => byte === before[i])).toBe(!inPlace);
    }
  });
});

describe('a frame in progress', () => {
  it('is passed on as it arrives, before its end', () => {
    const it = new Relayed().run();
    it.relay.server!.receive(hex('82 7e 01 00 aa bb'), 0);
    it.run();
    expect([...it.written.client.slice(-6)]).toEqual([...hex('82 7e 01 00 aa bb')]);
  });
});
