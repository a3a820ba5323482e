/** A whole connection gives the same events and bytes however its input is cut (RFC 6455 §2). @module */
import { describe, expect, it } from '@jest/globals';
import type { ConnectionEvent } from 'sansocket';
import { bytesOf, requestText, responseText } from '../handshake/heads.ts';
import { byteByByte, concat, inTwo } from '../support/bytes.ts';
import { roles } from '../support/roles.ts';

const SESSION = '81 05 48 65 6c 6c 6f 01 02 c3 a9 89 01 70 80 02 c3 a9 82 00 8a 00';

describe.each(roles)('an echoing $role', ({ role, connecting, received }) => {
  const head = bytesOf(role === 'server' ? requestText() : responseText());

  it.each([
    ['that the peer closes', '88 05 03 e8 62 79 65 81 00'],
    ['whose peer breaks a rule', '81 02 61 ff'],
    ['whose peer leaves', '81 05 61'],
  ])('%s does the same for every cut in two, and byte by byte', (_, last) => {
    const input = concat(head, received(`${SESSION} ${last}`));
    const expected = run([input]);
    expect(expected.events.map(({ type }) => type)).toContain('message');
    expect(run(byteByByte(input))).toEqual(expected);
    for (const chunks of inTwo(input)) expect(run(chunks)).toEqual(expected);
  });

  /** Takes events after every chunk, and echoes. */
  function run(chunks: readonly Uint8Array[]): { events: ConnectionEvent[]; output: string } {
    const end = connecting();
    const events: ConnectionEvent[] = [];
    const turn = () => {
      for (let event; (event = end.connection.nextEvent()) !== undefined; ) {
        events.push(event);
        if (event.type === 'handshake-request' && 'accept' in end.connection)
          accept(end.connection);
        if (event.type === 'message') end.connection.send(event.data);
      }
    };
    for (const chunk of chunks) {
      end.receive(chunk);
      turn();
    }
    end.receiveEnd();
    turn();
    return { events, output: end.text() };
  }
});

function accept(connection: object): void {
  (connection as { accept(options: object, now: number): unknown }).accept({}, 0);
}
