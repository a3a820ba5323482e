/**
 * Every close code as received, and bodies of Close frames cut anywhere (RFC 6455 §5.5.1, §7.4). For
 * a client the codes up to 5100 have to do: both roles have one rule.
 */
import { describe, expect, it } from '@jest/globals';
import type { ModelRole } from '@sansocket/testkit/model';
import { concat, hex, serializeFrame, toHex, utf8 } from '@sansocket/testkit/wire';
import { disagreement, everyCut } from '../support/agreement.ts';

function closeFrame(role: ModelRole, payload: Uint8Array): Uint8Array {
  const maskingKey = role === 'server' ? hex('37 fa 21 3d') : undefined;
  return serializeFrame({ opcode: 8, payload, maskingKey });
}

function codeOf(code: number): Uint8Array {
  return Uint8Array.of(code >> 8, code & 0xff);
}

describe.each(['server', 'client'] as const)('the Close frame that a %s receives', (role) => {
  const last = role === 'server' ? 0xffff : 5100;

  it(`means the same to core and the model for each code up to ${last}`, () => {
    const wrong: number[] = [];
    for (let code = 0; code <= last; code++) {
      const bytes = closeFrame(role, codeOf(code));
      if (disagreement(bytes, [bytes], { role }).core !== undefined) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  it.each([1000, 1003, 1004, 1006, 1014, 1015, 2999, 3000, 4999, 5000, 0x03ff, 0x0bb7])(
    'means the same wherever it is cut: code %i',
    (code) => {
      for (const reason of ['', 'bye', 'mañana 🌍']) {
        const bytes = closeFrame(role, concat(codeOf(code), utf8(reason)));
        for (const chunks of everyCut(bytes)) {
          for (const closeSent of [false, true]) {
            expect(disagreement(bytes, chunks, { role, closeSent })).toEqual({});
          }
        }
      }
    },
  );

  it.each(['', '03', '03 e8 c3', '03 e8 61 c3 28', '03 e8 ed a0 80', '03 e8 f4 90 80 80', '0b'])(
    'means the same wherever it is cut: payload %s',
    (payload) => {
      const bytes = concat(closeFrame(role, hex(payload)), hex('81 01 61'));
      for (const chunks of everyCut(bytes)) {
        const difference = disagreement(bytes, chunks, { role });
        expect({ bytes: toHex(bytes), ...difference }).toEqual({ bytes: toHex(bytes) });
      }
    },
  );
});
