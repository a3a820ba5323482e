import { describe, expect, it } from '@jest/globals';
import { type Output, prepareMessage } from 'sansocket';
import { hex, pattern, toHex } from '../support/bytes.ts';
import { openClient, openServer, roles } from '../support/roles.ts';
import { runLengths } from '../support/toy-extensions.ts';

function write(output: Output | undefined): Uint8Array {
  if (output?.type !== 'write') throw new Error('There was nothing to write');
  return output.bytes;
}

describe.each(roles)('a prepared message sent by a $role', ({ open }) => {
  it.each(['', 'Hello', 'é'.repeat(100), 'x'.repeat(70_000)])(
    'is what its text is (%#)',
    (text) => {
      const [prepared, plain] = [open(), open()];
      expect(prepared.connection.send(prepareMessage(text))).toBe(plain.connection.send(text));
      expect(prepared.output().join(' ')).toBe(plain.output().join(' '));
    },
  );

  it('is what its bytes are, as they were when it was prepared', () => {
    const [prepared, plain] = [open(), open()];
    const bytes = pattern(20_000);
    const message = prepareMessage(bytes);
    bytes.fill(0);
    prepared.connection.send(message);
    plain.connection.send(pattern(20_000));
    expect(prepared.output().join(' ')).toBe(plain.output().join(' '));
  });

  it('is fragmented where the limit wants it, and takes the options of any message', () => {
    const limits = { maxFragmentBytes: 3 };
    const [prepared, plain] = [open({ limits }), open({ limits })];
    prepared.connection.send(prepareMessage('Hello'));
    prepared.connection.send(prepareMessage('Hello'), { fin: false });
    plain.connection.send('Hello');
    plain.connection.send('Hello', { fin: false });
    expect(prepared.output()).toEqual(plain.output());
    expect(() => prepared.connection.send(prepareMessage(hex('01')))).toThrow(TypeError);
  });

  it('is dropped once the closing handshake has begun', () => {
    const end = open();
    end.connection.close(1000, '', 0);
    expect(end.connection.send(prepareMessage('a'))).toBe('closing');
  });
});

describe('a prepared message', () => {
  it('is the same array on every server, between the frames around it', () => {
    const message = prepareMessage('Hello');
    const ends = [openServer(), openServer({ limits: { maxFragmentBytes: 5 } })];
    for (const { connection } of ends) {
      connection.send('a');
      connection.send(message);
      connection.send('b');
    }
    const writes = ends.map((end) => [1, 2, 3].map(() => write(end.connection.nextOutput())));
    expect(writes[0]!.map(toHex)).toEqual(['81 01 61', '81 05 48 65 6c 6c 6f', '81 01 62']);
    expect(writes[0]![1]).toBe(message.frame);
    expect(writes[1]![1]).toBe(message.frame);
  });

  it('begins a message that goes on, where the options say so', () => {
    const end = openServer();
    end.connection.send(prepareMessage('a'), { fin: false });
    end.connection.send('b');
    expect(end.output()).toEqual(['01 01 61 80 01 62']);
  });

  it('leaves its bytes alone when a client masks them (§5.3)', () => {
    const message = prepareMessage(hex('01 02 03'));
    openClient().connection.send(message);
    expect(toHex(message.frame)).toBe('82 03 01 02 03');
  });

  it('passes the extensions of a connection', () => {
    const [prepared, plain] = [0, 1].map(() => openServer({ extensions: [runLengths()] }));
    prepared!.connection.send(prepareMessage('Hello'));
    plain!.connection.send('Hello');
    expect(prepared!.output()).toEqual(plain!.output());
  });

  it('is made of a string or bytes', () => {
    expect(() => prepareMessage(5 as unknown as string)).toThrow(
      new TypeError('data must be a string or a Uint8Array, got 5'),
    );
  });
});
