/** Messages that are sent in parts (RFC 6455 §5.4, §6.1). @module */
import { describe, expect, it } from '@jest/globals';
import { hex, pattern } from '../support/bytes.ts';
import { openServer, roles } from '../support/roles.ts';

const MORE = { fin: false };

describe.each(roles)('send() of a $role with fin: false', ({ open, sent, received }) => {
  it('sends a fragment for each part, the first with the opcode (§5.4)', () => {
    const end = open();
    end.connection.send('Hel', MORE);
    expect(end.output()).toEqual([sent('01 03 48 65 6c')]);
    end.connection.send('l', MORE);
    end.connection.send('o');
    expect(end.output()).toEqual([sent('00 01 6c 80 01 6f')]);
    end.connection.send(hex('01'), MORE);
    end.connection.send(hex(''), MORE);
    end.connection.send(hex(''));
    end.connection.send('a');
    expect(end.output()).toEqual([sent('02 01 01 00 00 80 00 81 01 61')]);
  });

  it('fragments long parts too (§5.4)', () => {
    const end = open({ limits: { maxFragmentBytes: 2 } });
    end.connection.send(hex('01 02 03'), MORE);
    end.connection.send(hex('04 05 06'));
    expect(end.output()).toEqual([sent('02 02 01 02 00 01 03 00 02 04 05 80 01 06')]);
  });

  it('lets control frames through between the parts (§5.4)', () => {
    const end = open();
    end.connection.send('a', MORE);
    end.receive(received('89 01 70')).events();
    end.connection.ping(hex('71'), 0);
    end.connection.pong(hex('72'));
    end.connection.send('b');
    expect(end.output()).toEqual([sent('01 01 61 8a 01 70 89 01 71 8a 01 72 80 01 62')]);
  });

  it('joins a pair of surrogates that was cut between two parts (§5.6)', () => {
    const end = open();
    end.connection.send('a\ud83d', MORE);
    end.connection.send('\ude00b', MORE);
    end.connection.send('\ud83d', MORE);
    end.connection.send('');
    expect(end.output()).toEqual([sent('01 01 61 00 05 f0 9f 98 80 62 00 00 80 03 ef bf bd')]);
  });

  it.each([
    ['\ud7ff', '01 03 ed 9f bf'],
    ['\ud800', '01 00'],
    ['\udbff', '01 00'],
    ['\udc00', '01 03 ef bf bd'],
    ['\uffff', '01 03 ef bf bf'],
  ])(
    'waits for the other half of a pair after a high surrogate alone: %j (§5.6)',
    (part, frame) => {
      const end = open();
      end.connection.send(part, MORE);
      expect(end.output()).toEqual([sent(frame)]);
    },
  );

  it('keeps no half of a pair beyond its message (§5.6)', () => {
    const end = open();
    end.connection.send('\ud83d', MORE);
    end.connection.send('x');
    end.connection.send('\ude00');
    expect(end.output()).toEqual([sent('01 00 80 04 ef bf bd 78 81 03 ef bf bd')]);
  });

  it('validates a text in bytes over its parts (§5.6)', () => {
    const text = { kind: 'text', fin: false } as const;
    const end = open();
    end.connection.send(hex('61 c3'), text);
    expect(() => end.connection.send(hex('28'))).toThrow(RangeError);
    expect(() => end.connection.send(hex(''))).toThrow(
      'Cannot send text: not UTF-8 at byte 0 (RFC 6455 §8.1)',
    );
    end.connection.send(hex('a9'));
    end.connection.send(hex('c3'), text);
    end.connection.send(hex('a9'));
    expect(end.output()).toEqual([sent('01 02 61 c3 80 01 a9 01 01 c3 80 01 a9')]);
  });

  it('refuses what does not belong to the message, which then goes on (§5.4)', () => {
    const end = open();
    end.connection.send('a', MORE);
    expect(() => end.connection.send(hex('62'))).toThrow(TypeError);
    expect(() => end.connection.send(hex('62'), { kind: 'text' })).toThrow(
      new TypeError('Cannot send a text partly as a string and partly as bytes'),
    );
    expect(() => end.connection.send('b', { kind: 'binary' })).toThrow(TypeError);
    end.connection.send('b');

    end.connection.send(hex('01'), MORE);
    expect(() => end.connection.send('b')).toThrow(TypeError);
    expect(() => end.connection.send(hex('02'), { kind: 'text' })).toThrow(
      'Cannot send text: a binary message is being sent in parts',
    );
    end.connection.send(hex('02'));
    expect(end.output()).toEqual([sent('01 01 61 80 01 62 02 01 01 80 01 02')]);
  });

  it('is cut short by our own Close frame: no fragment follows (§5.5.1, §6.1)', () => {
    const end = open();
    end.connection.send('a', MORE);
    end.connection.close(1000, undefined, 0);
    expect(end.connection.send('b')).toBe('closing');
    expect(end.output()).toEqual([sent('01 01 61 88 02 03 e8')]);
  });

  it('is cut short by the Close frame of the peer (§5.5.1, §6.1)', () => {
    const end = open();
    end.connection.send('a', MORE);
    end.receive(received('88 00')).events();
    expect(end.connection.send('b')).toBe('closing');
    expect(end.output()[0]).toBe(sent('01 01 61 88 00'));
  });

  it('is cut short when the connection fails (§6.1, §7.1.7)', () => {
    const end = open();
    end.connection.send('a', MORE);
    end.receive(received('83 00')).events();
    expect(end.connection.send('b')).toBe('closing');
    expect(end.output()).toEqual([sent('01 01 61 88 02 03 ea'), 'end']);
  });
});

describe('send() of a server with fin: false', () => {
  it('passes long parts on as they are, each behind its header (§5.4)', () => {
    const end = openServer();
    const data = pattern(20_000);
    end.connection.send(data, MORE);
    end.connection.send(data);
    const writes = end.outputs().map((o) => (o.type === 'write' ? o.bytes : undefined));
    expect(writes).toEqual([hex('02 7e 4e 20'), data, hex('80 7e 4e 20'), data]);
  });
});
