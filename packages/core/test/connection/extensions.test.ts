/** Negotiated extensions on a connection (RFC 6455 §5.8, §9). @module */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, ServerConnection } from 'sansocket';
import { bytesOf, requestText, responseText } from '../handshake/heads.ts';
import { byteByByte, hex } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { roles } from '../support/roles.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import { collecting, onlyLong, runLengths, tagging } from '../support/toy-extensions.ts';

const foo = tagging('foo', 0x40, 0xf0);
const bar = tagging('bar', 0x20, 0xba);

const TEXT = (data: string) => ({ type: 'message', kind: 'text', data });

describe.each(roles)('extensions of a $role', ({ open, connecting, sent, received }) => {
  it('are in the open event and in extensions, in the order of the answer (§9.1)', () => {
    expect(open({ extensions: [foo, bar] }).connection.extensions).toBe('foo, bar');
    expect(open().connection.extensions).toBe('');
    expect(connecting({ extensions: [foo] }).connection.extensions).toBe('');
  });

  it('transform what is sent in the order of the answer: foo, bar is bar(foo(message)) (§9.1)', () => {
    const end = open({ extensions: [foo, bar] });
    end.connection.send('a');
    expect(end.output()).toEqual([sent('e1 03 ba f0 61')]);
  });

  it('transform what is received in reverse (§9.1)', () => {
    const end = open({ extensions: [foo, bar] }).receive(received('e1 03 ba f0 61'));
    expect(end.events()).toEqual([TEXT('a')]);
  });

  it('leave alone the messages that do not have their bits (§5.2, §9)', () => {
    const end = open({ extensions: [foo, bar] });
    end.receive(received('81 01 61 c1 02 f0 62 a1 02 ba 63'));
    expect(end.events()).toEqual([TEXT('a'), TEXT('b'), TEXT('c')]);
  });

  it('see a message as pieces, whatever its fragments and chunks (§9)', () => {
    const end = open({ extensions: [foo] });
    for (const chunk of byteByByte(received('41 01 f0 00 00 00 01 61 89 00 80 01 62'))) {
      end.receive(chunk);
    }
    expect(end.events()).toEqual([{ type: 'ping', payload: hex('') }, TEXT('ab')]);
  });

  it('set their bits on the first fragment alone (§5.4)', () => {
    const end = open({ extensions: [foo], limits: { maxFragmentBytes: 2 } });
    end.connection.send('abc');
    end.connection.send('d', { fin: false });
    end.connection.send('e');
    expect(end.output()).toEqual([sent('41 02 f0 61 80 02 62 63 41 02 f0 64 80 01 65')]);
  });

  it('let a message be sent as it is, with compress: false', () => {
    const end = open({ extensions: [foo] });
    end.connection.send('a', { compress: false });
    end.connection.send('b', { compress: true });
    expect(end.output()).toEqual([sent('81 01 61 c1 02 f0 62')]);
  });

  it('may leave a message as it is once they have seen it: it has not their bits (§9)', () => {
    const end = open({ extensions: [onlyLong(), bar], limits: { maxFragmentBytes: 3 } });
    end.connection.send('ab');
    end.connection.send('abc');
    end.connection.send('d', { fin: false });
    end.connection.send('efg');
    const lines = 'a1 03 ba 61 62 61 03 ba fc 61 80 02 62 63 21 02 ba 64 80 03 65 66 67';
    expect(end.output()).toEqual([sent(lines)]);
  });

  it('do not see control frames (§5.5)', () => {
    const end = open({ extensions: [foo] }).receive(received('89 01 61'));
    end.events();
    end.connection.ping(hex('01'), 0);
    end.connection.close(1000, undefined, 0);
    expect(end.output()).toEqual([sent('8a 01 61 89 01 01 88 02 03 e8')]);
  });

  it.each([
    ['on a continuation', '41 01 f0 c0 01 61', 1],
    ['on a control frame', 'c9 00', 0],
    ['on a Close frame', 'c8 00', 0],
    ['that nobody owns', 'a1 01 61', 0],
  ])(
    'own their bits on the first frame only: a bit %s fails with 1002 (§5.2)',
    (_, frames, index) => {
      const bytes = received(frames);
      const end = open({ extensions: [foo] }).receive(bytes);
      const first = index === 0 ? 0 : received('41 01 f0').length;
      expect(end.events()).toMatchObject([
        {
          type: 'violation',
          rule: 'reserved-bit-set',
          closeCode: 1002,
          section: 'RFC 6455 §5.2',
          offset: end.base + first,
        },
      ]);
      expect(end.output()).toEqual([sent('88 02 03 ea'), 'end']);
    },
  );

  it('fail with 1002 when a bit of theirs stands where none of them accounts for it (§5.2)', () => {
    const picky = tagging('picky', 0x60, 0xf0);
    const end = open({ extensions: [picky] }).receive(received('81 01 61 c1 01 61'));
    const offset = end.base + received('81 01 61').length;
    expect(end.events()).toMatchObject([
      TEXT('a'),
      {
        type: 'violation',
        rule: 'reserved-bit-set',
        closeCode: 1002,
        offset,
        detail: 'No extension accounts for the reserved bits',
      },
    ]);
  });

  it('fail the connection with 1007 when the data is not theirs (§9)', () => {
    const before = received('c1 02 f0 61');
    const end = open({ extensions: [foo] })
      .receive(before)
      .receive(received('c1 02 00 61'));
    expect(end.events()).toMatchObject([
      TEXT('a'),
      {
        type: 'violation',
        rule: 'extension-data-invalid',
        closeCode: 1007,
        section: 'RFC 6455 §9',
        offset: end.base + before.length,
        detail: 'Message has another tag',
      },
    ]);
    expect(end.output()).toEqual([sent('88 02 03 ef'), 'end']);
  });

  it('have their text validated after they are done (§8.1)', () => {
    const end = open({ extensions: [foo] });
    end.receive(received('c1 02 f0 61 c1 02 f0 ff'));
    expect(end.events()).toMatchObject([TEXT('a'), { rule: 'text-not-utf8', closeCode: 1007 }]);
    const cut = open({ extensions: [foo] }).receive(received('c1 02 f0 c3'));
    expect(cut.events()).toMatchObject([{ rule: 'text-not-utf8' }]);
  });

  it('may keep parts back: no frame is sent for what they keep whole (§5.4, §9)', () => {
    const end = open({ extensions: [collecting()] });
    end.connection.send('a', { fin: false });
    end.connection.send('', { fin: false });
    expect(end.output()).toEqual([sent('41 00')]);
    end.connection.send('b', { fin: false });
    expect(end.outputs()).toEqual([]);
    end.connection.send('c');
    end.connection.send('d');
    expect(end.output()).toEqual([sent('80 03 61 62 63 c1 01 64')]);
  });

  it('are judged at a last fragment that is empty too (§8.1)', () => {
    const end = open({ extensions: [foo] }).receive(received('41 02 f0 c3'));
    expect(end.events()).toEqual([]);
    const offset = end.base + received('41 02 f0 c3').length;
    end.receive(received('80 00'));
    expect(end.events()).toMatchObject([{ type: 'violation', rule: 'text-not-utf8', offset }]);
  });

  it('may end a piece within a code point, and go on with it (§8.1)', () => {
    const end = open({ extensions: [foo] });
    for (const chunk of byteByByte(received('c1 04 f0 e2 82 ac'))) end.receive(chunk);
    end.receive(received('41 02 f0 e2 80 02 82 ac'));
    expect(end.events()).toEqual([TEXT('€'), TEXT('€')]);
  });

  it('see the end of a message whose last fragment is empty (§5.4)', () => {
    const end = open({ extensions: [runLengths()] }).receive(received('41 02 02 61 80 00'));
    expect(end.events()).toEqual([TEXT('aa')]);
  });

  it('are closed once, when the connection is', () => {
    let closed = 0;
    const countClosed = () => {
      closed++;
    };
    const end = open({ extensions: [tagging('foo', 0x40, 1, countClosed)] });
    end.receive(received('88 00')).events();
    expect(closed).toBe(0);
    end.outputs();
    end.credit().receiveEnd().events();
    end.receiveEnd().events();
    expect(closed).toBe(1);
  });
});

