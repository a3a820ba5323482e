/** Compressed messages, as a connection with an extension and the model take them (RFC 7692 §7.2). */
import { describe, expect, it } from '@jest/globals';
import { chunking, cutIntoChunks } from '@sansocket/testkit/arbitraries';
import {
  concat,
  type DeflateBlock,
  hex,
  serializeDeflate,
  serializeFrame,
} from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { disagreement, everyCut, modelOn } from '../support/agreement.ts';
import { deflateSession } from '../support/deflate-sessions.ts';
import { assertFor, damaged } from '../support/properties.ts';

const RSV1 = 0x40;

function message(payload: Uint8Array, opcode = 1): Uint8Array {
  return serializeFrame({ opcode, reservedBits: RSV1, payload });
}

const badText: DeflateBlock = { type: 'fixed', tokens: [0x61, 0xff, 0x62] };
const illegal: DeflateBlock = {
  type: 'raw',
  bits: [
    [0, 1],
    [3, 2],
  ],
};
const halfText: DeflateBlock = { type: 'fixed', tokens: [0x61, 0xe2, 0x82] };
const long: DeflateBlock = { type: 'fixed', tokens: [0x61, { length: 258, distance: 1 }] };

describe.each(['server', 'client'] as const)('core and the model agree for a %s', (role) => {
  const setup = { role, deflates: true };

  it('on compressed sessions, in any chunks', () => {
    assertFor(
      fc.property(deflateSession(role), chunking(), (bytes, its) => {
        expect(modelOn(bytes, setup).violation).toBeUndefined();
        expect(disagreement(bytes, cutIntoChunks(bytes, its), setup)).toEqual({});
      }),
      100,
    );
  });

  it('on compressed sessions with damaged bytes, in any chunks', () => {
    assertFor(
      fc.property(damaged(deflateSession(role)), chunking(), (bytes, its) => {
        expect(disagreement(bytes, cutIntoChunks(bytes, its), setup)).toEqual({});
      }),
      200,
    );
  });

  it('on compressed sessions under limits of the inflated message', () => {
    const limit = fc.constantFrom(5, 20, 60);
    assertFor(
      fc.property(deflateSession(role), chunking(), limit, (bytes, its, maxMessageBytes) => {
        const limited = { ...setup, limits: { maxMessageBytes } };
        expect(disagreement(bytes, cutIntoChunks(bytes, its), limited)).toEqual({});
      }),
      100,
    );
  });
});

describe('what is wrong first in the inflated data counts, however the bytes are cut:', () => {
  it.each([
    ['text that is not UTF-8 in front of a block of no type', [badText, illegal], 'text-not-utf8'],
    ['text that is not UTF-8 in front of too much', [badText, long], 'text-not-utf8'],
    ['text that ends inside a code point', [halfText], 'text-not-utf8'],
    ['too much in front of a block of no type', [long, illegal], 'message-too-long'],
    ['a block of no type in front of too much', [illegal, long], 'extension-data-invalid'],
  ])('%s', (_, blocks, rule) => {
    const bytes = concat(message(serializeDeflate(blocks)));
    const setup = { role: 'client', deflates: true, limits: { maxMessageBytes: 100 } } as const;
    for (const chunks of [[bytes], ...everyCut(bytes)]) {
      expect(modelOn(bytes, setup).violation).toMatchObject({ rule, offset: 0 });
      expect(disagreement(bytes, chunks, setup)).toEqual({});
    }
  });
});

describe('a message that no extension transformed, on a connection that has one,', () => {
  it.each([
    ['fails at the byte that is not UTF-8', '81 03 61 ff 62', 3],
    ['fails at the lead byte that its last frame has no room for', '81 02 61 e2', 3],
    ['fails at the header of a last frame that is too short', '01 01 e2 80 01 82', 4],
  ])('%s', (_, bytes, offset) => {
    const setup = { role: 'client', deflates: true } as const;
    for (const chunks of everyCut(hex(bytes))) {
      expect(modelOn(hex(bytes), setup).violation).toMatchObject({ rule: 'text-not-utf8', offset });
      expect(disagreement(hex(bytes), chunks, setup)).toEqual({});
    }
  });
});
