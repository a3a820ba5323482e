/**
 * Core beside the model, on the same bytes.
 *
 * @module
 */

import { isDeepStrictEqual } from 'node:util';
import { type FrameJudgement, type FrameSetup, judgeFrames } from '@sansocket/testkit/model';
import type { Limits } from 'sansocket';
import { openEnd, type Told, tell } from './core-end.ts';
import { definedOf } from './defined-of.ts';
import { modelDeflate } from './model-deflate.ts';

/** What both are told. */
export type SharedSetup = Pick<FrameSetup, 'role' | 'limits' | 'closeSent'> & {
  /** Whether an extension owns RSV1. Default: false. */
  readonly deflates?: boolean;
};

/** What core makes of chunks behind the opening handshake. */
export function coreOn(chunks: readonly Uint8Array[], setup: SharedSetup): Told {
  const { role, limits, closeSent = false, deflates = false } = setup;
  const extensions = deflates ? [modelDeflate()] : [];
  const its: Partial<Limits> = {
    maxEmptyFragments: Infinity,
    ...unlimited,
    ...definedOf(limits ?? {}),
  };
  return tell(openEnd(role, { extensions, limits: its, closeSent }), chunks);
}

/** What the model makes of the same bytes in one piece. */
export function modelOn(bytes: Uint8Array, setup: SharedSetup): Told {
  const { deflates = false, ...its } = setup;
  return toldOf(judgeFrames(bytes, { ...its, deflate: deflates ? {} : undefined }));
}

/** What is said of the bytes, cut into these chunks, by one and not by the other; empty if nothing is. */
export function disagreement(
  bytes: Uint8Array,
  chunks: readonly Uint8Array[],
  setup: SharedSetup,
): { readonly core?: Told; readonly model?: Told } {
  const core = coreOn(chunks, setup);
  const model = modelOn(bytes, setup);
  return isDeepStrictEqual(core, model) ? {} : { core, model };
}

/** The bytes in one chunk, byte by byte, and in two for each cut. */
export function everyCut(bytes: Uint8Array): readonly (readonly Uint8Array[])[] {
  const inTwo = Array.from(bytes, (_, at) => [bytes.slice(0, at), bytes.slice(at)]);
  return [Array.from(bytes, (byte) => Uint8Array.of(byte)), ...inTwo];
}

const unlimited = { maxFrameBytes: Infinity, maxMessageBytes: Infinity };

function toldOf({ events, violation, due, closing }: FrameJudgement): Told {
  const { sent, received, code, reason } = closing;
  return { events, violation, due, close: { code, reason, isClean: sent && received } };
}
