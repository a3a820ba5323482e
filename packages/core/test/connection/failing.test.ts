/** Connections that the application fails or drops (RFC 6455 §7.1.7). @module */
import { describe, expect, it } from '@jest/globals';
import { bytesOf, requestText } from '../handshake/heads.ts';
import { roles } from '../support/roles.ts';

const UNCLEAN = { type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'local' };

describe.each(roles)('fail() of a $role', ({ open, sent, received, connecting }) => {
  it('sends a Close frame, ends the output and listens no more (§7.1.7)', () => {
    const end = open();
    end.connection.send('a');
    end.connection.fail(1008, 'no', 50);
    expect(end.output()).toEqual([sent('81 01 61 88 04 03 f0 6e 6f'), 'end']);
    expect(end.connection.readyState).toBe('closing');
    expect(end.connection.nextTimeout()).toEqual({ at: 2050, reason: 'linger' });
    end.receive(received('81 01 61 89 00 88 02 03 e8'));
    expect(end.events()).toEqual([]);
    expect(end.receiveEnd().events()).toEqual([UNCLEAN]);
    expect(end.outputs()).toEqual([]);
  });

  it('drops what was received and not taken (§7.1.7)', () => {
    const end = open().receive(received('81 01 61'));
    end.connection.fail(1008, '', 0);
    expect(end.events()).toEqual([]);
  });

  it('sends no second Close frame (§7.1.7)', () => {
    const end = open();
    end.connection.close(1000, undefined, 0);
    end.connection.fail(1008, '', 0);
    end.connection.fail(1008, '', 0);
    expect(end.output()).toEqual([sent('88 02 03 e8'), 'end']);
    expect(end.receiveEnd().events()).toEqual([UNCLEAN]);
  });

  it('does nothing once the connection ends', () => {
    const end = open();
    end.connection.fail(1008, '', 0);
    end.outputs();
    end.connection.fail(1008, '', 500);
    expect(end.outputs()).toEqual([]);
    expect(end.connection.nextTimeout()).toEqual({ at: 2000, reason: 'linger' });
  });

  it.each(['close', 'fail'] as const)(
    'and close() drop a connection that is not open yet: %s (§7.2.1)',
    (name) => {
      const end = connecting();
      end.connection[name](1000, 'bye', 0);
      expect(end.events()).toEqual([UNCLEAN]);
      expect(end.output()).toEqual(['abort: closed before the opening handshake was complete']);
      expect(end.connection.readyState).toBe('closed');
      expect(end.connection.nextTimeout()).toBeUndefined();
      end.receive(bytesOf(requestText()));
      expect(end.events()).toEqual([]);
      expect(end.outputs()).toEqual([]);
    },
  );
});