describe('negotiation of extensions', () => {
  const options = { extensions: [foo, bar] };

  it('offers those of the client in its order, and uses those of the answer only (§9.1)', () => {
    const connection = new ClientConnection(
      'ws://server.example.com/chat',
      { ...options, fillRandom: sampleEntropy },
      0,
    );
    const end = new End(connection);
    expect(end.text()).toContain('\r\nSec-WebSocket-Extensions: foo, bar\r\n');
    end.receive(bytesOf(responseText({ 'sec-websocket-extensions': 'bar' })));
    expect(end.events()).toMatchObject([{ type: 'open', extensions: 'bar' }]);
    connection.send('a');
    const [line] = end.output();
    expect(line).toMatch(/^a1 82 /);
    expect(end.receive('c1 02 f0 61').events()).toMatchObject([{ rule: 'reserved-bit-set' }]);
  });

  it('sets no bit when the server answers without an extension (§9.1)', () => {
    const connection = new ClientConnection(
      'ws://server.example.com/chat',
      { ...options, fillRandom: sampleEntropy },
      0,
    );
    const end = new End(connection).receive(bytesOf(responseText()));
    expect(end.events()).toMatchObject([{ type: 'open', extensions: '' }]);
    end.outputs();
    connection.send('a', { compress: true });
    expect(end.output()).toEqual(['81 81 37 fa 21 3d 56']);
  });

  it('takes of the offers of the client those that the server has (§9.1)', () => {
    const end = new End(new ServerConnection({ extensions: [bar] }, 0));
    end.receive(bytesOf(requestText({ 'sec-websocket-extensions': 'x, foo, bar, bar' })));
    end.connection.accept({}, 0);
    expect(end.text()).toContain('\r\nSec-WebSocket-Extensions: bar\r\n');
    expect(end.events().at(-1)).toMatchObject({ type: 'open', extensions: 'bar' });
  });

  it('takes the extensions of accept() instead, and none that were not offered (§9.1)', () => {
    const end = new End(new ServerConnection(options, 0));
    end.receive(bytesOf(requestText({ 'sec-websocket-extensions': 'foo' })));
    end.connection.accept({ extensions: [bar] }, 0);
    expect(end.text()).not.toContain('Sec-WebSocket-Extensions');
    expect(end.events().at(-1)).toMatchObject({ type: 'open', extensions: '' });
  });

  it('closes the sessions of an answer that throws', () => {
    let closed = 0;
    const countClosed = () => {
      closed++;
    };
    const extension = tagging('foo', 0x40, 1, countClosed);
    const end = new End(new ServerConnection({ extensions: [extension] }, 0));
    end.receive(bytesOf(requestText({ 'sec-websocket-extensions': 'foo' }))).events();
    expect(() => end.connection.accept({ subprotocol: 'x' }, 0)).toThrow(RangeError);
    expect(closed).toBe(1);
    expect(end.connection.accept({}, 0)).toBe('ok');
    expect(closed).toBe(1);
  });

  it.each([
    ['extension-not-offered', 'x'],
    ['extension-repeated', 'foo, foo'],
    ['extension-bits-overlap', 'foo, twin'],
    ['extensions-malformed', 'foo; =1'],
  ])('fails the client with %s (§4.1, §9.1)', (rule, answer) => {
    const extensions = [foo, tagging('twin', 0x40, 1)];
    const connection = new ClientConnection(
      'ws://h/',
      { extensions, fillRandom: sampleEntropy },
      0,
    );
    const end = new End(connection);
    end.outputs();
    const head = responseText({ 'sec-websocket-extensions': answer });
    end.receive(bytesOf(head));
    expect(end.events()).toMatchObject([{ type: 'violation', rule, offset: head.length - 1 }]);
    expect(end.output()).toEqual(['end']);
  });
});
