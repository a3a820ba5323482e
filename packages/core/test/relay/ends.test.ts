/** How the end of one side of a relay ends the other (RFC 6455 §7). @module */
import { describe, expect, it } from '@jest/globals';
import { hex } from '../support/bytes.ts';
import { Relayed, type RelayedOptions } from '../support/relayed.ts';

const both = [['frames'], ['messages']] as const;

describe.each(both)('in the mode %s', (mode) => {
  const open = (options: RelayedOptions = {}): Relayed =>
    new Relayed({ ...options, relay: { mode, ...options.relay } }).run();

  it.each([
    [4001, 'Grüße'],
    [1011, 'broken'],
    [1000, ''],
  ])('passes on a Close frame with %i %s, both ways', (code, reason) => {
    const one = open();
    one.client.close(code, reason, 0);
    one.run();
    expect(one.ofServer.at(-1)).toMatchObject({ type: 'close', code, reason, wasClean: true });
    const two = open();
    two.server.close(code, reason, 0);
    two.run();
    expect(two.ofClient.at(-1)).toMatchObject({ type: 'close', code, reason, wasClean: true });
  });

  it('passes on the answer to a Close frame with its own code and reason, and messages before it', () => {
    const it = open({ server: { answers: 'manual' } });
    it.client.close(4001, 'leaving', 0);
    it.run();
    expect(it.ofServer.at(-1)).toEqual({ type: 'close-received', code: 4001, reason: 'leaving' });
    it.server.send('one more');
    it.run();
    it.server.close(4002, 'as you wish', 0);
    it.run();
    expect(it.messages('client')).toEqual(['one more']);
    expect(it.ofClient.at(-1)).toMatchObject({ code: 4002, reason: 'as you wish', wasClean: true });
    expect(it.types().slice(3)).toEqual([
      'client close-received',
      'server close-received',
      'server close',
      'client close',
    ]);
  });

  it('answers a Close frame at each side with controls: answer', () => {
    const it = open({ server: { answers: 'manual' }, relay: { mode, controls: 'answer' } });
    it.client.close(4001, 'leaving', 0);
    it.run();
    expect(it.ofClient.at(-1)).toMatchObject({ code: 4001, wasClean: true });
    expect(it.ofServer.at(-1)).toEqual({ type: 'close-received', code: 4001, reason: 'leaving' });
  });

  it('ends a side that waits for the answer to its Close frame, when the other side ends without one', () => {
    const it = open({ server: { answers: 'manual' } });
    it.client.close(4001, 'leaving', 0);
    it.run();
    it.relay.server!.receiveEnd(0);
    it.run();
    expect(it.done.client).toEqual(['end']);
    expect(it.ofClient.at(-1)).toMatchObject({ type: 'close', code: 1006, wasClean: false });
  });

  it('passes on a Close frame without a code, behind the messages before it', () => {
    const it = open();
    it.client.send('last');
    it.client.close(undefined, undefined, 0);
    it.run();
    expect(it.messages('server')).toEqual(['last']);
    expect(it.ofServer.at(-1)).toMatchObject({ code: 1005, wasClean: true });
    expect(it.types().slice(3)).toEqual([
      'client close-received',
      'server close-received',
      'server close',
      'client close',
    ]);
  });

  it('says 1014 to the client for 1010 of a server, which no server may send', () => {
    const it = open();
    it.relay.server!.receive(hex('88 02 03 f2'), 0);
    it.run();
    expect(it.ofClient.at(-1)).toMatchObject({ code: 1014 });
  });

  it('fails the server for the rule that it breaks, and closes the client with 1014', () => {
    const it = open();
    it.relay.server!.receive(hex('83 00'), 0);
    it.run();
    expect(it.told).toContainEqual({
      from: 'server',
      event: expect.objectContaining({ rule: 'opcode-reserved', closeCode: 1002 }),
    });
    expect(it.ofServer).toContainEqual({ type: 'close-received', code: 1002, reason: '' });
    expect(it.ofClient).toContainEqual({ type: 'close-received', code: 1014, reason: '' });
  });

  it('fails the client for the rule that it breaks, and closes the server with 1001', () => {
    const it = open();
    it.relay.client.receive(hex('81 01 61'), 0);
    it.run();
    expect(it.ofClient).toContainEqual({ type: 'close-received', code: 1002, reason: '' });
    expect(it.ofServer).toContainEqual({ type: 'close-received', code: 1001, reason: '' });
  });

  it('tells the position of a broken rule among all bytes of the side, and passes on what came before', () => {
    const it = open();
    it.relay.server!.receive(hex('81 01 61 88 02 03 ed'), 0);
    it.run();
    expect(it.messages('client')).toEqual(['a']);
    const { event } = it.told.find(({ event }) => event.type === 'violation')!;
    const head = 129;
    expect(event).toMatchObject({ rule: 'close-code-invalid', offset: head + 6 });
  });

  it('ends the other side without a Close frame when one side ends without one', () => {
    for (const side of ['client', 'server'] as const) {
      const other = side === 'client' ? 'server' : 'client';
      const it = open();
      const written = it.written[other].length;
      it.hop(side)!.side.receiveEnd(0);
      it.run();
      expect(it.written[other].length).toBe(written);
      expect(it.done[other]).toEqual(['end']);
      expect(it.types().slice(3).sort()).toEqual(['client close', 'server close']);
    }
  });

  it('passes on what came before the end of a side', () => {
    const it = open();
    it.client.send('last');
    const output = it.client.nextOutput();
    if (output?.type !== 'write') throw new Error('No bytes');
    it.relay.client.receive(output.bytes, 0);
    it.relay.client.receiveEnd(0);
    it.run();
    expect(it.messages('server')).toEqual(['last']);
    expect(it.done.server).toEqual(['end']);
  });

  it('resets the other side when one side is reset', () => {
    for (const side of ['client', 'server'] as const) {
      const it = open();
      it.hop(side)!.side.receiveError(new Error('reset'), 0);
      it.run();
      expect(it.done[side === 'client' ? 'server' : 'client']).toEqual(['abort']);
    }
  });

  it('gives the other side the whole of its time for the end, however long it was silent', () => {
    const it = open();
    it.stuck.add('server');
    it.now = 60_000;
    it.client.close(1000, '', 60_000);
    it.run();
    expect(it.relay.server!.nextTimeout()).toEqual({ at: 70_000, reason: 'closing-handshake' });
  });

  it('closes the other side with 1001 or 1014 when the relay gives up on one', () => {
    const it = open({ relay: { mode, timeouts: { idleMs: 5 } } });
    it.now = 5;
    it.relay.client.handleTimeout(5);
    it.run();
    expect(it.ofServer).toContainEqual({ type: 'close-received', code: 1001, reason: '' });
  });
});

