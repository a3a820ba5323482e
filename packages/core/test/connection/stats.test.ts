/** The counts of a connection, by hand. @module */
import { describe, expect, it } from '@jest/globals';
import { prepareMessage } from 'sansocket';
import { pattern } from '../support/bytes.ts';
import { roles } from '../support/roles.ts';
import { runLengths } from '../support/toy-extensions.ts';

describe.each(roles)('the stats of a $role', ({ role, open, connecting, received }) => {
  it('count compressed and plain bytes each way', () => {
    const end = open({ extensions: [runLengths()] });
    const before = end.connection.stats;
    end.receive(received('c2 02 05 61 82 01 62'));
    expect(end.events()).toMatchObject([{ data: pattern(5).fill(0x61) }, {}]);
    end.connection.send(new Uint8Array(10).fill(0x61));
    const { stats } = end.connection;
    expect(stats).toMatchObject({
      framesReceived: 2,
      messagesReceived: 2,
      payloadBytesReceived: 3,
      messageBytesReceived: 6,
      framesSent: 1,
      payloadBytesSent: 20,
      messageBytesSent: 10,
    });
    expect(stats.bytesReceived - before.bytesReceived).toBe(role === 'server' ? 15 : 7);
    expect(stats.bytesSent).toBe(before.bytesSent);
    end.outputs();
    end.credit();
    expect(end.connection.stats.bytesSent - before.bytesSent).toBe(role === 'server' ? 22 : 26);
  });

  it('count fragments, prepared messages and answers', () => {
    const end = open({ limits: { maxFragmentBytes: 4 } });
    end.connection.send('abcdefghi');
    end.connection.send(prepareMessage('abc'));
    end.receive(received('89 01 61')).events();
    expect(end.connection.stats).toMatchObject({
      framesSent: 5,
      messagesSent: 2,
      payloadBytesSent: 12,
      messageBytesSent: 12,
      pingsReceived: 1,
      pingsSent: 0,
    });
    end.connection.ping(undefined, 0);
    expect(end.connection.stats.pingsSent).toBe(1);
  });

  it('count a violation, and no frame that breaks a rule', () => {
    const end = open().receive(received('81 01 61')).receive('ff');
    end.events();
    expect(end.connection.stats).toMatchObject({ framesReceived: 1, violations: 1, framesSent: 1 });
    const opening = connecting().receive('00 0d 0a');
    opening.events();
    expect(opening.connection.stats).toMatchObject({ violations: 1, bytesReceived: 3, openMs: 0 });
  });

  it('count nothing of a call that throws', () => {
    const end = open();
    const before = end.connection.stats;
    end.connection.send('a', { fin: false });
    expect(() => end.connection.send(pattern(3))).toThrow(TypeError);
    end.connection.send('b');
    expect(end.connection.stats).toMatchObject({
      framesSent: 2,
      messagesSent: 1,
      payloadBytesSent: 2,
    });
    expect(before.framesSent).toBe(0);
  });

  it('stand still after the end', () => {
    const end = open();
    end.now = 50;
    end.connection.receiveError('gone', 50);
    end.events();
    const { stats } = end.connection;
    expect(stats.openMs).toBe(50);
    end.connection.receive(received('81 01 61'), 90);
    expect(end.connection.stats).toEqual(stats);
  });

  it('go on behind a snapshot', () => {
    const end = open().receive(received('81 01 61 01 01 62'));
    end.events();
    end.connection.send('abc');
    end.outputs();
    end.credit();
    const { stats } = end.connection;
    expect(end.connection.snapshot().stats).toEqual(stats);
    expect(stats).toMatchObject({ framesReceived: 2, framesSent: 1 });
  });
});
