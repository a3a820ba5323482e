import { describe, expect, it } from '@jest/globals';
import { hybi7, hybi8 } from '@sansocket/legacy';
import type { Version } from 'sansocket/connection';
import { FrameDecoder } from 'sansocket/framing';
import { bytesOf, responseText } from '../../core/test/handshake/heads.ts';
import { concat, everyCut, hex } from '../../core/test/support/bytes.ts';
import type { End } from '../../core/test/support/end.ts';
import { maskFrames } from '../../core/test/support/masked-frames.ts';
import { olderClient, olderServer } from './support/ends.ts';
import { requestHybi } from './support/requests.ts';

interface Case {
  readonly role: 'server' | 'client';
  readonly version: Version;
}

const cases: readonly Case[] = [hybi8, hybi7].flatMap((version) => [
  { role: 'server', version },
  { role: 'client', version },
]);

function open({ role, version }: Case, limits = {}): End {
  const end = role === 'server' ? olderServer({ limits }) : olderClient(version, { limits });
  end.outputs();
  end.credit();
  const head = role === 'server' ? requestHybi(Number(version.name)) : bytesOf(responseText());
  end.receive(head).events();
  if (role === 'server') (end as ReturnType<typeof olderServer>).connection.accept({}, 0);
  expect(end.types()).toEqual(role === 'server' ? ['open'] : []);
  end.outputs();
  end.base = head.length;
  return end.credit();
}

/** A frame of the opcode whose length takes a form of that many bytes, as the role receives it. */
function frame(role: string, byte0: number, payload: Uint8Array, size: 0 | 2 | 8): Uint8Array {
  const mask = role === 'server' ? 0x80 : 0;
  const length = new Uint8Array(size);
  if (size > 0) new DataView(length.buffer).setUint16(size - 2, payload.length);
  const byte1 = size === 0 ? payload.length : size === 2 ? 126 : 127;
  const key = role === 'server' ? new Uint8Array(4) : new Uint8Array(0);
  return concat(Uint8Array.of(byte0, mask | byte1), length, key, payload);
}

describe.each(cases)('a $role of version $version.name', (it_) => {
  const { role, version } = it_;
  const from = (frames: Uint8Array): Uint8Array =>
    role === 'server' ? maskFrames(frames) : frames;

  it('takes a length in any form (minimal only since hybi-14)', () => {
    for (const size of [0, 2, 8] as const) {
      const end = open(it_);
      const bytes = frame(role, 0x81, bytesOf('Hi'), size);
      expect(end.receive(bytes).events()).toMatchObject([{ type: 'message', data: 'Hi' }]);
      for (const length of [126, 200, 300]) {
        const long = frame(role, 0x82, new Uint8Array(length), size === 0 ? 2 : size);
        expect(end.receive(long).types()).toEqual(['message']);
      }
      expect(end.receive(frame(role, 0x82, new Uint8Array(0), size)).types()).toEqual(['message']);
    }
  });

  it('takes them however they are cut', () => {
    const bytes = frame(role, 0x81, bytesOf('H'), 8);
    for (const chunks of everyCut(bytes.slice(0, 10))) {
      const end = open(it_);
      for (const chunk of chunks) end.receive(chunk);
      expect(end.receive(bytes.slice(10)).types()).toEqual(['message']);
    }
  });

  it('holds the limits against every form', () => {
    for (const size of [2, 8] as const) {
      const end = open(it_, { maxMessageBytes: 100 });
      expect(end.receive(frame(role, 0x82, new Uint8Array(100), size)).types()).toEqual([
        'message',
      ]);
      const [event] = end.receive(frame(role, 0x82, new Uint8Array(101), size)).events();
      expect(event).toMatchObject({ type: 'violation', rule: 'message-too-long' });
    }
    const end = open(it_);
    expect(end.receive(hex(role === 'server' ? '82 ff 80' : '82 7f 80')).events()).toMatchObject([
      { rule: 'length-over-63-bits' },
    ]);
    const large = open(it_);
    expect(
      large
        .receive(hex(`${role === 'server' ? '82 ff' : '82 7f'} 00 00 00 00 01 00 00 01`))
        .events(),
    ).toMatchObject([{ rule: 'frame-too-long', offset: large.base + 9 }]);
  });

  it('counts fragments without payload in every form', () => {
    for (const size of [0, 2, 8] as const) {
      const end = open(it_, { maxEmptyFragments: 2 });
      const empty = (byte0: number) => frame(role, byte0, new Uint8Array(0), size);
      expect(end.receive(concat(empty(0x01), empty(0x00))).types()).toEqual([]);
      expect(end.receive(empty(0x00)).events()).toMatchObject([
        { rule: 'too-many-empty-fragments' },
      ]);
    }
  });

  it('fails a text whose last fragment is too short for it, in every form', () => {
    for (const size of [0, 2, 8] as const) {
      const end = open(it_);
      end.receive(frame(role, 0x01, hex('e2'), 0));
      expect(end.receive(frame(role, 0x80, hex('82'), size)).events()).toMatchObject([
        { rule: 'text-not-utf8' },
      ]);
      const whole = open(it_);
      whole.receive(frame(role, 0x01, hex('e2'), 0));
      expect(whole.receive(frame(role, 0x80, hex('82 ac'), size)).events()).toMatchObject([
        { type: 'message', data: '€' },
      ]);
    }
  });

  it('is as strict as ever with masks, opcodes and control frames', () => {
    const wrongMask = frame(role === 'server' ? 'client' : 'server', 0x81, new Uint8Array(300), 2);
    expect(open(it_).receive(wrongMask).events()).toMatchObject([
      { rule: role === 'server' ? 'frame-not-masked' : 'frame-masked' },
    ]);
    expect(
      open(it_)
        .receive(frame(role, 0x83, hex(''), 0))
        .events(),
    ).toMatchObject([{ rule: 'opcode-reserved' }]);
    expect(
      open(it_)
        .receive(frame(role, 0x89, hex('01'), 2))
        .events(),
    ).toMatchObject([{ rule: 'control-frame-too-long' }]);
  });

  it('takes and answers close code 1004, and refuses 1005', () => {
    const end = open(it_);
    expect(end.receive(from(hex('88 02 03 ec'))).events()).toMatchObject([
      { type: 'close-received', code: 1004 },
    ]);
    const wrong = open(it_);
    expect(wrong.receive(from(hex('88 02 03 ed'))).events()).toMatchObject([
      { type: 'violation', rule: 'close-code-invalid', closeCode: 1002 },
    ]);
  });

  it('sends close code 1004, which RFC 6455 does not', () => {
    const end = open(it_);
    expect(() => end.connection.close(1005, '', 0)).toThrow(RangeError);
    end.connection.close(1004, 'big', 0);
    expect(end.output()[0]).toMatch(role === 'server' ? /^88 05 03 ec/ : /^88 85/);
  });

  it('says 1004 where RFC 6455 says 1009', () => {
    const end = open(it_, { maxMessageBytes: 1 });
    const [event] = end.receive(from(hex('81 02 41 41'))).events();
    expect(event).toMatchObject({ rule: 'message-too-long', closeCode: 1004 });
    if (role === 'server') expect(end.output()).toEqual(['88 02 03 ec', 'end']);
  });

  it('has pings, parts and binary messages', () => {
    const end = open(it_);
    expect(end.receive(from(hex('89 01 41'))).types()).toEqual(['ping']);
    end.connection.send(Uint8Array.of(1), { fin: false });
    end.connection.send(Uint8Array.of(2));
    end.connection.ping(undefined, 0);
    expect(end.outputs().length).toBeGreaterThan(0);
    expect(end.connection.version).toBe(version.name);
  });

  it('takes no snapshot', () => {
    expect(() => open(it_).connection.snapshot()).toThrow('the version is not that of RFC 6455');
  });
});

