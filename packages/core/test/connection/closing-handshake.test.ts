/** The closing handshake when nothing goes wrong (RFC 6455 §5.5.1, §7.1). @module */
import { describe, expect, it } from '@jest/globals';
import { roles } from '../support/roles.ts';

describe.each(roles)('closing handshake of a $role', ({ role, open, sent, received }) => {
  it('answers a Close frame with its code, once, as soon as it is taken (§5.5.1)', () => {
    const end = open().receive(received('88 05 03 e8 62 79 65'));
    expect(end.output()).toEqual([]);
    expect(end.events()).toEqual([{ type: 'close-received', code: 1000, reason: 'bye' }]);
    expect(end.connection.readyState).toBe('closing');
    const [answer, ...more] = end.output();
    expect(answer).toBe(sent('88 02 03 e8'));
    expect(more).toEqual(role === 'server' ? ['end'] : []);
    expect(end.connection.send('a')).toBe('closing');
    end.connection.close(4000, 'again', 0);
    expect(end.outputs()).toEqual([]);
  });

  it('answers an empty Close frame with an empty one and reports 1005 (§7.1.5)', () => {
    const end = open().receive(received('88 00'));
    expect(end.events()).toEqual([{ type: 'close-received', code: 1005, reason: '' }]);
    expect(end.output()[0]).toBe(sent('88 00'));
    expect(end.credit().receiveEnd().events()).toEqual([
      { type: 'close', code: 1005, reason: '', wasClean: true, endedBy: 'peer' },
    ]);
  });

  it('starts with the code and reason of close(), or with none (§7.1.2)', () => {
    const end = open();
    end.connection.close(1001, 'x', 0);
    expect(end.connection.readyState).toBe('closing');
    expect(end.output()).toEqual([sent('88 03 03 e9 78')]);
    const none = open();
    none.connection.close(undefined, undefined, 0);
    expect(none.output()).toEqual([sent('88 00')]);
    const empty = open();
    empty.connection.close(3000, '', 0);
    expect(empty.output()).toEqual([sent('88 02 0b b8')]);
  });

  it('takes a reason of 123 bytes both ways (§5.5.1)', () => {
    const reason = `${'é'.repeat(61)}x`;
    const end = open();
    end.connection.close(1000, reason, 0);
    expect(end.output()).toEqual([sent(`88 7d 03 e8 ${'c3 a9 '.repeat(61)}78`)]);
    end.receive(received(`88 7d 03 e8 ${'c3 a9 '.repeat(61)}78`));
    expect(end.events()).toEqual([{ type: 'close-received', code: 1000, reason }]);
  });

  it('sends what was queued before the Close frame, and nothing after it (§5.5.1)', () => {
    const end = open();
    end.connection.send('a');
    end.connection.close(1000, undefined, 0);
    expect(end.connection.send('b')).toBe('closing');
    end.connection.close(1001, undefined, 0);
    expect(end.output()).toEqual([sent('81 01 61 88 02 03 e8')]);
  });

  it('delivers what the peer sends before its Close frame (§1.4, §7.1.2)', () => {
    const end = open();
    end.connection.close(1000, undefined, 0);
    end.receive(received('81 01 61 01 01 62')).receive(received('80 01 63 88 02 03 e8'));
    expect(end.events()).toEqual([
      { type: 'message', kind: 'text', data: 'a' },
      { type: 'message', kind: 'text', data: 'bc' },
      { type: 'close-received', code: 1000, reason: '' },
    ]);
  });

  it('discards what comes behind the Close frame of the peer, right or wrong (§5.5.1)', () => {
    const end = open().receive(received('88 00 81 01 61 83 00')).receive('ff ff ff');
    expect(end.types()).toEqual(['close-received']);
    expect(end.connection.wantsInput).toBe(true);
    end.outputs();
    expect(end.credit().receiveEnd().types()).toEqual(['close']);
  });

  it('lets the application answer a message before the Close frame behind it (§5.5.1)', () => {
    const end = open().receive(received('81 01 61 88 00'));
    expect(end.connection.nextEvent()).toMatchObject({ type: 'message', data: 'a' });
    expect(end.connection.readyState).toBe('open');
    expect(end.connection.send('b')).toBe('ok');
    expect(end.types()).toEqual(['close-received']);
    expect(end.output()[0]).toBe(sent('81 01 62 88 00'));
  });

  it('ends the transport first as a server, waits for its end as a client (§7.1.1)', () => {
    const end = open();
    end.connection.close(1000, undefined, 100);
    expect(end.output()).toEqual([sent('88 02 03 e8')]);
    end.now = 300;
    end.receive(received('88 02 03 e8')).events();
    expect(end.output()).toEqual(role === 'server' ? ['end'] : []);
    expect(end.connection.nextTimeout()).toEqual(
      role === 'server'
        ? { at: 2300, reason: 'linger' }
        : { at: 10_300, reason: 'closing-handshake' },
    );
    expect(end.credit().receiveEnd().events()).toEqual([
      { type: 'close', code: 1000, reason: '', wasClean: true, endedBy: 'local' },
    ]);
    expect(end.output()).toEqual(role === 'server' ? [] : ['end']);
    expect(end.connection.readyState).toBe('closed');
  });

  it('stays clean when the other end of the transport does not come (§7.1.4)', () => {
    const end = open().receive(received('88 02 03 e8'));
    end.events();
    end.outputs();
    end.credit().timeOut().timeOut();
    expect(end.events()).toEqual([
      { type: 'close', code: 1000, reason: '', wasClean: true, endedBy: 'peer' },
    ]);
  });

  it('reports close last and once, whatever is called after it', () => {
    const end = open().receive(received('88 00')).receiveEnd();
    expect(end.types()).toEqual(['close-received']);
    end.outputs();
    expect(end.credit().types()).toEqual(['close']);
    end.receive(received('81 01 61 88 00')).receiveEnd();
    end.connection.receiveError(new Error('RST'), 0);
    end.connection.close(1000, undefined, 0);
    end.connection.fail(1002, '', 0);
    end.connection.handleTimeout(1e9);
    expect(end.events()).toEqual([]);
    expect(end.outputs()).toEqual([]);
    expect(end.connection.readyState).toBe('closed');
    expect(end.connection.wantsInput).toBe(false);
    expect(end.connection.nextTimeout()).toBeUndefined();
    expect(end.connection.send('a')).toBe('closing');
  });
});
