/**
 * A session in each of the older versions as lines of text, in ECMAScript alone: it runs in the engine of the
 * tests, and bundled in one that has nothing else.
 *
 * @module
 */

import { hixie75, hixie76, hybi7, hybi8, olderVersions } from '@sansocket/legacy';
import { ClientConnection, type Connection, ServerConnection } from 'sansocket';
import { countingRandom } from '../../../core/test/support/entropy.ts';

const TEXTS = ['plain', 'Grüße, κόσμε, 🌍', '\u{feff}\u007f\u0080\u07ff\u0800\uffff\u{10ffff}'];

/** @returns What both ends saw and wrote, line by line. */
export function runOlderSessions(): string[] {
  return [hybi8, hybi7, hixie76, hixie75].flatMap((version) => {
    const lines: string[] = [];
    const server = new ServerConnection({ versions: olderVersions }, 0);
    const options = { version, origin: 'http://a', fillRandom: countingRandom() };
    const client = new ClientConnection('ws://a/', options, 0);
    const take = (connection: Connection): void => {
      for (let event; (event = connection.nextEvent()) !== undefined; ) {
        lines.push(JSON.stringify(event));
        if (event.type === 'handshake-request') server.accept({}, 0);
        if (event.type !== 'open' || connection !== client) continue;
        for (const text of TEXTS) client.send(text);
        client.close(undefined, undefined, 0);
      }
    };
    const carry = (from: Connection, to: Connection): boolean => {
      take(from);
      let carried = false;
      for (let output; (output = from.nextOutput()) !== undefined; carried = true) {
        if (output.type !== 'write') to.receiveEnd(0);
        else to.receive(output.bytes, 0);
        lines.push(output.type === 'write' ? output.bytes.join() : output.type);
        take(to);
      }
      return carried;
    };
    while ([carry(client, server), carry(server, client)].includes(true));
    return lines;
  });
}
