/** What comes out of an extension, right or wrong (RFC 6455 §9). @module */
import { describe, expect, it } from '@jest/globals';
import { StateError } from 'sansocket';
import type { Extension, MessageDecoder } from 'sansocket/extensions';
import { hex } from '../support/bytes.ts';
import { roles } from '../support/roles.ts';

/** An extension that claims RSV1, with one direction made of a function. */
function decoding(
  push: MessageDecoder['push'],
  direction: 'decoder' | 'encoder' = 'decoder',
): Extension {
  const session = { reservedBits: 0x40, [direction]: { begin: () => true, push } };
  return {
    name: 'one-way',
    offers: () => [[]],
    accept: () => ({ parameters: [], session }),
    activate: () => session,
  };
}

const TEXT = (data: string | Uint8Array) => ({ type: 'message', kind: 'text', data });
const BINARY = (bytes: string) => ({ type: 'message', kind: 'binary', data: hex(bytes) });

describe.each(roles)('extensions of a $role', ({ open, received }) => {
  it('are told which piece is the last of a message, however it is cut (§9)', () => {
    const ends: boolean[] = [];
    const end = open({
      extensions: [
        decoding((bytes, fin) => {
          ends.push(fin);
          return { kind: 'bytes', bytes };
        }),
      ],
    });
    const frame = received('c1 02 61 62');
    end.receive(frame.subarray(0, -1)).events();
    expect(end.receive(frame.subarray(-1)).events()).toEqual([TEXT('ab')]);
    expect(ends).toEqual([false, true]);
  });

  it('may give all at the end, also with a last fragment that is empty (§9)', () => {
    const kept: number[] = [];
    const end = open({
      extensions: [
        decoding((bytes, fin) => {
          kept.push(...bytes);
          return { kind: 'bytes', bytes: Uint8Array.from(fin ? kept.splice(0) : []) };
        }),
      ],
    });
    end.receive(received('c1 02 61 62 41 01 63 00 01 64 80 00'));
    expect(end.events()).toEqual([TEXT('ab'), TEXT('cd')]);
  });

  it.each([
    { options: {}, opcode: '1', events: [TEXT('abcd'), TEXT('e')] },
    {
      options: { text: 'bytes' },
      opcode: '1',
      events: [TEXT(hex('61 62 63 64')), TEXT(hex('65'))],
    },
    { options: {}, opcode: '2', events: [BINARY('61 62 63 64'), BINARY('65')] },
  ] as const)('may lend what comes out, which is kept: $options, opcode $opcode', (given) => {
    const memory = new Uint8Array(4);
    const end = open({
      ...given.options,
      extensions: [
        decoding((bytes) => {
          memory.fill(0).set(bytes);
          return { kind: 'lent', bytes: memory.subarray(0, bytes.length) };
        }),
      ],
    });
    const { opcode } = given;
    end.receive(received(`4${opcode} 02 61 62 80 02 63 64 c${opcode} 01 65`));
    const events = end.events();
    memory.fill(0);
    expect(events).toEqual(given.events);
  });

  it('may lend each part', () => {
    const memory = new Uint8Array(4);
    const end = open({
      messages: 'parts',
      extensions: [
        decoding((bytes) => {
          memory.fill(0).set(bytes);
          return { kind: 'lent', bytes: memory.subarray(0, bytes.length) };
        }),
      ],
    });
    end.receive(received('42 02 61 62 80 02 63 64'));
    const part = { type: 'message-part', kind: 'binary' };
    expect(end.events()).toEqual([
      { ...part, data: hex('61 62'), fin: false },
      { ...part, data: hex('63 64'), fin: true },
    ]);
  });

  it('are to blame first: what came out before their fault is not judged as the end (§8.1)', () => {
    const fault = { kind: 'illegal', detail: 'Broken', bytes: hex('61 c3') } as const;
    const end = open({ extensions: [decoding(() => fault)], messages: 'parts' });
    end.receive(received('c1 01 00'));
    expect(end.events()).toMatchObject([
      { type: 'message-part', data: 'a', fin: false },
      { type: 'violation', rule: 'extension-data-invalid', detail: 'Broken' },
    ]);
  });

  it('cannot make a message longer than its limit by giving more than they were asked for', () => {
    const more = { kind: 'bytes', bytes: hex('61 62 63') } as const;
    const options = { extensions: [decoding(() => more)], limits: { maxMessageBytes: 2 } };
    expect(open(options).receive(received('c1 01 00')).events()).toMatchObject([
      { rule: 'message-too-long', detail: 'Message is longer than 2 bytes' },
    ]);
  });

  it('see every message where they own no bits of a frame (§9)', () => {
    const session = {
      reservedBits: 0,
      decoder: { begin: () => true, push: () => ({ kind: 'bytes', bytes: hex('62') }) as const },
    };
    const extension: Extension = {
      name: 'no-bits',
      offers: () => [[]],
      accept: () => ({ parameters: [], session }),
      activate: () => session,
    };
    const end = open({ extensions: [extension] });
    expect(end.receive(received('81 01 61')).events()).toEqual([TEXT('b')]);
  });

  it('are told how much of the limit is left, from piece to piece', () => {
    const budgets: number[] = [];
    const twice = decoding((bytes, _, budget) => {
      budgets.push(budget);
      return { kind: 'bytes', bytes: [bytes, bytes] };
    });
    const end = open({ extensions: [twice], limits: { maxMessageBytes: 3 } });
    end.receive(received('41 01 61 80 01 62'));
    expect(end.events()).toMatchObject([{ rule: 'message-too-long' }]);
    expect(budgets).toEqual([3, 1]);
    const parts = open({
      extensions: [twice],
      limits: { maxMessageBytes: 3 },
      messages: 'parts',
    });
    parts.receive(received('41 01 61 80 01 62'));
    expect(parts.events()).toMatchObject([
      { type: 'message-part', data: 'aa' },
      { type: 'message-part', data: 'b', fin: false },
      { rule: 'message-too-long' },
    ]);
  });

  it('may give several arrays, cut within a code point, but not at the end (§8.1)', () => {
    for (const messages of ['whole', 'parts'] as const) {
      const pieces = [hex('61 c3'), hex('a9 e2'), hex('82'), hex('ac')];
      const end = open({
        extensions: [decoding((_, fin) => ({ kind: 'bytes', bytes: fin ? pieces.splice(0) : [] }))],
        messages,
      });
      const type = messages === 'whole' ? {} : { type: 'message-part', fin: true };
      end.receive(received('41 01 00 80 01 00'));
      expect(end.events()).toEqual([{ ...TEXT('aé€'), ...type }]);
      pieces.push(hex('61'), hex('e2 82'));
      end.receive(received('c1 01 00'));
      expect(end.types().at(-1)).toBe('violation');
    }
  });

  it('throw when they cannot encode a message, which is a mistake of ours', () => {
    const broken = { kind: 'illegal', detail: 'Broken' } as const;
    const end = open({ extensions: [decoding(() => broken, 'encoder')] });
    expect(() => end.connection.send('a')).toThrow(
      new StateError('Extension did not encode the message'),
    );
  });
});
