import { describe, expect, it } from '@jest/globals';
import { UnsupportedError } from '@sansocket/legacy';
import { StateError } from 'sansocket';
import { bytesOf } from '../../core/test/handshake/heads.ts';
import { toHex } from '../../core/test/support/bytes.ts';
import { openHixie } from './support/ends.ts';

describe.each(['hixie-76', 'hixie-75'] as const)('sending in %s', (version) => {
  it('puts a text between 00 and FF (hybi-00 §4.2)', () => {
    const end = openHixie(version);
    expect(end.connection.send('Hé\0')).toBe('ok');
    expect(end.connection.send('')).toBe('ok');
    expect(end.connection.send(bytesOf('Hi'), { kind: 'text' })).toBe('ok');
    expect(end.output()).toEqual(['00 48 c3 a9 00 ff 00 ff 00 48 69 ff']);
  });

  it('replaces a lone surrogate, as in every version', () => {
    const end = openHixie(version);
    end.connection.send('\ud800');
    expect(end.output()).toEqual(['00 ef bf bd ff']);
  });

  it('sends long texts', () => {
    const end = openHixie(version);
    expect(end.connection.send('a'.repeat(100_000))).toBe('high-water');
    expect(end.connection.bufferedAmount).toBe(100_002);
    const [output] = end.outputs();
    expect(output).toMatchObject({ type: 'write' });
    expect(end.credit().types()).toEqual(['drain']);
  });

  it.each([
    ['binary messages', (c) => c.send(Uint8Array.of(1))],
    ['binary messages', (c) => c.send(Uint8Array.of(1), { kind: 'binary' })],
    ['messages in parts', (c) => c.send('a', { fin: false })],
    ['pings', (c) => c.ping(undefined, 0)],
    ['pongs', (c) => c.pong()],
    ['close codes', (c) => c.close(1000, undefined, 0)],
    ['close codes', (c) => c.close(3000, 'reason', 0)],
    ['close codes', (c) => c.fail(1011, '', 0)],
  ] as readonly [string, (connection: ReturnType<typeof openHixie>['connection']) => void][])(
    'refuses %s with a typed error, and changes nothing',
    (feature, call) => {
      const end = openHixie(version);
      let error: unknown;
      try {
        call(end.connection);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(UnsupportedError);
      expect(error).toBeInstanceOf(StateError);
      expect(error).toMatchObject({ name: 'UnsupportedError', version, feature });
      expect(String(error)).toBe(
        `UnsupportedError: Version ${version} of the protocol has no ${feature}`,
      );
      expect(end.output()).toEqual([]);
      expect(end.types()).toEqual([]);
      expect(end.connection.readyState).toBe('open');
      expect(end.connection.send('still')).toBe('ok');
    },
  );

  it('refuses a text that would have to be fragmented', () => {
    const end = openHixie(version, { limits: { maxFragmentBytes: 3 } });
    end.connection.send('abc');
    expect(() => end.connection.send('abcd')).toThrow(UnsupportedError);
    expect(end.output()).toEqual(['00 61 62 63 ff']);
  });

  it('refuses bytes that are no text, which could end the frame', () => {
    const end = openHixie(version);
    expect(() => end.connection.send(Uint8Array.of(0x41, 0xff), { kind: 'text' })).toThrow(
      RangeError,
    );
    expect(() => end.connection.send(Uint8Array.of(0xe2, 0x82), { kind: 'text' })).toThrow(
      RangeError,
    );
    expect(end.output()).toEqual([]);
  });

  it('refuses a reason without a code', () => {
    expect(() => openHixie(version).connection.close(undefined, 'why', 0)).toThrow(TypeError);
  });

  it('takes no snapshot', () => {
    expect(() => openHixie(version).connection.snapshot()).toThrow(
      'Cannot take a snapshot: the version is not that of RFC 6455',
    );
  });

  it('never changes the bytes of the application', () => {
    const data = bytesOf('Hello');
    openHixie(version).connection.send(data, { kind: 'text' });
    expect(toHex(data)).toBe('48 65 6c 6c 6f');
  });
});
