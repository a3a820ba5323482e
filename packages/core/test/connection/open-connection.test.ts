/** Connections whose opening handshake was made elsewhere (RFC 6455 §4.1, §4.2; RFC 8441 §5). @module */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, OpenConnection, type OpenOptions, ServerConnection } from 'sansocket';
import {
  activateExtensions,
  type Extension,
  type NegotiatedExtension,
  negotiateExtensions,
} from 'sansocket/extensions';
import { End } from '../support/end.ts';
import { roles } from '../support/roles.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import { runLengths, tagging } from '../support/toy-extensions.ts';

/** What both ends make of an offer of the extension by its name. */
function agreed(role: 'server' | 'client', extension: Extension): readonly NegotiatedExtension[] {
  const offers = [{ name: extension.name, parameters: [] }];
  if (role === 'server') return negotiateExtensions(offers, [extension]);
  const active = activateExtensions(offers, [extension]);
  return active.ok ? active.extensions : [];
}

describe.each(roles)('OpenConnection of a $role', ({ role, open, sent, received }) => {
  const begin = (options: OpenOptions = {}): End =>
    new End(new OpenConnection(role, { fillRandom: sampleEntropy, ...options }, 0));

  it('is open from the start, says so, and sends nothing of itself', () => {
    const end = begin({ subprotocol: 'chat' });
    expect(end.connection.readyState).toBe('open');
    expect(end.connection).toMatchObject({
      role,
      subprotocol: 'chat',
      extensions: '',
      version: 13,
    });
    expect(end.outputs()).toEqual([]);
    expect(end.events()).toEqual([
      { type: 'open', subprotocol: 'chat', extensions: '', fields: [] },
    ]);
    expect(end.connection.nextTimeout()).toEqual({ at: 30_000, reason: 'keepalive-ping' });
  });

  it('receives and sends frames at once, and counts offsets from the first byte', () => {
    const end = begin().receive(received('81 02 68 69'));
    expect(end.events()).toMatchObject([{ type: 'open' }, { type: 'message', data: 'hi' }]);
    end.connection.send('a');
    expect(end.output()).toEqual([sent('81 01 61')]);
    end.receive(received('83 00'));
    expect(end.events()).toMatchObject([
      { rule: 'opcode-reserved', offset: role === 'server' ? 8 : 4 },
    ]);
  });

  it('has the extensions that were agreed on, and closes them', () => {
    let closed = 0;
    const extensions = agreed(
      role,
      tagging('tag', 0x40, 7, () => closed++),
    );
    const end = begin({ extensions });
    expect(end.events()).toMatchObject([{ type: 'open', extensions: 'tag' }]);
    end.receive(received('c1 02 07 61'));
    expect(end.events()).toMatchObject([{ type: 'message', data: 'a' }]);
    end.connection.send('a');
    expect(end.output()).toEqual([sent('c1 02 07 61')]);
    end.connection.receiveError(undefined, 0);
    end.events();
    expect(closed).toBe(1);
  });

  it('is the same machine as one that has made the handshake itself', () => {
    const bytes = received('01 01 61 89 01 70 80 01 62 82 00 88 02 03 e8');
    const script = (end: End): unknown[] => {
      end.events();
      const seen: unknown[] = [end.connection.ping(Uint8Array.of(1), 5)];
      for (const byte of bytes) seen.push(...end.receive(Uint8Array.of(byte)).events());
      seen.push(end.output(), end.credit().receiveEnd().events(), end.connection.nextTimeout());
      return seen;
    };
    expect(script(begin())).toEqual(script(open()));
  });

  it('ends its half right behind the Close frame on a stream, in both roles (RFC 8441 §5)', () => {
    const end = begin({ transport: 'stream' }).receive(received('88 02 03 e8'));
    end.events();
    expect(end.output()).toEqual([sent('88 02 03 e8'), 'end']);
    const first = begin({ transport: 'stream' });
    first.events();
    first.connection.close(1000, undefined, 0);
    expect(first.output()).toEqual([sent('88 02 03 e8')]);
    first.credit().receive(received('88 02 03 e8')).events();
    expect(first.output()).toEqual(['end']);
    expect(first.credit().receiveEnd().events()).toMatchObject([{ type: 'close', wasClean: true }]);
  });

  it('waits with close until its Close frame has left, also when nothing was sent before (§7.1.4)', () => {
    const end = begin().receive(received('88 02 03 e8')).receiveEnd();
    expect(end.events().map(({ type }) => type)).toEqual(['open', 'close-received']);
    expect(end.output()).toEqual([sent('88 02 03 e8'), 'end']);
    expect(end.events()).toEqual([]);
    expect(end.credit().events()).toMatchObject([{ type: 'close', wasClean: true }]);
  });

  it('moves on in a snapshot, but not when a stream carries it', () => {
    const end = begin({ subprotocol: 'chat' });
    end.receive(received('01 01 61')).events();
    const kind = role === 'server' ? ServerConnection : ClientConnection;
    const moved = new End(kind.restore(end.connection.snapshot(), {}, 0));
    expect(moved.connection.subprotocol).toBe('chat');
    expect(moved.receive(received('80 01 62')).events()).toMatchObject([{ data: 'ab' }]);
    const stream = begin({ transport: 'stream' });
    stream.events();
    expect(() => stream.connection.snapshot()).toThrow(
      'Cannot take a snapshot: its transport is a stream',
    );
  });

  it('compresses in both directions with sessions that belong to it alone', () => {
    const end = begin({ extensions: agreed(role, runLengths()) });
    end.events();
    end.connection.send('aa');
    expect(end.output()).toEqual([sent('c1 04 01 61 01 61')]);
  });
});

describe('OpenConnection', () => {
  it('has the fields of the handshake in its first event', () => {
    const end = new End(new OpenConnection('server', { fields: [['Cookie', 'a=1']] }, 0));
    expect(end.events()).toMatchObject([{ type: 'open', fields: [['Cookie', 'a=1']] }]);
  });

  it('refuses extensions that another connection has: their windows would mix', () => {
    const extensions = agreed('server', runLengths());
    const first = new OpenConnection('server', { extensions }, 0);
    expect(() => new OpenConnection('server', { extensions }, 0)).toThrow(
      'extensions must be negotiated for each connection: another one has run-lengths',
    );
    expect(first.readyState).toBe('open');
  });

  it.each([
    [['peer', {}, 0], "role must be 'client' or 'server', got 'peer'"],
    [['server', { subprotocol: 'a b' }, 0], 'subprotocol must be a token, got a string'],
    [['server', { transport: 'udp' }, 0], "transport must be 'tcp' or 'stream', got 'udp'"],
    [['server', { extensions: [runLengths()] }, 0], 'extensions must be the result of'],
    [
      ['server', { subprotocols: ['chat'] }, 0],
      'There is no option subprotocols; the nearest is subprotocol',
    ],
  ])('refuses %j at the door', (args, message) => {
    const make = OpenConnection as unknown as new (...given: readonly unknown[]) => unknown;
    expect(() => new make(...args)).toThrow(message);
  });
});
