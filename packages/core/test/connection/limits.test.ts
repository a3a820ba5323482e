/** Limits of frames and messages (RFC 6455 §10.4): exactly the limit passes, one more fails. @module */
import { describe, expect, it } from '@jest/globals';
import { concat, hex, pattern } from '../support/bytes.ts';
import { frameOf } from '../support/masked-frames.ts';
import { roles } from '../support/roles.ts';
import { runLengths } from '../support/toy-extensions.ts';

describe.each(roles)('limits of a $role', ({ role, open, sent, received }) => {
  const violation = (rule: string, closeCode: number, offset: number) => ({
    type: 'violation',
    rule,
    closeCode,
    section: 'RFC 6455 §10.4',
    offset,
  });

  it.each([125, 126, 300, 65_535, 65_536])(
    'takes a frame of maxFrameBytes, %d, and not one more',
    (max) => {
      const limits = { maxFrameBytes: max };
      const fits = open({ limits }).receive(received(frameOf(0x82, pattern(max))));
      expect(fits.types()).toEqual(['message']);

      const frame = received(frameOf(0x82, pattern(max + 1)));
      const end = open({ limits }).receive(frame);
      // That a length takes 2 or 8 bytes tells already that it is at least 126 or 65 536.
      const offset = max === 125 || max === 65_535 ? 1 : max === 65_536 ? 9 : 3;
      expect(end.events()).toMatchObject([violation('frame-too-long', 1009, end.base + offset)]);
      expect(end.output()).toEqual([sent('88 02 03 f1'), 'end']);
    },
  );

  it('fails by the header alone, before a byte of the payload (§5.2)', () => {
    const mask = role === 'server' ? 'ff' : '7f';
    const end = open().receive(`82 ${mask} 00 00 00 10`);
    expect(end.events()).toMatchObject([violation('frame-too-long', 1009, end.base + 5)]);
  });

  it('fails for a length of 2^53 even when there is no other limit (§5.2)', () => {
    const mask = role === 'server' ? 'ff' : '7f';
    const most = open({ limits: { maxFrameBytes: Infinity, maxMessageBytes: Infinity } });
    most.receive(`82 ${mask} 00 20 00 00 00 00 00 00`);
    expect(most.events()).toMatchObject([violation('frame-too-long', 1009, most.base + 3)]);
  });

  it('takes a message of maxMessageBytes, whole or in fragments, and not one more', () => {
    const limits = { maxMessageBytes: 10 };
    for (const messages of ['whole', 'parts'] as const) {
      const fits = open({ limits, messages });
      fits.receive(received(frameOf(0x82, pattern(10))));
      fits.receive(received(concat(frameOf(0x02, pattern(4)), frameOf(0x80, pattern(6)))));
      expect(fits.types().at(-1)).toBe(messages === 'whole' ? 'message' : 'message-part');

      const whole = open({ limits, messages }).receive(received(frameOf(0x82, pattern(11))));
      expect(whole.events()).toMatchObject([violation('message-too-long', 1009, whole.base + 1)]);
      expect(whole.output()).toEqual([sent('88 02 03 f1'), 'end']);

      const first = received(frameOf(0x02, pattern(4)));
      const end = open({ limits, messages }).receive(first);
      end.receive(received(frameOf(0x80, pattern(7))));
      const offset = end.base + first.length + 1;
      expect(end.events().at(-1)).toMatchObject(violation('message-too-long', 1009, offset));
    }
  });

  it('does not count control frames into a message', () => {
    const end = open({ limits: { maxMessageBytes: 4 } });
    end.receive(received(concat(frameOf(0x02, pattern(2)), frameOf(0x89, pattern(100)))));
    end.receive(received(frameOf(0x80, pattern(2))));
    expect(end.types()).toEqual(['ping', 'message']);
  });

  it('takes maxEmptyFragments in a row, and not one more', () => {
    const limits = { maxEmptyFragments: 3 };
    const fits = open({ limits });
    fits.receive(received('01 00 00 00 00 00 00 01 61 00 00 00 00 80 00'));
    expect(fits.types()).toEqual(['message']);

    const start = received('01 00 00 00 00 00');
    const end = open({ limits }).receive(start).receive(received('00 00'));
    const offset = end.base + start.length + 1;
    expect(end.events()).toMatchObject([violation('too-many-empty-fragments', 1008, offset)]);
    expect(end.output()).toEqual([sent('88 02 03 f0'), 'end']);
  });

  it('takes a decoded message of maxMessageBytes, and not one more (§9)', () => {
    const options = { limits: { maxMessageBytes: 10 }, extensions: [runLengths()] };
    const fits = open(options).receive(received('c2 02 0a 61 c2 04 04 61 06 62'));
    expect(fits.events()).toEqual([
      { type: 'message', kind: 'binary', data: hex('61 61 61 61 61 61 61 61 61 61') },
      { type: 'message', kind: 'binary', data: hex('61 61 61 61 62 62 62 62 62 62') },
    ]);

    const end = open(options).receive(received('c2 04 0a 61 01 62'));
    expect(end.events()).toMatchObject([violation('message-too-long', 1009, end.base)]);
    expect(end.output()).toEqual([sent('88 02 03 f1'), 'end']);
  });

  it('counts decoded bytes over all fragments of a message, and anew for the next (§9)', () => {
    const options = { limits: { maxMessageBytes: 10 }, extensions: [runLengths()] };
    for (const messages of ['whole', 'parts'] as const) {
      const fits = open({ ...options, messages });
      fits.receive(received('42 02 05 61 80 02 05 62 c2 02 0a 61'));
      expect(fits.types()).not.toContain('violation');
      const end = open({ ...options, messages }).receive(received('42 02 05 61 80 02 06 62'));
      expect(end.types().at(-1)).toBe('violation');
    }
  });

  it('counts the bytes on the wire too (§9)', () => {
    const options = { limits: { maxMessageBytes: 3 }, extensions: [runLengths()] };
    const end = open(options).receive(received('c2 04 00 61 00 62'));
    expect(end.events()).toMatchObject([violation('message-too-long', 1009, end.base + 1)]);
  });
});
