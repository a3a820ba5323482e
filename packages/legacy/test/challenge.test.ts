import { describe, expect, it } from '@jest/globals';
import { answerOf, readChallengeKey } from '@sansocket/legacy';
import { bytesOf, textOf } from '../../core/test/handshake/heads.ts';
import { toHex } from '../../core/test/support/bytes.ts';
import { badKeys, challenges } from './support/challenges.ts';
import { olderServer } from './support/ends.ts';
import { request76 } from './support/requests.ts';

describe('readChallengeKey()', () => {
  it.each(challenges)('finds the parts of $name (hybi-00 §5.2)', ({ key1, key2, parts }) => {
    expect([readChallengeKey(key1), readChallengeKey(key2)]).toEqual(
      parts.map((part) => ({ ok: true, part })),
    );
  });

  it.each(badKeys)('refuses "%s" (hybi-00 §5.2)', (key, rule) => {
    expect(readChallengeKey(key)).toEqual({ ok: false, rule });
  });

  it('takes as many digits and zeros as there are', () => {
    expect(readChallengeKey(`${'0'.repeat(5_000)}4294967295 `)).toEqual({
      ok: true,
      part: 4294967295,
    });
    expect(readChallengeKey(`${'9'.repeat(5_000)} `)).toMatchObject({ ok: false });
  });
});

describe('answerOf()', () => {
  it.each(challenges)('answers $name (hybi-00 §5.2)', ({ parts, key3, answer }) => {
    expect(toHex(answerOf(parts, key3))).toBe(toHex(answer));
  });
});

describe('a server of hixie-76', () => {
  it.each(challenges)('answers $name with 16 bytes behind the head', (challenge) => {
    const end = olderServer();
    expect(end.receive(request76(challenge)).types()).toEqual(['handshake-request']);
    end.connection.accept({}, 0);
    expect(end.types()).toEqual(['open']);
    expect(end.text().split('\r\n\r\n').slice(1).join('\r\n\r\n')).toBe(textOf(challenge.answer));
  });

  it.each(badKeys)('refuses "%s" with 400, whichever key it is', (key, rule) => {
    const key3 = bytesOf('^n:ds[4U');
    for (const keys of [
      { key1: key, key2: '0 x' },
      { key1: '0 x', key2: key },
    ]) {
      const end = olderServer();
      const bytes = request76({ ...keys, key3 });
      expect(end.receive(bytes).events()).toMatchObject([
        { type: 'violation', rule, closeCode: 1006, offset: bytes.length - 9 },
      ]);
      expect(end.text()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    }
  });
});

describe('keys whose runs of spaces were collapsed', () => {
  const key3 = bytesOf('^n:ds[4U');

  it('are legal where both numbers still are multiples, and get another answer', () => {
    const keys = { key1: '4@1 46546xW%0l 1 5', key2: '12998 5 Y3 1 .P00' };
    expect([readChallengeKey(keys.key1), readChallengeKey(keys.key2)]).toEqual([
      { ok: true, part: 1382182005 },
      { ok: true, part: 324963275 },
    ]);
    for (const printed of [keys, { key1: `${keys.key1} `, key2: `${keys.key2} ` }]) {
      const end = olderServer();
      end.receive(request76({ ...printed, key3 })).events();
      end.connection.accept({}, 0);
      const answer = bytesOf(end.text().slice(-16));
      expect(toHex(answer).replaceAll(' ', '')).toBe('4f49be370a9e72c8f2803afa6b51bff5');
    }
  });

  it.each([
    ['4 @1 46546xW%0l 1 5', '12998 5 Y3 1 .P00'],
    ['18x 6]8vM;54 *(5: { U1]8 z [ 8', '1_ tx7X d < nw 334J702) 7]o}` 0'],
  ])('are refused where one is not: %s', (key1, key2) => {
    const end = olderServer();
    expect(end.receive(request76({ key1, key2, key3 })).events()).toMatchObject([
      { type: 'violation', rule: 'challenge-key-not-multiple', section: 'hybi-00 §5.2' },
    ]);
    expect(end.text()).toMatch(/^HTTP\/1\.1 400 /);
  });
});
