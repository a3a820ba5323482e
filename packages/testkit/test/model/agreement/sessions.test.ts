/** Whole sessions, legal and not, as core and the model take them (RFC 6455 §5 to §8). */
import { describe, expect, it } from '@jest/globals';
import {
  chunking,
  cutIntoChunks,
  frame,
  hostileBytes,
  hostileSession,
  maskingKey,
  session,
  sessionBytes,
} from '@sansocket/testkit/arbitraries';
import type { ModelLimits, ModelRole } from '@sansocket/testkit/model';
import { serializeFrames, toHex } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { disagreement, everyCut } from '../support/agreement.ts';
import { assertFor, damaged } from '../support/properties.ts';

/** Limits that sessions run into. */
function limits(): fc.Arbitrary<ModelLimits> {
  return fc.record({
    maxFrameBytes: fc.constantFrom(125, 126, 200, 65_535, 65_536, Infinity),
    maxMessageBytes: fc.constantFrom(0, 1, 125, 200, 70_000, Infinity),
    maxEmptyFragments: fc.constantFrom(0, 1, 2, Infinity),
  });
}

/** Frames whose headers say anything. */
function anyFrames(role: ModelRole): fc.Arbitrary<Uint8Array> {
  const any = fc.oneof(
    { weight: 3, arbitrary: frame({ maxLength: 40 }) },
    { weight: 1, arbitrary: frame({ legal: false, maxLength: 40 }) },
  );
  const keyed = fc.tuple(any, maskingKey()).map(([its, key]) => {
    return role === 'server' ? { ...its, maskingKey: key } : its;
  });
  return fc.array(keyed, { maxLength: 6 }).map(serializeFrames);
}

describe.each(['server', 'client'] as const)('core and the model agree for a %s', (role) => {
  const streams: Readonly<Record<string, fc.Arbitrary<Uint8Array>>> = {
    'legal sessions': session({ receiver: role }).map(sessionBytes),
    'sessions with one defect': hostileSession({ receiver: role }).map(hostileBytes),
    'sessions with damaged bytes': damaged(session({ receiver: role }).map(sessionBytes)),
    'frames with any header': anyFrames(role),
    'any bytes': fc.uint8Array({ maxLength: 40 }),
  };

  it.each(Object.entries(streams))('on %s, in any chunks', (_, stream) => {
    assertFor(
      fc.property(stream, chunking(), fc.boolean(), (bytes, its, closeSent) => {
        const chunks = cutIntoChunks(bytes, its);
        expect(disagreement(bytes, chunks, { role, closeSent })).toEqual({});
      }),
      250,
    );
  });

  it.each(Object.entries(streams))('on %s, under any limits', (_, stream) => {
    assertFor(
      fc.property(stream, chunking(), limits(), (bytes, its, given) => {
        const chunks = cutIntoChunks(bytes, its);
        expect(disagreement(bytes, chunks, { role, limits: given })).toEqual({});
      }),
      150,
    );
  });

  it('on short sessions, cut anywhere', () => {
    const short = session({ receiver: role, maxMessages: 2, maxLength: 20 }).map(sessionBytes);
    assertFor(
      fc.property(short, (bytes) => {
        for (const chunks of everyCut(bytes)) {
          const difference = disagreement(bytes, chunks, { role });
          expect({ bytes: toHex(bytes), ...difference }).toEqual({ bytes: toHex(bytes) });
        }
      }),
      15,
    );
  });
});
