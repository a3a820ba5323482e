/** The model by itself: the examples of RFC 6455 §5.7, what is due, the closing handshake. */
import { describe, expect, it } from '@jest/globals';
import { session, sessionBytes } from '@sansocket/testkit/arbitraries';
import {
  type FrameJudgement,
  type FrameSetup,
  judgeFrames,
  type ModelEvent,
} from '@sansocket/testkit/model';
import { concat, hex, positionBytes, serializeFrame, utf8 } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { assertFor } from './support/properties.ts';

function client(bytes: string, setup: Partial<FrameSetup> = {}): FrameJudgement {
  return judgeFrames(hex(bytes), { role: 'client', ...setup });
}

function server(bytes: string, setup: Partial<FrameSetup> = {}): FrameJudgement {
  return judgeFrames(hex(bytes), { role: 'server', ...setup });
}

/** The events but for the headers. */
function seen({ events }: FrameJudgement): readonly ModelEvent[] {
  return events.filter(({ type }) => type !== 'frame');
}

const hello = { type: 'message', kind: 'text', data: 'Hello' };

describe('the examples of §5.7', () => {
  it('are an unmasked and a masked text', () => {
    expect(seen(client('81 05 48 65 6c 6c 6f'))).toEqual([hello]);
    expect(seen(server('81 85 37 fa 21 3d 7f 9f 4d 51 58'))).toEqual([hello]);
  });

  it('are a text in fragments', () => {
    expect(seen(client('01 03 48 65 6c 80 02 6c 6f'))).toEqual([hello]);
  });

  it('are a ping and its pong', () => {
    const ping = client('89 05 48 65 6c 6c 6f');
    expect(seen(ping)).toEqual([{ type: 'ping', payload: utf8('Hello') }]);
    expect(ping.due).toEqual([{ opcode: 10, payload: utf8('Hello') }]);
    const pong = server('8a 85 37 fa 21 3d 7f 9f 4d 51 58');
    expect(seen(pong)).toEqual([{ type: 'pong', payload: utf8('Hello') }]);
    expect(pong.due).toEqual([]);
  });

  it.each([256, 65_536])('are a binary message of %i bytes', (length) => {
    const data = positionBytes(length);
    const bytes = serializeFrame({ opcode: 2, payload: data });
    expect(seen(judgeFrames(bytes, { role: 'client' }))).toEqual([
      { type: 'message', kind: 'binary', data },
    ]);
  });
});

describe('a header', () => {
  it('is told with its key and its place', () => {
    const { events } = server('89 80 01 02 03 04 01 81 05 06 07 08', { offset: 100 });
    const plain = { rsv1: false, rsv2: false, rsv3: false };
    const [key, other] = [hex('01 02 03 04'), hex('05 06 07 08')];
    expect(events.filter(({ type }) => type === 'frame')).toEqual([
      {
        type: 'frame',
        header: { fin: true, ...plain, opcode: 9, maskingKey: key, payloadLength: 0 },
        offset: 100,
      },
      {
        type: 'frame',
        header: { fin: false, ...plain, opcode: 1, maskingKey: other, payloadLength: 1 },
        offset: 106,
      },
    ]);
  });
});

describe('the closing handshake', () => {
  it.each([
    ['has not begun', '81 01 61', {}, { sent: false, received: false, code: 1006, reason: '' }],
    [
      'was begun by us',
      '',
      { closeSent: true },
      { sent: true, received: false, code: 1006, reason: '' },
    ],
    [
      'is over with a code and a reason',
      '88 04 03 e8 6f 6b',
      {},
      { sent: true, received: true, code: 1000, reason: 'ok' },
    ],
    ['is over without a code', '88 00', {}, { sent: true, received: true, code: 1005, reason: '' }],
    ['fails', '83', {}, { sent: true, received: false, code: 1006, reason: '' }],
  ])('%s (§7.1)', (_, bytes, setup, closing) => {
    expect(client(bytes, setup).closing).toEqual(closing);
  });

  it('makes an answer with the same code due, and none when ours is out (§5.5.1)', () => {
    expect(client('88 04 0f a1 6f 6b').due).toEqual([{ opcode: 8, payload: hex('0f a1') }]);
    expect(client('88 00').due).toEqual([{ opcode: 8, payload: hex('') }]);
    expect(client('88 00', { closeSent: true }).due).toEqual([]);
  });

  it('makes a Close frame with the code of the violation due, behind the pongs (§7.1.7)', () => {
    expect(client('89 01 61 83').due).toEqual([
      { opcode: 10, payload: hex('61') },
      { opcode: 8, payload: hex('03 ea') },
    ]);
    expect(client('89 01 61 83', { closeSent: true }).due).toHaveLength(1);
  });

  it('ends the story: what follows is not looked at', () => {
    expect(client('88 00 ff ff')).toEqual(client('88 00'));
    expect(client('83 88 00')).toEqual(client('83'));
  });
});

describe('permessage-deflate', () => {
  const [first, second] = ['c1 07 f2 48 cd c9 c9 07 00', 'c1 05 f2 00 11 00 00'];

  it('takes over the window, also over a message that is not compressed (RFC 7692 §7.2.3.2)', () => {
    const plain = { type: 'message', kind: 'text', data: 'x' };
    const judgement = client(`${first} 81 01 78 ${second}`, { deflate: {} });
    expect(seen(judgement)).toEqual([hello, plain, hello]);
  });

  it('does not where the peer said so (RFC 7692 §7.1.1)', () => {
    const { violation } = client(`${first} ${second}`, { deflate: { noContextTakeover: true } });
    expect(violation).toEqual({ rule: 'extension-data-invalid', closeCode: 1007, offset: 9 });
  });

  it('blames the frame in which the fault is found', () => {
    const { violation } = client('41 03 f2 48 cd 00 00 80 02 ff ff', { deflate: {} });
    expect(violation?.offset).toBe(7);
  });
});

describe('the story', () => {
  it('only grows with the bytes', () => {
    assertFor(
      fc.property(session({ receiver: 'server', maxLength: 40 }), (its) => {
        const bytes = sessionBytes(its);
        const whole = judgeFrames(bytes, { role: 'server' });
        for (let end = 0; end < bytes.length; end += 3) {
          const { events, violation } = judgeFrames(bytes.subarray(0, end), { role: 'server' });
          expect(violation).toBeUndefined();
          expect(events).toEqual(whole.events.slice(0, events.length));
        }
      }),
      20,
    );
  });

  it('is about copies: the bytes are not changed, and no view of them is given out', () => {
    const bytes = hex('02 82 01 02 03 04 60 60 80 81 00 00 00 00 05');
    const before = bytes.slice();
    const judgement = judgeFrames(bytes, { role: 'server' });
    expect(bytes).toEqual(before);
    const told = JSON.stringify(judgement);
    bytes.fill(0xff);
    expect(JSON.stringify(judgement)).toBe(told);
    expect(concat(hex(''))).toHaveLength(0);
  });
});
