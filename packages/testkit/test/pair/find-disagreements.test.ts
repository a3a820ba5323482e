import { describe, expect, it } from '@jest/globals';
import { ConnectionPair, findDisagreements, type PairEnd } from '@sansocket/testkit/pair';
import type { CloseEvent } from 'sansocket';

/** A client that has sent a text and closed; nothing is wrong with it. */
function pairThatIsOver(): ConnectionPair {
  const pair = new ConnectionPair();
  pair.open();
  pair.run([
    { type: 'call', by: 'client', call: { type: 'send', data: 'a' } },
    { type: 'call', by: 'client', call: { type: 'close', code: 1000, reason: 'done' } },
  ]);
  pair.settle();
  return pair;
}

/** Puts other words into the mouth of an end. */
function claim(end: PairEnd, change: Partial<CloseEvent>): void {
  const close = end.events.pop();
  if (close?.type === 'close') end.events.push({ ...close, ...change });
}

describe('findDisagreements()', () => {
  it('finds none between two that agree', () => {
    expect(findDisagreements(pairThatIsOver())).toEqual([]);
  });

  const lies: readonly (readonly [string, (pair: ConnectionPair) => void])[] = [
    ['client: 0 close events came', ({ client }) => client.events.pop()],
    ['client: 2 close events came', ({ client }) => client.events.push(client.events.at(-1)!)],
    [
      'server: wasClean is false, Close received 1000, sent 1000',
      ({ server }) => claim(server, { wasClean: false }),
    ],
    [
      "server: it ended with 1001 'done', received was 1000 'done'",
      ({ server }) => claim(server, { code: 1001 }),
    ],
    [
      'client: both ends say that the other one began',
      ({ client }) => claim(client, { endedBy: 'peer' }),
    ],
    ['server: it got text 61, sent were text 62', ({ client }) => (client.sent[0] = text('b'))],
    ['server: it is clean, and text 62 did not come', ({ client }) => client.sent.push(text('b'))],
    ['server: Close frame 1000 came, the peer sent none', ({ client }) => client.written.splice(1)],
    [
      'server: message came before it was open',
      ({ server }) => server.events.splice(1, 2, ...server.events.slice(1, 3).reverse()),
    ],
    [
      'server: message came behind the Close frame',
      ({ server }) => server.events.splice(2, 2, ...server.events.slice(2, 4).reverse()),
    ],
    ['client: it is open, and the server never was', ({ server }) => server.events.splice(1, 1)],
    [
      'client: , is in use, for the server chat,',
      ({ server }) => {
        const open = server.events[1];
        if (open?.type === 'open') server.events[1] = { ...open, subprotocol: 'chat' };
      },
    ],
  ];

  it.each(lies)('finds: %s', (sentence, lie) => {
    const pair = pairThatIsOver();
    lie(pair);

    expect(findDisagreements(pair)).toContain(sentence);
  });

  it('allows that the answer to a Close frame is lost', () => {
    const pair = new ConnectionPair();
    pair.open();
    pair.run([
      { type: 'call', by: 'client', call: { type: 'close', code: 1000, reason: '' } },
      { type: 'deliver', to: 'server' },
      { type: 'silence', to: 'client' },
    ]);

    expect(pair.settle()).toBe(true);
    expect(pair.server.events.at(-1)).toMatchObject({ wasClean: true });
    expect(pair.client.events.at(-1)).toMatchObject({ wasClean: false, endedBy: 'local' });
    expect(findDisagreements(pair)).toEqual([]);
  });
});

function text(data: string): { readonly kind: 'text'; readonly data: string } {
  return { kind: 'text', data };
}
