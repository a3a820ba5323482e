/** Messages that are sent whole (RFC 6455 §6.1). @module */
import { describe, expect, it } from '@jest/globals';
import { hex, pattern, toHex } from '../support/bytes.ts';
import { countingRandom } from '../support/entropy.ts';
import { frameOf } from '../support/masked-frames.ts';
import { openClient, roles } from '../support/roles.ts';

describe.each(roles)('send() of a $role', ({ open, sent }) => {
  it('sends a string as text and bytes as binary, each in one frame (§6.1)', () => {
    const end = open();
    expect(end.connection.send('Hello')).toBe('ok');
    expect(end.connection.send(hex('00 ff'))).toBe('ok');
    expect(end.connection.send('')).toBe('ok');
    expect(end.connection.send(hex(''))).toBe('ok');
    expect(end.output()).toEqual([sent('81 05 48 65 6c 6c 6f 82 02 00 ff 81 00 82 00')]);
    expect(end.events()).toEqual([]);
  });

  it('sets no reserved bit, whatever compress says (§5.2)', () => {
    const end = open();
    end.connection.send('a', { compress: true });
    end.connection.send(hex('61'), { compress: true });
    expect(end.output()).toEqual([sent('81 01 61 82 01 61')]);
  });

  it('sends bytes as text when told so, and only if they are UTF-8 (§5.6)', () => {
    const end = open();
    end.connection.send(hex('c3 a9'), { kind: 'text' });
    expect(() => end.connection.send(hex('61 c3'), { kind: 'text' })).toThrow(RangeError);
    expect(() => end.connection.send(hex('c3 28'), { kind: 'text' })).toThrow(
      'Cannot send text: not UTF-8 at byte 1 (RFC 6455 §8.1)',
    );
    end.connection.send(hex('61'), { kind: 'text' });
    expect(end.output()).toEqual([sent('81 02 c3 a9 81 01 61')]);
  });

  it('sends U+FFFD in place of a lone surrogate (§5.6)', () => {
    const end = open();
    end.connection.send('a\ud83d');
    end.connection.send('\ude00b');
    end.connection.send('\ud83d\ude00');
    expect(end.output()).toEqual([sent('81 04 61 ef bf bd 81 04 ef bf bd 62 81 04 f0 9f 98 80')]);
  });

  it.each([125, 126, 65_535, 65_536])(
    'sends %d bytes with the shortest length (§5.2)',
    (length) => {
      const payload = pattern(length);
      const end = open();
      end.connection.send(payload);
      expect(end.output()).toEqual([sent(toHex(frameOf(0x82, payload)))]);
      const text = 'é'.repeat(length);
      end.connection.send(text);
      expect(end.output()).toEqual([
        sent(toHex(frameOf(0x81, Uint8Array.from(Buffer.from(text))))),
      ]);
    },
  );

  it('fragments what is longer than maxFragmentBytes (§5.4, §6.1)', () => {
    const end = open({ limits: { maxFragmentBytes: 2 } });
    end.connection.send('Hello');
    end.connection.send(hex('01 02'));
    end.connection.send(hex('01 02 03 04'));
    expect(end.output()).toEqual([
      sent('01 02 48 65 00 02 6c 6c 80 01 6f 82 02 01 02 02 02 01 02 80 02 03 04'),
    ]);
  });

  it('may cut a code point where it fragments (§5.6)', () => {
    const end = open({ limits: { maxFragmentBytes: 2 } });
    end.connection.send('a€');
    expect(end.output()).toEqual([sent('01 02 61 e2 80 02 82 ac')]);
  });

  it('joins what is sent in a row into one write', () => {
    const end = open();
    for (let i = 0; i < 100; i++) end.connection.send('a');
    end.connection.ping(undefined, 0);
    expect(end.outputs()).toHaveLength(1);
  });

  it('is received by the other role as it was sent (§6.1, §6.2)', () => {
    const end = open({ limits: { maxFragmentBytes: 7 } });
    const other = roles.find(({ role }) => role !== end.connection.role)!.open();
    end.connection.send('¡Hola, señor 😀!');
    end.connection.send(pattern(1000));
    for (const output of end.outputs()) if (output.type === 'write') other.receive(output.bytes);
    expect(other.events()).toEqual([
      { type: 'message', kind: 'text', data: '¡Hola, señor 😀!' },
      { type: 'message', kind: 'binary', data: pattern(1000) },
    ]);
  });
});

describe('masking of a client', () => {
  it('takes a fresh key for every frame, control frames and fragments too (§5.1, §5.3)', () => {
    const end = openClient({ fillRandom: onlyCounting(), limits: { maxFragmentBytes: 1 } });
    end.connection.send('ab');
    end.connection.ping(undefined, 0);
    end.connection.close(1000, undefined, 0);
    expect(end.output()).toEqual([
      '01 81 01 02 03 04 60 80 81 05 06 07 08 67 89 80 09 0a 0b 0c 88 82 0d 0e 0f 10 0e e6',
    ]);
  });

  it('passes on what its source of entropy throws, and has sent nothing', () => {
    let works = false;
    const fillRandom = (bytes: Uint8Array) => {
      if (bytes.length > 16 && !works) throw new Error('No entropy');
      bytes.fill(0);
    };
    // The key of the handshake is all zeros: the accept value is that of 24 characters of base64.
    const end = openClient();
    const other = openClient({ fillRandom: sampleThen(fillRandom) });
    expect(() => other.connection.send('a')).toThrow('No entropy');
    expect(() => other.connection.send(hex('61'))).toThrow('No entropy');
    expect(() => other.connection.ping(undefined, 0)).toThrow('No entropy');
    expect(other.outputs()).toEqual([]);
    works = true;
    other.connection.send('a');
    end.connection.send('a');
    expect(other.output()).toEqual(['81 81 00 00 00 00 61']);
    expect(end.output()).toEqual(['81 81 37 fa 21 3d 56']);
  });
});

/** The nonce of RFC 6455 §1.3 first, then what the source gives. */
function sampleThen(source: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
  return (bytes) => {
    if (bytes.length === 16) bytes.set(Buffer.from('the sample nonce'));
    else source(bytes);
  };
}

function onlyCounting(): (bytes: Uint8Array) => void {
  return sampleThen(countingRandom());
}
