import { describe, expect, it } from '@jest/globals';
import { assertSendable, CloseCode, isCloseCode } from 'sansocket/framing';

/** The codes that may stand in a Close frame, range by range (§7.4.1, §7.4.2, IANA). */
const ranges: readonly [first: number, last: number][] = [
  [1000, 1003],
  [1007, 1011],
  [1012, 1014],
  [3000, 3999],
  [4000, 4999],
];

describe('CloseCode', () => {
  it('names the codes of the RFC and of the registry (§7.4.1)', () => {
    expect(CloseCode).toEqual({
      normalClosure: 1000,
      goingAway: 1001,
      protocolError: 1002,
      unsupportedData: 1003,
      noStatusReceived: 1005,
      abnormalClosure: 1006,
      invalidPayload: 1007,
      policyViolation: 1008,
      messageTooBig: 1009,
      mandatoryExtension: 1010,
      internalError: 1011,
      serviceRestart: 1012,
      tryAgainLater: 1013,
      badGateway: 1014,
      tlsHandshake: 1015,
    });
  });
});

describe('isCloseCode()', () => {
  it('knows each of the 65,536 numbers that two bytes can hold (§7.4)', () => {
    const wrong: number[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      const expected = ranges.some(([first, last]) => code >= first && code <= last);
      if (isCloseCode(code) !== expected) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });
});

describe('assertSendable()', () => {
  it('lets both roles send every code of the table but 1010 (§7.4)', () => {
    for (const [first, last] of ranges) {
      for (let code = first; code <= last; code++) {
        assertSendable(code, 'client');
        if (code !== 1010) assertSendable(code, 'server');
      }
    }
  });

  it.each([
    0,
    999,
    1004,
    1005,
    1006,
    1015,
    1016,
    1100,
    2000,
    2999,
    5000,
    65_535,
    65_536,
    -1,
    1000.5,
    Number.NaN,
  ])('throws a RangeError for %p, which no endpoint sends (§7.4)', (code) => {
    const error = new RangeError(
      `Close code must be 1000 to 1003, 1007 to 1014 or 3000 to 4999, got ${code} (RFC 6455 §7.4)`,
    );
    expect(() => assertSendable(code, 'client')).toThrow(error);
    expect(() => assertSendable(code, 'server')).toThrow(error);
  });

  it('lets a client send 1010 and throws a RangeError for a server (§7.4.1)', () => {
    expect(() => assertSendable(1010, 'client')).not.toThrow();
    const error = new RangeError('Close code 1010 is for clients only (RFC 6455 §7.4.1)');
    expect(() => assertSendable(1010, 'server')).toThrow(error);
  });
});