describe('within a frame', () => {
  const within = (): Relayed => {
    const it = new Relayed({ relay: { controls: 'answer' } }).run();
    it.relay.server!.receive(hex('82 05 61 62'), 0);
    return it.run();
  };

  it('the end of a side is the end of the other, without a Close frame', () => {
    const it = within();
    it.relay.server!.receiveEnd(0);
    it.run();
    expect([...it.written.client.slice(-4)]).toEqual([...hex('82 05 61 62')]);
    expect(it.done.client).toEqual(['end']);
  });

  it('a rule broken on the other side ends this side without a Close frame', () => {
    const it = within();
    it.relay.client.receive(hex('81 01 61'), 0);
    it.run();
    expect([...it.written.client.slice(-4)]).toEqual([...hex('82 05 61 62')]);
    expect(it.done.client).toEqual(['end']);
    expect(it.ofServer).toContainEqual({ type: 'close-received', code: 1001, reason: '' });
  });

  it('the pong for a ping waits for the end of the frame', () => {
    const it = within();
    it.client.ping(hex('09'), 0);
    it.run();
    expect([...it.written.client.slice(-4)]).toEqual([...hex('82 05 61 62')]);
    it.relay.server!.receive(hex('63 64 65'), 0);
    it.run();
    expect([...it.written.client.slice(-10)]).toEqual([...hex('82 05 61 62 63 64 65 8a 01 09')]);
  });
});

describe('a call of send on a side', () => {
  it('is refused with frames, and leaves the side as it was', () => {
    const it = new Relayed().run();
    expect(() => it.relay.client.send('a')).toThrow("a relay in the mode 'frames'");
    it.server.send('b');
    it.run();
    expect(it.messages('client')).toEqual(['b']);
  });
});