describe('the rules of HyBi for a decoder alone', () => {
  it('take frames of both roles, when it is of neither', () => {
    const decoder = new FrameDecoder({ rules: hybi8.dialect!.rules, maxFrameBytes: 125 });
    decoder.push(
      hex('82 fe 00 01 00 00 00 00 41 82 7e 00 01 42 82 ff 00 00 00 00 00 00 00 01 00 00 00 00 43'),
    );
    const steps = ['header', 'payload', 'end'];
    const all = [...steps, ...steps, ...steps];
    expect([...all, 'need-input'].map(() => decoder.next())).toEqual([...all, 'need-input']);
  });
});

describe.each([hybi8, hybi7])('the handshake of version $name', ({ name }) => {
  const version = Number(name);

  it('reads the origin from Sec-WebSocket-Origin, and from Origin where there is none', () => {
    for (const [lines, origin] of [
      [['Sec-WebSocket-Origin: http://a'], 'http://a'],
      [['Origin: http://b'], 'http://b'],
      [['Origin: http://b', 'Sec-WebSocket-Origin: http://a'], 'http://a'],
      [[], undefined],
    ] as const) {
      const end = olderServer();
      const [event] = end.receive(requestHybi(version, ...lines)).events();
      expect(event).toMatchObject({ type: 'handshake-request', version, origin });
      const fields =
        event?.type === 'handshake-request' ? event.fields.map(([field]) => field) : [];
      expect(fields).toContain('Sec-WebSocket-Version');
      end.connection.accept({}, 0);
      expect(end.text()).toContain('\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
    }
  });

  it('holds the policy against that origin', () => {
    const end = olderServer({ allowedOrigins: ['http://b'] });
    const lines = ['Origin: http://b', 'Sec-WebSocket-Origin: http://a'];
    expect(end.receive(requestHybi(version, ...lines)).events()).toMatchObject([
      { type: 'violation', rule: 'origin-not-allowed' },
    ]);
    const twice = olderServer();
    const both = ['Sec-WebSocket-Origin: http://a', 'Sec-WebSocket-Origin: http://a'];
    expect(twice.receive(requestHybi(version, ...both)).events()).toMatchObject([
      { rule: 'field-repeated' },
    ]);
  });

  it('asks with Sec-WebSocket-Origin', () => {
    const client = olderClient(version === 8 ? hybi8 : hybi7, { origin: 'http://a' });
    const text = client.text();
    expect(text).toContain(`\r\nSec-WebSocket-Version: ${version}\r\n`);
    expect(text).toContain('\r\nSec-WebSocket-Origin: http://a\r\n');
    expect(text).not.toContain('\r\nOrigin:');
  });
});
