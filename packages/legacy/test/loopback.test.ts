import { describe, expect, it } from '@jest/globals';
import { hixie75, hixie76, hybi7, hybi8, olderVersions } from '@sansocket/legacy';
import { ClientConnection, type ConnectionEvent, ServerConnection } from 'sansocket';
import { End } from '../../core/test/support/end.ts';
import { converse } from './support/join.ts';

describe.each([
  [13, undefined],
  [8, hybi8],
  [7, hybi7],
  ['hixie-76', hixie76],
  ['hixie-75', hixie75],
] as const)('a client and a server in version %s', (name, version) => {
  const isHixie = typeof name === 'string';

  it('open, echo and close', () => {
    const server = new End(
      new ServerConnection({ versions: olderVersions, subprotocols: ['chat'] }, 0),
    );
    const options = { version, origin: 'http://example.com', subprotocols: ['chat'] };
    const client = new End(new ClientConnection('ws://example.com:81/a?b', options, 0));
    const told: ConnectionEvent[] = [];
    converse(client, server, (event, connection) => {
      if (connection === client.connection) told.push(event);
      if (event.type === 'handshake-request') {
        expect(event).toMatchObject({ version: name, target: '/a?b', host: 'example.com:81' });
        expect(event).toMatchObject({ origin: 'http://example.com', subprotocols: ['chat'] });
        server.connection.accept({}, 0);
      }
      if (event.type === 'open') {
        expect(connection.version).toBe(name);
        expect(event.subprotocol).toBe('chat');
        if (connection === client.connection) connection.send('Hello, wörld');
      }
      if (event.type !== 'message') return;
      if (connection === server.connection) connection.send(event.data);
      else connection.close(isHixie ? undefined : 1000, undefined, 0);
    });
    expect(told.map(({ type }) => type)).toEqual(
      name === 'hixie-75'
        ? ['open', 'message', 'close']
        : ['open', 'message', 'close-received', 'close'],
    );
    expect(told[1]).toMatchObject({ kind: 'text', data: 'Hello, wörld' });
    expect(told.at(-1)).toMatchObject({
      code: name === 'hixie-75' ? 1006 : isHixie ? 1005 : 1000,
      wasClean: name !== 'hixie-75',
      endedBy: 'local',
    });
    expect(server.connection.readyState).toBe('closed');
  });
});
